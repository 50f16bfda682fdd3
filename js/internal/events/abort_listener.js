// events.addAbortListener(). https://nodejs.org/api/events.html#eventsaddabortlistenersignal-listener
'use strict';

const { codes } = require('internal/errors');
const { validateAbortSignal, validateFunction } = require('internal/validators');

function addAbortListener(signal, listener) {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');

  let subscribed = false;
  if (signal.aborted) {
    const { queueMicrotask } = require('internal/process/task_queues');
    queueMicrotask(() => listener());
  } else {
    const { kResistStopPropagation } = require('internal/event_target');
    // A listener earlier in the list must not be able to hide the abort from this one.
    signal.addEventListener('abort', listener, { __proto__: null, once: true, [kResistStopPropagation]: true });
    subscribed = true;
  }
  return {
    __proto__: null,
    [Symbol.dispose]() {
      if (subscribed) signal.removeEventListener('abort', listener);
    },
  };
}

module.exports = { __proto__: null, addAbortListener };
