// Stream, the base class: an EventEmitter with the pipe() of the first streams.
// https://nodejs.org/api/stream.html
'use strict';

const EventEmitter = require('events');

function Stream(opts) {
  EventEmitter.call(this, opts);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

Stream.prototype.pipe = function(dest, options) {
  const source = this;

  function ondata(chunk) {
    if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
  }
  source.on('data', ondata);

  function ondrain() {
    if (source.readable && source.resume) source.resume();
  }
  dest.on('drain', ondrain);

  // The destination ends with the source, once, on 'end' or 'close', unless told otherwise.
  let over = false;
  function onend() {
    if (over) return;
    over = true;
    dest.end();
  }
  function onclose() {
    if (over) return;
    over = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }
  if (!dest._isStdio && (!options || options.end !== false)) {
    source.on('end', onend);
    source.on('close', onclose);
  }

  function onerror(er) {
    cleanup();
    // Without a listener of the user's the error must stay unhandled.
    if (this.listenerCount?.('error') === 0) this.emit('error', er);
  }
  prependListener(source, 'error', onerror);
  prependListener(dest, 'error', onerror);

  function cleanup() {
    source.removeListener('data', ondata);
    dest.removeListener('drain', ondrain);
    source.removeListener('end', onend);
    source.removeListener('close', onclose);
    source.removeListener('error', onerror);
    dest.removeListener('error', onerror);
    source.removeListener('end', cleanup);
    source.removeListener('close', cleanup);
    dest.removeListener('close', cleanup);
  }
  source.on('end', cleanup);
  source.on('close', cleanup);
  dest.on('close', cleanup);

  dest.emit('pipe', source);
  return dest;
};

// The constructors prepare `_events` with empty slots, which are no names.
Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events).filter((name) => {
    const handler = this._events[name];
    return typeof handler === 'function' || (Array.isArray(handler) && handler.length > 0);
  });
};

// Some packages bring an emitter of their own, from before prependListener existed.
function prependListener(emitter, event, fn) {
  if (typeof emitter.prependListener === 'function') return emitter.prependListener(event, fn);
  const handler = emitter._events?.[event];
  if (!handler) emitter.on(event, fn);
  else if (Array.isArray(handler)) handler.unshift(fn);
  else emitter._events[event] = [fn, handler];
  return undefined;
}

module.exports = { Stream, prependListener };
