'use strict';
// Destroy events that the garbage collector brings when nothing else keeps the loop alive: the process still ends.
const async_hooks = require('node:async_hooks');

const hook = async_hooks.createHook({ init() {}, destroy() {} }).enable();
for (let i = 0; i < 20_000; i++) (async () => null)().then(() => {});
process.on('exit', () => hook.disable());
