'use strict';
// Destroy events that the garbage collector brings when nothing else keeps the loop alive: the process still ends.
const assert = require('node:assert');
const async_hooks = require('node:async_hooks');

let made = 0;
const hook = async_hooks.createHook({ init() { made++; }, destroy() {} }).enable();
for (let i = 0; i < 20_000; i++) (async () => null)().then(() => {});
process.on('exit', (code) => {
  hook.disable();
  assert.strictEqual(code, 0);
  assert.ok(made >= 20_000);
});
