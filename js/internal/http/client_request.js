// http.ClientRequest: its options and methods.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpclientrequest
'use strict';

const dc = require('diagnostics_channel');
const net = require('net');
const process = require('process');
const { Buffer } = require('buffer');
const { addAbortSignal } = require('stream');
const { kOutHeaders, kProxyConfig } = require('internal/http');
const { kHighWaterMark, kUniqueHeaders, OutgoingMessage, parseUniqueHeadersOption } = require('_http_outgoing');
const { checkIsHttpToken } = require('internal/http/fields');
const { attachSocket, emitErrorEvent, kError, listenSocketTimeout } = require('internal/http/client_socket');
const perf = require('internal/http/perf');
const Agent = require('_http_agent');
const { isURL, URL, urlToHttpOptions } = require('internal/url');
const {
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_HTTP_TOKEN,
    ERR_INVALID_PROTOCOL,
    ERR_UNESCAPED_CHARACTERS,
  },
} = require('internal/errors');
const { kEmptyObject, once } = require('internal/util');
const { validateBoolean, validateInteger, validateOneOf, validateString } = require('internal/validators');
const { getTimerDuration } = require('internal/timers');

const kAuthority = Symbol('kAuthority');
const kPath = Symbol('kPath');

const onRequestCreatedChannel = dc.channel('http.client.request.created');
const onRequestStartChannel = dc.channel('http.client.request.start');

// What may not stand in a request target. Spaces and line ends would make a second request of it.
const notInPath = /[^\u0021-\u00ff]/;

// Methods whose requests have no body, unless the program frames one.
const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

function checkedPath(value) {
  const path = String(value);
  if (notInPath.test(path)) throw new ERR_UNESCAPED_CHARACTERS('Request path');
  return path;
}

function checkedHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

function chooseAgent({ agent, createConnection }, defaultAgent) {
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) {
    return typeof createConnection === 'function' ? agent : defaultAgent;
  }
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function checkedMethod(method) {
  if (method != null) validateString(method, 'options.method');
  if (!method) return 'GET';
  if (!checkIsHttpToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

function storeParserOptions(req, options) {
  const { maxHeaderSize, insecureHTTPParser, httpValidation, joinDuplicateHeaders } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  req.maxHeaderSize = maxHeaderSize;

  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  req.insecureHTTPParser = insecureHTTPParser;

  if (httpValidation !== undefined) {
    validateOneOf(httpValidation, 'options.httpValidation', ['strict', 'relaxed', 'insecure']);
    if (insecureHTTPParser !== undefined) {
      throw new ERR_INVALID_ARG_VALUE('options.httpValidation', httpValidation,
                                      'cannot be used together with options.insecureHTTPParser');
    }
  }
  req.httpValidation = httpValidation;

  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  req.joinDuplicateHeaders = joinDuplicateHeaders;
}

// The host as an authority has it: an IPv6 address is enclosed in brackets.
function hostForHeader(host) {
  const colon = host.indexOf(':');
  return colon !== -1 && host.includes(':', colon + 1) && host[0] !== '[' ? `[${host}]` : host;
}

function ClientRequest(input, options, cb) {
  OutgoingMessage.call(this);

  if (typeof input === 'string') {
    input = urlToHttpOptions(new URL(input));
  } else if (isURL(input)) {
    input = urlToHttpOptions(input);
  } else {
    cb = options;
    options = input;
    input = null;
  }
  if (typeof options === 'function') {
    cb = options;
    options = input || kEmptyObject;
  } else {
    options = Object.assign({ __proto__: null }, input, options);
  }

  // Writes before the socket is there are measured by it too.
  if (options.highWaterMark != null) this[kHighWaterMark] = options.highWaterMark;

  const defaultAgent = options._defaultAgent || Agent.globalAgent;
  const agent = this.agent = chooseAgent(options, defaultAgent);
  const protocol = options.protocol || defaultAgent.protocol;
  const expectedProtocol = agent?.protocol || defaultAgent.protocol;
  if (options.path) checkedPath(options.path);
  if (protocol !== expectedProtocol) throw new ERR_INVALID_PROTOCOL(protocol, expectedProtocol);

  const socketOptions = { __proto__: null, ...options };
  const defaultPort = options.defaultPort || agent?.defaultPort;
  const port = socketOptions.port = options.port || defaultPort || 80;
  const host = socketOptions.host = checkedHost(options.hostname, 'hostname') ||
    checkedHost(options.host, 'host') || 'localhost';

  const bare = options.setDefaultHeaders === false;
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : !bare;
  this._removedConnection = bare;
  this._removedContLen = bare;
  this._removedTE = bare;

  this.socketPath = options.socketPath;

  if (options.timeout !== undefined) this.timeout = getTimerDuration(options.timeout, 'timeout');

  if (options.signal) {
    addAbortSignal(options.signal, this);
    delete socketOptions.signal;
  }

  const method = this.method = checkedMethod(options.method);
  storeParserOptions(this, options);

  this[kPath] = options.path || '/';
  if (cb) this.once('response', cb);

  this.useChunkedEncodingByDefault = !bodiless.has(method);

  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = protocol;

  if (agent) {
    // A connection is kept only if the agent can use it again: it keeps free ones, or others wait for it.
    const keep = agent.keepAlive || Number.isFinite(agent.maxSockets);
    this._last = !keep;
    this.shouldKeepAlive = !!keep;
  }

  const bracketed = hostForHeader(host);
  const authority = port && +port !== defaultPort ? `${bracketed}:${port}` : bracketed;
  this[kAuthority] = authority;
  storeFields(this, options, socketOptions, { host: bracketed, port }, setHost ? authority : '');

  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);

  if (agent) {
    agent.addRequest(this, socketOptions);
  } else {
    this._last = true;
    this.shouldKeepAlive = false;
    connectAlone(this, socketOptions);
  }

  if (onRequestCreatedChannel.hasSubscribers) onRequestCreatedChannel.publish({ request: this });
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

function requestLine(req) {
  return req.method + ' ' + req.path + ' HTTP/1.1\r\n';
}

// Sets the header fields that the options give, and those that every request has.
function storeFields(req, options, socketOptions, target, authority) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    rewriteForProxy(req, socketOptions, target, undefined, headers);
    req._storeHeader(requestLine(req), headers);
    return;
  }
  if (headers) {
    for (const key of Object.keys(headers)) req.setHeader(key, headers[key]);
  }
  const givenHost = req.getHeader('host');
  if (authority && !givenHost) {
    req.setHeader('Host', req.method === 'CONNECT' && options.path ? String(req.path) : authority);
  }
  if (options.auth && !req.getHeader('Authorization')) {
    req.setHeader('Authorization', 'Basic ' + Buffer.from(options.auth).toString('base64'));
  }
  const expects = req.getHeader('expect');
  if (expects && req._header) throw new ERR_HTTP_HEADERS_SENT('render');
  rewriteForProxy(req, socketOptions, target, givenHost);
  if (expects) req._storeHeader(requestLine(req), req[kOutHeaders]);
}

function rewriteForProxy(req, ...rest) {
  if (req.agent?.[kProxyConfig]) require('internal/http/proxy').rewriteRequest(req, ...rest);
}

// Connects without an agent.
function connectAlone(req, options) {
  if (options.socketPath) options = { ...options, path: options.socketPath };
  else if (options.path) options = { ...options, path: undefined };

  if (typeof options.createConnection !== 'function') {
    req.onSocket(net.createConnection(options));
    return;
  }
  const oncreate = once((err, socket) => {
    if (err) process.nextTick(emitErrorEvent, req, err);
    else req.onSocket(socket);
  });
  try {
    const socket = options.createConnection(options, oncreate);
    if (socket) oncreate(null, socket);
  } catch (err) {
    oncreate(err);
  }
}

Object.defineProperty(ClientRequest.prototype, 'path', {
  __proto__: null,
  get() { return this[kPath]; },
  set(value) { this[kPath] = checkedPath(value); },
  configurable: true,
  enumerable: true,
});

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  if (perf.isObserved()) {
    // A path that was made for a proxy is a whole URL already.
    const whole = /^http:\/\//.test(this.path);
    perf.beginClient(this, whole ? this.path : `${this.protocol}//${this[kAuthority]}${this.path}`);
  }
  if (onRequestStartChannel.hasSubscribers) onRequestStartChannel.publish({ request: this });
};

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(requestLine(this), this[kOutHeaders]);
};

ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(req) {
  req.emit('abort');
}

ClientRequest.prototype.destroy = function destroy(err) {
  if (this.destroyed) return this;
  this.destroyed = true;
  // Nobody wants the rest of the response.
  if (this.res) this.res._dump();
  // With both halves complete there is nothing to cancel, and the socket may be its agent's again.
  if (this.writableFinished && this.res?.complete) return this;
  this[kError] = err;
  this.socket?.destroy(err);
  return this;
};

ClientRequest.prototype.onSocket = function onSocket(socket, err) {
  attachSocket(this, socket, err);
};

// Calls a method of the socket once it is assigned and connected.
ClientRequest.prototype._deferToConnect = _deferToConnect;
function _deferToConnect(method, arguments_) {
  const call = () => {
    if (method) this.socket[method](...arguments_);
  };
  const onSocket = () => {
    if (this.socket.writable) call();
    else this.socket.once('connect', call);
  };
  if (this.socket) onSocket();
  else this.once('socket', onSocket);
}

function setSocketTimeout(socket, msecs) {
  if (socket.connecting) socket.once('connect', () => { socket.setTimeout(msecs); });
  else socket.setTimeout(msecs);
}

ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  listenSocketTimeout(this);
  msecs = getTimerDuration(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  if (this.socket) setSocketTimeout(this.socket, msecs);
  else this.once('socket', (socket) => setSocketTimeout(socket, msecs));
  return this;
};

ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  this._deferToConnect('setNoDelay', [noDelay]);
};

ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  this._deferToConnect('setKeepAlive', [enable, initialDelay]);
};

ClientRequest.prototype.clearTimeout = function clearTimeout(cb) {
  this.setTimeout(0, cb);
};

module.exports = { ClientRequest };
