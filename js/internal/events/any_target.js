// Adding and removing listeners on whatever is an EventEmitter or an EventTarget.
'use strict';

const { codes } = require('internal/errors');

function addListenerTo(target, name, listener, flags) {
  if (typeof target.on === 'function') {
    if (flags !== undefined && flags.once) target.once(name, listener);
    else target.on(name, listener);
    return;
  }
  if (typeof target.addEventListener === 'function') {
    target.addEventListener(name, listener, flags);
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', target);
}

function removeListenerFrom(target, name, listener, flags) {
  if (typeof target.removeListener === 'function') {
    target.removeListener(name, listener);
    return;
  }
  if (typeof target.removeEventListener === 'function') {
    target.removeEventListener(name, listener, flags);
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', target);
}

module.exports = { addListenerTo, removeListenerFrom };
