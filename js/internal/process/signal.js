// process.on('SIGINT') and the like: a signal is caught while somebody listens.
// https://nodejs.org/api/process.html#signal-events
'use strict';

const { FunctionPrototypeBind, SafeMap, StringPrototypeStartsWith } = primordials;

const process = require('process');

const wraps = new SafeMap();

function isSignal(event) {
  return typeof event === 'string' && StringPrototypeStartsWith(event, 'SIG') && signalNumbers()[event] !== undefined;
}

function signalNumbers() {
  return require('os').constants.signals;
}

function startListeningIfSignal(type) {
  if (!isSignal(type) || wraps.has(type)) return;
  const { Signal } = require('internal/process/signal_wrap');
  const wrap = new Signal();
  // To wait for a signal is no reason to stay alive.
  wrap.unref();
  wrap.onsignal = FunctionPrototypeBind(process.emit, process, type, type);
  const err = wrap.start(signalNumbers()[type]);
  if (err) {
    wrap.close();
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(err, 'uv_signal_start');
  }
  wraps.set(type, wrap);
}

function stopListeningIfSignal(type) {
  const wrap = wraps.get(type);
  if (wrap === undefined || process.listenerCount(type) > 0) return;
  wrap.close();
  wraps.delete(type);
}

module.exports = { startListeningIfSignal, stopListeningIfSignal };
