'use strict';
// What a session sees of scripts and contexts: those from before it too.
const assert = require('assert');
const { Session } = require('inspector');
const vm = require('vm');
const { pathToFileURL } = require('url');

function early() {
  const value = 'early';
  return value;
}

const session = new Session();
session.connect();
const events = [];
session.on('Runtime.executionContextCreated', ({ params: { context } }) => events.push(context));
session.post('Runtime.enable');
assert.strictEqual(events[0].name, `${process.argv0}[${process.pid}]`);
assert.strictEqual(events[0].auxData.isDefault, true);
vm.createContext({}, { name: 'named', origin: 'https://example.com' });
vm.createContext({});
assert.deepStrictEqual(events.slice(1).map(({ name, origin, auxData }) => [name, origin, auxData.isDefault]),
                       [['named', 'https://example.com', false], ['VM Context 1', '', false]]);

const urls = new Set();
session.on('Debugger.scriptParsed', ({ params }) => urls.add(params.url));
session.post('Debugger.enable');
const own = pathToFileURL(__filename).href;
assert.ok(urls.has(own));
let paused = 0;
session.on('Debugger.paused', ({ params }) => {
  paused++;
  assert.strictEqual(params.callFrames[0].functionName, 'early');
  assert.strictEqual(params.callFrames[0].location.lineNumber, 9);
});
session.post('Debugger.setBreakpointByUrl', { url: own, lineNumber: 9 }, (error, { locations }) => {
  assert.ifError(error);
  assert.strictEqual(locations.length, 1);
});
assert.strictEqual(early(), 'early');
assert.strictEqual(paused, 1);

// The asynchronous part of a stack.
session.post('Debugger.setAsyncCallStackDepth', { maxDepth: 8 });
session.removeAllListeners('Debugger.paused');
session.once('Debugger.paused', ({ params }) => {
  assert.strictEqual(params.asyncStackTrace.description, 'Timeout');
  assert.ok(params.asyncStackTrace.callFrames.some(({ functionName }) => functionName === 'later'));
  console.log('stack');
});
function later() {
  setTimeout(() => {
    debugger; // eslint-disable-line no-debugger
    session.disconnect();
    console.log('done');
  }, 1);
}
later();
