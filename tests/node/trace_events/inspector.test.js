'use strict';
// The domain NodeTracing of an inspector's session: https://nodejs.org/api/inspector.html
const assert = require('assert');
const fs = require('fs');
const { Session } = require('inspector');
const { Worker } = require('worker_threads');
const { getEnabledCategories } = require('trace_events');

const session = new Session();
session.connect();
const data = [];
let completed = 0;
session.on('NodeTracing.dataCollected', ({ params }) => data.push(params.value));
session.on('NodeTracing.tracingComplete', () => completed++);

function post(method, params) {
  let answer;
  session.post(`NodeTracing.${method}`, params, (error, result) => { answer = error ? error.message : result; });
  return answer;
}

const { categories } = post('getCategories');
assert.ok(categories.includes('v8') && categories.includes('node.fs.sync'));
assert.deepStrictEqual(categories.toSorted(), categories);

assert.match(post('start'), /-32602: Invalid parameters$/);
assert.match(post('start', { traceConfig: { includedCategories: [] } }), /-32600: At least one category should be enabled$/);
const traceConfig = { includedCategories: ['node.console', 'node.fs.sync'] };
console.count('too early');
assert.deepStrictEqual(post('start', { traceConfig }), {});
assert.match(post('start', { traceConfig }), /-32600: Call NodeTracing::end to stop tracing before updating the config$/);
assert.strictEqual(getEnabledCategories(), 'node.console,node.fs.sync');
console.count('traced');
fs.statSync('.');
assert.deepStrictEqual(post('stop'), {});
assert.strictEqual(getEnabledCategories(), undefined);
console.count('too late');

assert.strictEqual(completed, 1);
assert.strictEqual(data.length, 2);
// Where standard output is a file, console.count() writes to it.
const told = data[0].filter(({ cat, name }) => cat !== '__metadata' && name !== 'fs.sync.write')
  .map(({ ph, name }) => `${ph} ${name}`);
assert.deepStrictEqual(told, ['C count::traced', 'B fs.sync.stat', 'E fs.sync.stat']);
assert.ok(data[1].every(({ cat }) => cat === '__metadata'));
assert.ok(data[1].some(({ name }) => name === 'process_name'));

// No file is written for a session.
process.on('exit', () => assert.ok(!fs.existsSync('node_trace.1.log')));

// Workers may not change what is traced.
let refused = false;
const inWorker = `
  const { parentPort } = require('worker_threads');
  const session = new (require('inspector').Session)();
  session.connect();
  session.post('NodeTracing.start', { traceConfig: { includedCategories: ['v8'] } }, ({ message }) => {
    parentPort.postMessage(message);
  });
`;
new Worker(inWorker, { eval: true }).on('message', (message) => {
  refused = true;
  assert.match(message, /Tracing properties can only be changed through main thread sessions$/);
});
process.on('exit', () => assert.ok(refused));
