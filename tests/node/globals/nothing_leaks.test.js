'use strict';

// Nothing that builtins use among themselves can be reached from a program: not from globalThis, not in
// eval, not in a worker.
const assert = require('assert');
const { isMainThread, parentPort, Worker } = require('worker_threads');

const hidden = new Set(['Deno', 'ops', 'primordials', '__bootstrap', 'internals', 'bootstrap', 'core']);
// These are Node's own public names.
const allowed = /^globalThis\.(process|module|require|console)\.|\.config\.variables\./;

function walk(root) {
  const found = [];
  const seen = new Set();
  const queue = [[root, 'globalThis']];
  while (queue.length > 0) {
    const [value, path] = queue.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) continue;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const name = `${path}.${String(key)}`;
      if (typeof key === 'string' && (key.startsWith('op_') || (hidden.has(key) && !allowed.test(name)))) {
        found.push(name);
      }
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      if (property === undefined) continue;
      if ('value' in property) {
        queue.push([property.value, name]);
        continue;
      }
      queue.push([property.get, `${name}[get]`], [property.set, `${name}[set]`]);
      // Lazy globals stand behind getters.
      if (value === globalThis) queue.push([value[key], name]);
    }
    queue.push([Object.getPrototypeOf(value), `${path}.[[Prototype]]`]);
  }
  return found;
}

process.removeAllListeners('warning');
const found = walk(globalThis);
for (const name of hidden) {
  assert.strictEqual((0, eval)(`typeof ${name}`), 'undefined', `${name} is a global`);
  assert.strictEqual(new Function(`return typeof ${name}`)(), 'undefined', `${name} is a global`);
}
assert.deepStrictEqual(found, []);

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (message) => assert.strictEqual(message, 'nothing found'));
  worker.on('exit', (code) => assert.strictEqual(code, 0));
} else {
  parentPort.postMessage('nothing found');
}
