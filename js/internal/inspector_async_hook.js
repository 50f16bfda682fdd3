// Tells V8's inspector which callbacks belong to which calls, for the asynchronous part of its stacks.
// https://chromedevtools.github.io/devtools-protocol/v8/Debugger/#method-setAsyncCallStackDepth
'use strict';

const kScheduled = 0;
const kStarted = 1;
const kFinished = 2;
const kCanceled = 3;

// Who wants it: connections, and one for all clients in other programs.
const wanted = new Set();
let hook;
let native;

function createHook() {
  const { createHook } = require('async_hooks');
  native = new ops.V8Session();
  return createHook({
    init: (asyncId, type) => native.asyncTask(kScheduled, asyncId, type),
    before: (asyncId) => native.asyncTask(kStarted, asyncId, ''),
    after: (asyncId) => native.asyncTask(kFinished, asyncId, ''),
    destroy: (asyncId) => native.asyncTask(kCanceled, asyncId, ''),
    // V8 follows them itself.
    trackPromises: false,
  });
}

function want(who, isWanted) {
  const before = wanted.size;
  if (isWanted) wanted.add(who);
  else wanted.delete(who);
  if (before === 0 && wanted.size > 0) {
    hook ??= createHook();
    hook.enable();
  } else if (before > 0 && wanted.size === 0) {
    hook.disable();
  }
}

module.exports = {
  // For clients in other programs.
  start: () => want(module, true),
  stop: () => want(module, false),
  want,
};
