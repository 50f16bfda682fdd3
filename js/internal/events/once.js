// events.once(). https://nodejs.org/api/events.html#eventsonceemitter-name-options
'use strict';

const { AbortError } = require('internal/errors');
const { validateAbortSignal, validateObject } = require('internal/validators');
const { addListenerTo, removeListenerFrom } = require('internal/events/any_target');

const kNoOptions = Object.freeze({ __proto__: null });

async function once(emitter, name, options = kNoOptions) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const { kResistStopPropagation } = require('internal/event_target');
  const flags = { __proto__: null, once: true, [kResistStopPropagation]: true };

  return new Promise((resolve, reject) => {
    // Of the three listeners the first that fires takes the other two away.
    const onAbort = () => {
      removeListenerFrom(emitter, name, onEvent);
      removeListenerFrom(emitter, 'error', onError);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    const dropAbort = () => {
      if (signal != null) removeListenerFrom(signal, 'abort', onAbort);
    };
    const onError = (err) => {
      emitter.removeListener(name, onEvent);
      dropAbort();
      reject(err);
    };
    const onEvent = (...args) => {
      if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      dropAbort();
      resolve(args);
    };

    addListenerTo(emitter, name, onEvent, flags);
    // Only an emitter gives 'error' a meaning; on an EventTarget it is an event like any other.
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    if (signal != null) addListenerTo(signal, 'abort', onAbort, flags);
  });
}

module.exports = { once };
