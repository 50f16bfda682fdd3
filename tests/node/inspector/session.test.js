'use strict';
// A session in the program that it inspects.
const assert = require('assert');
const inspector = require('inspector');

const session = new inspector.Session();
assert.throws(() => session.post('Runtime.enable'), { code: 'ERR_INSPECTOR_NOT_CONNECTED' });
assert.throws(() => session.connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER' });
session.connect();
assert.throws(() => session.connect(), { code: 'ERR_INSPECTOR_ALREADY_CONNECTED' });
assert.throws(() => session.post(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.post('a.b', 1), { code: 'ERR_INVALID_ARG_TYPE' });

// Answers come before post() returns.
let answered = 0;
session.post('Runtime.evaluate', { expression: '6 * 7' }, (error, { result }) => {
  assert.ifError(error);
  assert.deepStrictEqual(result, { type: 'number', value: 42, description: '42' });
  answered++;
});
session.post('Nothing.here', (error) => {
  assert.strictEqual(error.code, 'ERR_INSPECTOR_COMMAND');
  assert.match(error.message, /-32601.*'Nothing\.here' wasn't found/);
  answered++;
});
session.post('NodeRuntime.enable', (error, result) => {
  assert.ifError(error);
  assert.deepStrictEqual(result, {});
  answered++;
});
assert.strictEqual(answered, 3);

// Events, by their name and all together.
const seen = [];
session.on('Runtime.consoleAPICalled', ({ params }) => seen.push(params.args[0].value));
let all = 0;
session.on('inspectorNotification', () => all++);
session.post('Runtime.enable');
console.log('told to the session');
assert.strictEqual(seen.at(-1), 'told to the session');
assert.ok(all > 0);

// A debugger statement is an event; nobody is there to wait for.
let paused = 0;
session.on('Debugger.paused', () => {
  paused++;
  session.post('Runtime.evaluate', { expression: '1' }, (error) => assert.ifError(error));
});
session.post('Debugger.enable');
debugger; // eslint-disable-line no-debugger
assert.strictEqual(paused, 1);

// Closing it inside one of its own events.
session.once('Debugger.paused', () => session.disconnect());
debugger; // eslint-disable-line no-debugger
session.disconnect();

// What waits for an answer is told about the end.
const other = new inspector.Session();
other.connect();
let closed;
other.post('Runtime.evaluate', { expression: 'new Promise(() => {})', awaitPromise: true }, (error) => closed = error);
other.disconnect();
assert.strictEqual(closed.code, 'ERR_INSPECTOR_COMMAND');

assert.strictEqual(process.features.inspector, true);
assert.strictEqual(inspector.url(), undefined);
assert.throws(() => inspector.waitForDebugger(), { code: 'ERR_INSPECTOR_NOT_ACTIVE' });
