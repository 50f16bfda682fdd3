// `req.socket` and `res.socket` of the compatibility API: the stream for its own matters, else the session's socket.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#requestsocket
'use strict';

const { codes: { ERR_HTTP2_NO_SOCKET_MANIPULATION } } = require('internal/errors');
const { kProxySocket, kRequest, kSocket } = require('internal/http2/symbols');

const bound = new Set(['on', 'once', 'end', 'emit', 'destroy']);
const ofStream = new Set([...bound, 'writable', 'readable', 'destroyed']);
const forbidden = new Set(['write', 'read', 'pause', 'resume']);

function targetOf(stream) {
  const { session } = stream;
  return session === undefined ? stream : session[kSocket];
}

function isReadable(stream) {
  if (stream.destroyed) return false;
  return (stream[kRequest] || stream).readable;
}

const handler = {
  has(stream, name) {
    return name in stream || name in targetOf(stream);
  },
  get(stream, name) {
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    if (name === 'readable') return isReadable(stream);
    if (bound.has(name)) return stream[name].bind(stream);
    if (ofStream.has(name)) return stream[name];
    const target = name === 'setTimeout' ? stream.session || stream : targetOf(stream);
    const value = target[name];
    return typeof value === 'function' ? value.bind(target) : value;
  },
  getPrototypeOf(stream) {
    return Reflect.getPrototypeOf(targetOf(stream));
  },
  set(stream, name, value) {
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    if (ofStream.has(name)) stream[name] = value;
    else if (name === 'setTimeout') (stream.session || stream).setTimeout = value;
    else targetOf(stream)[name] = value;
    return true;
  },
};

// One for each stream, made at first use; null before that.
function streamSocket(stream) {
  const proxy = stream[kProxySocket];
  return proxy === null ? stream[kProxySocket] = new Proxy(stream, handler) : proxy;
}

module.exports = { streamSocket };
