// The map from AsyncLocalStorage to store that V8 carries along with each continuation.
// https://nodejs.org/api/async_context.html
'use strict';

const core = require('internal/core');

// A frame is not changed once it is current (disable() aside): a new value makes a new frame.
class AsyncContextFrame extends Map {
  constructor(storage, data) {
    super(core.getAsyncContext());
    this.set(storage, data);
  }

  static get enabled() {
    return true;
  }

  static current() {
    return core.getAsyncContext();
  }

  static set(frame) {
    core.setAsyncContext(frame);
  }

  static exchange(frame) {
    const prior = core.getAsyncContext();
    core.setAsyncContext(frame);
    return prior;
  }

  // The callback as one that runs in the frame of now, for the events of native handles.
  static bind(callback) {
    const frame = core.getAsyncContext();
    if (frame === undefined) return callback;
    return function(...args) {
      const prior = AsyncContextFrame.exchange(frame);
      try {
        return callback.apply(this, args);
      } finally {
        core.setAsyncContext(prior);
      }
    };
  }

  static disable(storage) {
    core.getAsyncContext()?.delete(storage);
  }
}

module.exports = AsyncContextFrame;
