// What util.debounce and util.throttle share.
'use strict';

const { AbortError } = require('internal/errors');

function abortErrorFor(reason) {
  return reason === undefined ? new AbortError() : new AbortError(undefined, { __proto__: null, cause: reason });
}

function setTimer(callback, delay, isRef) {
  const timer = require('timers').setTimeout(callback, delay);
  if (!isRef) timer.unref();
  return timer;
}

// Gives the wrapper the name and length of `fn`, methods, and read-only views of its state.
function describeWrapper(wrapper, fn, controls, state) {
  for (const key of Object.keys(controls)) {
    Object.defineProperty(wrapper, key, {
      __proto__: null, value: controls[key], configurable: true, enumerable: true, writable: true,
    });
  }
  for (const key of Object.keys(state)) {
    Object.defineProperty(wrapper, key, { __proto__: null, get: state[key], enumerable: false });
  }
  for (const key of ['length', 'name']) {
    Object.defineProperty(wrapper, key, { __proto__: null, value: fn[key], configurable: true });
  }
}

module.exports = { abortErrorFor, describeWrapper, setTimer };
