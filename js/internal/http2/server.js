// Http2Server and Http2SecureServer.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-http2server
'use strict';

const EventEmitter = require('events');
const { Server: NetServer } = require('net');
const { clearTimeout, setTimeout } = require('timers');
const { onServerStream } = require('internal/http2/compat');
const { debugServer } = require('internal/http2/debug');
const { initializeOptions, initializeTLSOptions } = require('internal/http2/options');
const { ServerHttp2Session } = require('internal/http2/server_session');
const { validateSettings } = require('internal/http2/settings');
const { kOptions, kServer, kSessions } = require('internal/http2/symbols');
const { assertIsObject } = require('internal/http2/validators');
const { kEmptyObject, promisify } = require('internal/util');
const { validateFunction } = require('internal/validators');

// Events of sessions that their server has too.
function forwardStream(stream, headers, flags, rawHeaders) {
  this[kServer]?.emit('stream', stream, headers, flags, rawHeaders);
}

function forwardPriority(stream, parent, weight, exclusive) {
  this[kServer]?.emit('priority', stream, parent, weight, exclusive);
}

function forwardError(error) {
  this[kServer]?.emit('sessionError', error, this);
}

function onSessionTimeout() {
  if (this.destroyed || this.closed) return;
  if (!this[kServer].emit('timeout', this)) this.destroy();
}

// The client speaks neither HTTP/2 nor anything else that this server offers.
function refuseProtocol(socket, timeout) {
  const timer = setTimeout(() => socket.destroy(), timeout);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.end('HTTP/1.0 403 Forbidden\r\n' +
             'Content-Type: text/plain\r\n\r\n' +
             'Missing ALPN Protocol, expected `h2` to be available.\n' +
             'If this is a HTTP request: The server was not ' +
             'configured with the `allowHTTP1` option or a ' +
             'listener for the `unknownProtocol` event.\n');
}

function connectionListener(socket) {
  debugServer('Http2Session server: received a connection');
  const options = this[kOptions] || {};
  if (socket.alpnProtocol === false || socket.alpnProtocol === 'http/1.1') {
    if (options.allowHTTP1 === true) {
      return Reflect.apply(require('http')._connectionListener, this, [socket]);
    }
    debugServer('Unknown protocol from %s:%s', socket.remoteAddress, socket.remotePort);
    if (!this.emit('unknownProtocol', socket)) refuseProtocol(socket, options.unknownProtocolTimeout);
    return;
  }

  const session = new ServerHttp2Session(options, socket, this);
  session.on('stream', forwardStream);
  session.on('error', forwardError);
  session.on('priority', forwardPriority);
  if (this.timeout) session.setTimeout(this.timeout, onSessionTimeout);
  socket[kServer] = this;
  this.emit('session', session);
}

function closeAllSessions(server) {
  for (const session of server[kSessions]) session.close();
}

// The compatibility API costs something: it is there once somebody wants requests.
function setupCompat(event) {
  if (event !== 'request') return;
  this.removeListener('newListener', setupCompat);
  const { Http2ServerRequest, Http2ServerResponse } = this[kOptions];
  this.on('stream', onServerStream.bind(this, Http2ServerRequest, Http2ServerResponse));
}

function setupServer(server, options) {
  server[kOptions] = options;
  server[kSessions] = new Set();
  server.timeout = 0;
  server.on('newListener', setupCompat);
}

function setServerTimeout(server, msecs, callback) {
  server.timeout = msecs;
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    server.on('timeout', callback);
  }
  return server;
}

function updateServerSettings(server, settings) {
  assertIsObject(settings, 'settings');
  validateSettings(settings);
  server[kOptions].settings = { ...server[kOptions].settings, ...settings };
}

class Http2Server extends NetServer {
  constructor(options, requestListener) {
    options = initializeOptions(options);
    super(options, connectionListener);
    setupServer(this, options);
    if (typeof requestListener === 'function') this.on('request', requestListener);
  }

  setTimeout(msecs, callback) {
    return setServerTimeout(this, msecs, callback);
  }

  updateSettings(settings) {
    updateServerSettings(this, settings);
  }

  close(...args) {
    Reflect.apply(NetServer.prototype.close, this, args);
    closeAllSessions(this);
  }

  async [Symbol.asyncDispose]() {
    await promisify(super.close).call(this);
  }
}

// A handler of `stream` or `request` that rejected: the client gets an answer all the same.
Http2Server.prototype[EventEmitter.captureRejectionSymbol] = function(err, event, ...args) {
  if (event === 'stream') {
    const [stream] = args;
    if (stream.sentHeaders) {
      stream.destroy(err);
    } else {
      stream.respond({ ':status': 500 });
      stream.end();
    }
    return;
  }
  if (event === 'request') {
    const [, res] = args;
    if (res.headersSent || res.finished) {
      res.destroy();
      return;
    }
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    res.statusCode = 500;
    res.end(require('http').STATUS_CODES[500]);
    return;
  }
  Reflect.apply(NetServer.prototype[EventEmitter.captureRejectionSymbol], this, [err, event, ...args]);
};

function onTLSClientError(err, socket) {
  if (!this.emit('clientError', err, socket)) socket.destroy(err);
}

// The half of a server that speaks HTTP/1.
function setupHTTP1(server, options) {
  const { setupConnectionsTracking, storeHTTPOptions } = require('_http_server');
  storeHTTPOptions.call(server, { ...options, ...options.http1Options });
  server.shouldUpgradeCallback = function() {
    return this.listenerCount('upgrade') > 0;
  };
  server.on('listening', setupConnectionsTracking);
}

let SecureServer;

// TLS is loaded with the first server of this kind.
function secureServerClass() {
  if (SecureServer !== undefined) return SecureServer;
  const { Server: TLSServer } = require('tls');

  class Http2SecureServer extends TLSServer {
    constructor(options, requestListener) {
      options = initializeTLSOptions(options);
      super(options, connectionListener);
      setupServer(this, options);
      if (options.allowHTTP1 === true) setupHTTP1(this, options);
      if (typeof requestListener === 'function') this.on('request', requestListener);
      this.on('tlsClientError', onTLSClientError);
    }

    setTimeout(msecs, callback) {
      return setServerTimeout(this, msecs, callback);
    }

    updateSettings(settings) {
      updateServerSettings(this, settings);
    }

    close(...args) {
      Reflect.apply(TLSServer.prototype.close, this, args);
      if (this[kOptions].allowHTTP1 === true) require('_http_server').httpServerPreClose(this);
      closeAllSessions(this);
    }

    closeIdleConnections(...args) {
      if (this[kOptions].allowHTTP1 !== true) return;
      const { Server } = require('_http_server');
      Reflect.apply(Server.prototype.closeIdleConnections, this, args);
    }
  }
  return SecureServer = Http2SecureServer;
}

function createServer(options, handler) {
  if (typeof options === 'function') {
    handler = options;
    options = kEmptyObject;
  }
  return new Http2Server(options, handler);
}

function createSecureServer(options, handler) {
  const Http2SecureServer = secureServerClass();
  return new Http2SecureServer(options, handler);
}

module.exports = { createSecureServer, createServer };
