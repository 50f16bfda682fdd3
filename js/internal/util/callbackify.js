// util.callbackify: https://nodejs.org/docs/latest-v26.x/api/util.html#utilcallbackifyoriginal
'use strict';

const { quietCodes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

function callbackifyOnRejected(reason, callback) {
  // A falsy reason would look like success to the callback.
  if (!reason) {
    reason = new quietCodes.ERR_FALSY_VALUE_REJECTION(reason);
    Error.captureStackTrace(reason, callbackifyOnRejected);
  }
  return callback(reason);
}

function callbackify(original) {
  validateFunction(original, 'original');

  function callbackified(...args) {
    const last = args.pop();
    validateFunction(last, 'last argument');
    const callback = last.bind(this);
    const process = require('process');
    // On the next tick: what the callback throws is not a rejection.
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => process.nextTick(callbackifyOnRejected, reason, callback));
  }

  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) Object.setPrototypeOf(descriptors[key], null);
  return Object.defineProperties(callbackified, descriptors);
}

module.exports = { callbackify };
