// One connection of an http.Server: from its bytes to 'request', and from the responses to its end.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpserver
'use strict';

const dc = require('diagnostics_channel');
const net = require('net');
const process = require('process');
const { clearTimeout } = require('timers');
const { Buffer } = require('buffer');
const { kDetachAbortSignal } = require('_http_incoming');
const { kNeedDrain } = require('internal/http');
const { continueExpression } = require('internal/http/fields');
const { kDirect, kFinished, kHandedOver, kUniqueHeaders } = require('internal/http/outgoing_symbols');
const {
  freeParser,
  kConnection,
  kOnExecute,
  kOnTimeout,
  lendParser,
  prepareError,
} = require('internal/http/parser_pool');
const { closeResponse, onServerResponseClose } = require('internal/http/server_response');
const STATUS_CODES = require('internal/http/status_codes');
const errors = require('internal/errors');
const {
  codes: { ERR_HTTP_REQUEST_TIMEOUT, ERR_HTTP_SOCKET_ENCODING },
} = errors;
const { setUnrefTimeout } = require('internal/timers');
const assert = require('internal/assert');
let debug = require('internal/util/debuglog').debuglog('http', (fn) => { debug = fn; });

const kConnections = Symbol('http.server.connections');
const kOptimizeEmptyRequests = Symbol('OptimizeEmptyRequestsOption');
const kRequest = Symbol('http.server.request');
const kServerResponse = Symbol('ServerResponse');

const onRequestStartChannel = dc.channel('http.server.request.start');
const onResponseFinishChannel = dc.channel('http.server.response.finish');

const noop = () => {};

// What a server knows about one socket. The listeners below find it on the socket, the parser and the responses.
class ServerConnection {
  constructor(server, socket, parser) {
    this.server = server;
    this.socket = socket;
    this.parser = parser;
    // Requests without a complete response, and responses that wait for their turn (pipelining).
    this.incoming = [];
    this.outgoing = [];
    // About how many bytes the waiting responses hold: beyond the high-water mark the socket is not read.
    this.outgoingData = 0;
    this.requestsCount = 0;
    this.keepAliveTimeoutSet = false;
    this.upgradeStream = null;
    // The timer of a connection that idles, the time it was made for, and since when it idles: -1 while it does not.
    this.idleTimer = null;
    this.idleLimit = 0;
    this.idleSince = -1;
  }
}

class HTTPServerAsyncResource {
  constructor(type, socket) {
    this.type = type;
    this.socket = socket;
  }
}

function connectionListener(socket) {
  const server = this;
  debug('SERVER new http connection');
  socket.server = server;

  // Who listens for 'timeout' on the server, a request or a response decides what it means.
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  socket.on('timeout', socketOnTimeout);

  const resource = new HTTPServerAsyncResource('HTTPINCOMINGMESSAGE', socket);
  const parser = lendParser('HTTPINCOMINGMESSAGE', resource, server, server[kConnections]);
  parser.socket = socket;
  socket.parser = parser;
  if (typeof server.maxHeadersCount === 'number') parser.maxHeaderPairs = server.maxHeadersCount << 1;

  const connection = new ServerConnection(server, socket, parser);
  socket[kConnection] = connection;
  parser[kConnection] = connection;
  parser.onIncoming = parserOnIncoming;
  parser[kOnExecute] = onParserExecute;
  parser[kOnTimeout] = onParserTimeout;

  socket.on('data', socketOnData);
  socket.on('error', socketOnError);
  socket.on('end', socketOnEnd);
  socket.on('close', socketOnClose);
  socket.on('drain', socketOnDrain);
  socket.on('resume', onSocketResume);
  socket.on('pause', onSocketPause);

  // Who adds a listener for the bytes gets them, and the parser reads no more from the handle by itself.
  socket.on = listenOn;
  socket.addListener = listenAddListener;
  socket.prependListener = listenPrependListener;
  socket.setEncoding = socketSetEncoding;

  const handle = socket._handle;
  if (handle?.isStreamBase && !handle._consumed) {
    parser._consumed = true;
    handle._consumed = true;
    parser.consume(handle);
    socket[kDirect] = true;
    socket.on('close', onServerResponseClose);
  }

  socket._paused = false;
}

function socketSetEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

function updateOutgoingData(delta) {
  const connection = this[kConnection];
  connection.outgoingData += delta;
  drainConnection(connection);
}

function socketOnDrain() {
  drainConnection(this[kConnection]);
}

function drainConnection({ socket, outgoingData }) {
  if (socket._paused && outgoingData <= socket.writableHighWaterMark) {
    socket._paused = false;
    if (socket.parser) socket.parser.resume();
    socket.resume();
  }
  // A message that has just handed its bytes over waits for the socket's own 'drain'.
  const message = socket._httpMessage;
  if (message && !message.finished && message[kNeedDrain] && message.writableLength === 0) {
    message[kNeedDrain] = false;
    message.emit('drain');
  }
}

function socketOnTimeout() {
  const req = this.parser?.incoming;
  const res = this._httpMessage;
  const heard = [
    req && !req.complete && req.emit('timeout', this),
    res && res.emit('timeout', this),
    this.server.emit('timeout', this),
  ];
  if (!heard.includes(true)) this.destroy();
}

function socketOnClose() {
  freeParser(this.parser, null, this);
  // Programs have been seen to call this listener on other objects.
  const connection = this[kConnection];
  if (connection === undefined) return;
  if (connection.idleTimer !== null) clearTimeout(connection.idleTimer);
  connection.idleTimer = null;
  abortAll(connection.incoming);
  abortAll(connection.outgoing);
}

function abortAll(messages) {
  while (messages.length > 0) messages.shift().destroy(new errors.ConnResetException('aborted'));
}

function socketOnEnd() {
  const { server, parser, outgoing } = this[kConnection];
  const error = parser.finish();
  if (error instanceof Error) {
    socketOnError.call(this, error);
  } else if (!server.httpAllowHalfOpen) {
    this.end();
  } else if (outgoing.length > 0) {
    outgoing[outgoing.length - 1]._last = true;
  } else if (this._httpMessage) {
    this._httpMessage._last = true;
  } else {
    this.end();
  }
}

function socketOnData(data) {
  assert(!this._paused);
  const connection = this[kConnection];
  afterExecute(connection, connection.parser.execute(data), data);
}

// The parser has taken bytes from the handle: the socket itself has not seen them.
function onParserExecute(result) {
  const connection = this[kConnection];
  connection.socket._unrefTimer();
  afterExecute(connection, result, undefined);
}

function onParserTimeout() {
  const { server, socket } = this[kConnection];
  if (!server.emit('timeout', socket)) socket.destroy();
}

function onRequestTimeout(socket) {
  socketOnError.call(socket, new ERR_HTTP_REQUEST_TIMEOUT());
}

const statusOfError = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function socketOnError(error) {
  // Further errors of this socket say nothing new.
  this.removeListener('error', socketOnError);
  if (this.listenerCount('error', noop) === 0) this.on('error', noop);

  if (this.server.emit('clientError', error, this)) return;
  // An answer must not get into the middle of a response that has begun.
  if (this.writable && !this._httpMessage?._headerSent) {
    const status = statusOfError[error.code] ?? 400;
    this.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`, 'latin1');
  }
  this.destroy(error);
}

// `result` is what the parser's execute() returned for `data`.
function afterExecute(connection, result, data) {
  const { socket, parser } = connection;
  if (result instanceof Error) {
    prepareError(result, parser, data);
    debug('parse error', result);
    socketOnError.call(socket, result);
  } else if (parser.incoming?.upgrade) {
    upgrade(connection, parser.incoming, result, data);
  } else if (parser.incoming?.method === 'PRI') {
    socket.destroy();
  }
  // parserOnIncoming() has paused the socket; the parser can be paused only now.
  if (socket._paused && socket.parser) socket.parser.pause();
}

// The connection leaves HTTP: what follows its `parsed` bytes belongs to whoever listens.
function upgrade(connection, req, parsed, data) {
  const { server, socket, parser } = connection;
  let stream;
  if (req.complete) {
    data ||= parser.getCurrentBuffer();
    socket.removeListener('data', socketOnData);
    socket.removeListener('end', socketOnEnd);
    socket.removeListener('close', socketOnClose);
    socket.removeListener('close', onServerResponseClose);
    socket.removeListener('drain', socketOnDrain);
    socket.removeListener('error', socketOnError);
    socket.removeListener('timeout', socketOnTimeout);
    unconsume(parser, socket);
    socket[kDirect] = false;
    parser.finish();
    freeParser(parser, req, socket);
    stream = socket;
  } else {
    // The request is announced at once; its body is still to come.
    if (connection.upgradeStream !== null) return;
    data ||= Buffer.alloc(0);
    const UpgradeStream = require('internal/http/upgrade_stream');
    stream = connection.upgradeStream = new UpgradeStream(socket, req);
  }

  const eventName = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (server.listenerCount(eventName) === 0) {
    socket.destroy();
    return;
  }
  const head = data.slice(parsed, data.length);
  if (req.complete && connection.upgradeStream !== null) {
    connection.upgradeStream.requestBodyCompleted(head);
  } else {
    socket.readableFlowing = null;
    server.emit(eventName, req, stream, head);
  }
}

// Lets go of a request, so that it can be collected, once its body has been read.
function clearIncoming(req) {
  const parser = req.socket?.parser;
  if (parser?.incoming !== req) return;
  if (req.readableEnded) parser.incoming = null;
  else req.on('end', clearIncomingOnEnd);
}

function clearIncomingOnEnd() {
  clearIncoming(this);
}

// A response has been written: `this` is it.
function onResponseFinish() {
  const connection = this[kConnection];
  const { server, socket, incoming, outgoing } = connection;
  const req = this[kRequest];

  if (onResponseFinishChannel.hasSubscribers) {
    onResponseFinishChannel.publish({ request: req, response: this, socket, server });
  }

  // Responses go out in the order of their requests; a connection that was aborted has none left.
  assert(incoming.length === 0 || incoming[0] === req);
  req[kDetachAbortSignal]();
  incoming.shift();

  // The bytes of a body that nobody reads are in the way of the next request.
  if (!req._consuming && !req._readableState.resumeScheduled) {
    // Nobody has looked at the body, or listens for anything: an empty one ends without a word.
    if (req.complete && req._eventsCount === 0 && req.readableLength === 0) req._dumpAndCloseReadable();
    else req._dump();
  }

  this.detachSocket(socket);
  clearIncoming(req);
  if (this._eventsCount > 0) process.nextTick(closeResponse, this);
  else closeResponse(this);

  if (this._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (outgoing.length === 0) {
    armKeepAlive(connection);
  } else {
    outgoing.shift()?.assignSocket(socket);
  }
}

function finiteOr(value, fallback) {
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

// An idle connection is closed a little later than the client has been told: its last request may be on its way.
function armKeepAlive(connection) {
  const { server, socket } = connection;
  const timeout = finiteOr(server.keepAliveTimeout, 0);
  if (timeout === 0 || typeof socket.setTimeout !== 'function') return;
  const limit = timeout + finiteOr(server.keepAliveTimeoutBuffer, 1000);
  if (socket.timeout || !socket[kDirect]) {
    socket.setTimeout(limit);
    connection.keepAliveTimeoutSet = true;
    return;
  }
  // Nothing else times the socket: a timer of the connection's own runs on through the requests, and looks at its end
  // how long the connection has idled.
  connection.idleSince = ops.op_timers_now();
  if (connection.idleTimer === null || connection.idleLimit !== limit) {
    if (connection.idleTimer !== null) clearTimeout(connection.idleTimer);
    connection.idleLimit = limit;
    connection.idleTimer = setUnrefTimeout(() => onIdleTimer(connection), limit);
  }
}

function onIdleTimer(connection) {
  connection.idleTimer = null;
  if (connection.idleSince === -1) return;
  const left = connection.idleSince + connection.idleLimit - ops.op_timers_now();
  if (left > 0) connection.idleTimer = setUnrefTimeout(() => onIdleTimer(connection), left);
  else connection.socket.emit('timeout');
}

// A head has been read. `this` is the parser.
function parserOnIncoming(req, keepAlive) {
  const connection = this[kConnection];
  const { server, socket } = connection;

  // Of pipelined requests the one before may be done but for its 'finish', which comes in a tick.
  const before = socket._httpMessage;
  if (before && before[kHandedOver] === true && before[kFinished] !== undefined && before.finished) {
    before[kFinished] = undefined;
    onResponseFinish.call(before);
  }

  if (connection.keepAliveTimeoutSet) {
    socket.setTimeout(server.timeout || 0);
    connection.keepAliveTimeoutSet = false;
  }
  connection.idleSince = -1;

  if (req.upgrade) {
    req.upgrade = req.method === 'CONNECT' || !!server.shouldUpgradeCallback(req);
    if (req.upgrade) return 0;
  }

  connection.incoming.push(req);

  // A client that sends requests and does not read responses is not read any more.
  if (!socket._paused &&
      (socket._writableState.needDrain || connection.outgoingData >= socket.writableHighWaterMark)) {
    socket._paused = true;
    socket.pause();
  }

  const res = new server[kServerResponse](req, {
    highWaterMark: socket.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  res[kConnection] = connection;
  res[kRequest] = req;
  res[kFinished] = onResponseFinish;
  res._keepAliveTimeout = server.keepAliveTimeout;
  res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res._onPendingData = updateOutgoingData;
  res.shouldKeepAlive = keepAlive;
  res[kUniqueHeaders] = server[kUniqueHeaders];

  if (onRequestStartChannel.hasSubscribers) {
    onRequestStartChannel.publish({ request: req, response: res, socket, server });
  }

  if (server[kOptimizeEmptyRequests] === true && !hasBody(req.headers)) {
    req._dumpAndCloseReadable();
    req._read();
  }

  if (socket._httpMessage) connection.outgoing.push(res);
  else res.assignSocket(socket);

  dispatch(connection, req, res);
  return 0;
}

function hasBody(headers) {
  return ('content-length' in headers) || ('transfer-encoding' in headers);
}

// Emits 'request', or what stands in its place.
function dispatch(connection, req, res) {
  const { server } = connection;
  if (req.httpVersionMajor === 1 && req.httpVersionMinor === 1) {
    const { headers } = req;
    // RFC 9112, 3.2: such a request is answered with a 400.
    if (server.requireHostHeader && headers.host === undefined) {
      res.writeHead(400, ['Connection', 'close']);
      res.end();
      return;
    }
    if (isOverLimit(connection, res)) {
      server.emit('dropRequest', req, connection.socket);
      res.writeHead(503);
      res.end();
      return;
    }
    if (headers.expect !== undefined) {
      answerExpectation(server, req, res, headers.expect);
      return;
    }
  }
  server.emit('request', req, res);
}

// Counts the request when `maxRequestsPerSocket` is set. Returns whether it is one too many.
function isOverLimit(connection, res) {
  const limit = connection.server.maxRequestsPerSocket;
  if (typeof limit !== 'number' || limit <= 0) return false;
  const count = ++connection.requestsCount;
  res.maxRequestsOnConnectionReached = limit <= count;
  return limit < count;
}

function answerExpectation(server, req, res, expectation) {
  if (!continueExpression.test(expectation)) {
    if (server.listenerCount('checkExpectation') > 0) {
      server.emit('checkExpectation', req, res);
    } else {
      res.writeHead(417);
      res.end();
    }
    return;
  }
  res._expect_continue = true;
  if (server.listenerCount('checkContinue') > 0) {
    server.emit('checkContinue', req, res);
  } else {
    res.writeContinue();
    server.emit('request', req, res);
  }
}

// 'resume' comes late: the socket may have been paused again in between.
function onSocketResume() {
  if (this._paused) {
    this.pause();
    return;
  }
  const handle = this._handle;
  if (handle && !handle.reading) {
    handle.reading = true;
    handle.readStart();
  }
}

function onSocketPause() {
  const handle = this._handle;
  if (handle?.reading) {
    handle.reading = false;
    handle.readStop();
  }
}

function unconsume(parser, socket) {
  if (!socket._handle) return;
  if (parser._consumed) parser.unconsume();
  parser._consumed = false;
  socket.removeListener('pause', onSocketPause);
  socket.removeListener('resume', onSocketResume);
}

function makeListen(method) {
  return function(event, listener) {
    const result = net.Socket.prototype[method].call(this, event, listener);
    if (!this.parser) {
      this.on = net.Socket.prototype.on;
      this.addListener = net.Socket.prototype.addListener;
      this.prependListener = net.Socket.prototype.prependListener;
    } else if (event === 'data' || event === 'readable') {
      unconsume(this.parser, this);
    }
    return result;
  };
}

const listenOn = makeListen('on');
const listenAddListener = makeListen('addListener');
const listenPrependListener = makeListen('prependListener');

module.exports = {
  connectionListener,
  kConnections,
  kOptimizeEmptyRequests,
  kServerResponse,
  onRequestTimeout,
};
