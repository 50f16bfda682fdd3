// http.Server: its options, and what it does to all of its connections.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpserver
'use strict';

const EE = require('events');
const net = require('net');
const { clearInterval, setInterval } = require('timers');
const { IncomingMessage } = require('_http_incoming');
const { parseUniqueHeadersOption } = require('internal/http/fields');
const { kUniqueHeaders } = require('internal/http/outgoing_symbols');
const { kIncomingMessage } = require('internal/http/parser_pool');
const {
  connectionListener,
  kConnections,
  kOptimizeEmptyRequests,
  kServerResponse,
  onRequestTimeout,
} = require('internal/http/server_connection');
const { ServerResponse } = require('internal/http/server_response');
const STATUS_CODES = require('internal/http/status_codes');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { assignFunctionName, kEmptyObject, promisify } = require('internal/util');
const {
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
  validateOneOf,
} = require('internal/validators');

const kConnectionsCheckingInterval = Symbol('http.server.connectionsCheckingInterval');

function integerOption(options, name, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  validateInteger(value, name, 0);
  return value;
}

function booleanOption(options, name, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  validateBoolean(value, `options.${name}`);
  return value;
}

function defaultShouldUpgrade() {
  return this.listenerCount('upgrade') > 0;
}

// Stores the options of createServer() in a server, which https's is too.
function storeHTTPOptions(options) {
  this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  this[kServerResponse] = options.ServerResponse || ServerResponse;

  this.maxHeaderSize = integerOption(options, 'maxHeaderSize');
  this[kOptimizeEmptyRequests] = booleanOption(options, 'optimizeEmptyRequests', false);
  this.insecureHTTPParser = booleanOption(options, 'insecureHTTPParser');

  const { httpValidation } = options;
  if (httpValidation !== undefined) {
    validateOneOf(httpValidation, 'options.httpValidation', ['strict', 'relaxed', 'insecure']);
    if (this.insecureHTTPParser !== undefined) {
      throw new ERR_INVALID_ARG_VALUE('options.httpValidation', httpValidation,
                                      'cannot be used together with options.insecureHTTPParser');
    }
  }
  this.httpValidation = httpValidation;

  this.requestTimeout = integerOption(options, 'requestTimeout', 300_000);
  this.headersTimeout = integerOption(options, 'headersTimeout', Math.min(60_000, this.requestTimeout));
  if (this.requestTimeout > 0 && this.headersTimeout > 0 && this.headersTimeout > this.requestTimeout) {
    throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }

  this.keepAliveTimeout = integerOption(options, 'keepAliveTimeout', 5000);
  this.keepAliveTimeoutBuffer = integerOption(options, 'keepAliveTimeoutBuffer', 1000);
  this.connectionsCheckingInterval = integerOption(options, 'connectionsCheckingInterval', 30_000);
  this.requireHostHeader = booleanOption(options, 'requireHostHeader', true);
  this.joinDuplicateHeaders = booleanOption(options, 'joinDuplicateHeaders');
  this.rejectNonStandardBodyWrites = booleanOption(options, 'rejectNonStandardBodyWrites', false);

  const { shouldUpgradeCallback } = options;
  if (shouldUpgradeCallback !== undefined) validateFunction(shouldUpgradeCallback, 'options.shouldUpgradeCallback');
  this.shouldUpgradeCallback = shouldUpgradeCallback ?? defaultShouldUpgrade;
}

function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);

  if (typeof options === 'function') {
    requestListener = options;
    options = kEmptyObject;
  } else if (options == null) {
    options = kEmptyObject;
  } else {
    validateObject(options, 'options');
  }

  storeHTTPOptions.call(this, options);

  net.Server.call(this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });

  if (requestListener) this.on('request', requestListener);

  // Whether a client may end its side before it has its responses.
  this.httpAllowHalfOpen = false;

  this.on('connection', connectionListener);
  this.on('listening', setupConnectionsTracking);

  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;

  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

// The check runs even when both timeouts are 0: a program may set them later.
function setupConnectionsTracking() {
  this[kConnections] ||= new ops.ConnectionsList();
  if (this[kConnectionsCheckingInterval]) clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] =
    setInterval(checkConnections, this.connectionsCheckingInterval, this).unref();
}

function timeoutOf(value) {
  return Number.isFinite(value) && value >= 0 ? value : 0;
}

function checkConnections(server) {
  const headersTimeout = timeoutOf(server.headersTimeout);
  const requestTimeout = timeoutOf(server.requestTimeout);
  if (headersTimeout === 0 && requestTimeout === 0) return;

  const expired = server[kConnections].expired(headersTimeout, requestTimeout);
  for (let i = 0; i < expired.length; i++) {
    if (expired[i].socket) onRequestTimeout(expired[i].socket);
  }
}

function httpServerPreClose(server) {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

Server.prototype.close = function close(...args) {
  httpServerPreClose(this);
  net.Server.prototype.close.apply(this, args);
  return this;
};

Server.prototype[Symbol.asyncDispose] = assignFunctionName(Symbol.asyncDispose, async function() {
  await promisify(this.close).call(this);
});

Server.prototype.closeAllConnections = function closeAllConnections() {
  const parsers = this[kConnections]?.all() ?? [];
  for (let i = 0; i < parsers.length; i++) parsers[i].socket.destroy();
};

Server.prototype.closeIdleConnections = function closeIdleConnections() {
  const parsers = this[kConnections]?.idle() ?? [];
  for (let i = 0; i < parsers.length; i++) {
    const { socket } = parsers[i];
    // The request is all here; its response is not.
    if (socket._httpMessage && !socket._httpMessage.finished) continue;
    socket.destroy();
  }
};

Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

// An async listener for 'request' that failed: the client gets a 500 if it has got nothing yet.
function onRejection(err, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[EE.captureRejectionSymbol].call(this, err, event, ...args);
    return;
  }
  const res = args[1];
  if (res.headersSent || res.writableEnded) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.statusCode = 500;
  res.end(STATUS_CODES[500]);
}
Server.prototype[EE.captureRejectionSymbol] = assignFunctionName(EE.captureRejectionSymbol, onRejection);

module.exports = {
  Server,
  httpServerPreClose,
  kConnectionsCheckingInterval,
  setupConnectionsTracking,
  storeHTTPOptions,
};
