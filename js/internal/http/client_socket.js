// The socket of a ClientRequest: its parser, its listeners, and the response that comes out of it.
// https://nodejs.org/docs/latest-v26.x/api/http.html#httprequesturl-options-callback
'use strict';

const dc = require('diagnostics_channel');
const process = require('process');
const { finished } = require('stream');
const { kDetachAbortSignal } = require('_http_incoming');
const { kNeedDrain } = require('internal/http');
const perf = require('internal/http/perf');
const {
  freeParser,
  kSkipPendingData,
  lendParser,
  prepareError,
} = require('internal/http/parser_pool');
const errors = require('internal/errors');
const assert = require('internal/assert');
let debug = require('internal/util/debuglog').debuglog('http', (fn) => { debug = fn; });

// What destroy() was called with before there was a socket.
const kError = Symbol('kError');

const onRequestErrorChannel = dc.channel('http.client.request.error');
const onResponseFinishChannel = dc.channel('http.client.response.finish');

// What the parser's onIncoming() answers.
const READ_BODY = 0;
const SKIP_BODY = 1;
const UPGRADE = 2;

class HTTPClientAsyncResource {
  constructor(type, req) {
    this.type = type;
    this.req = req;
  }
}

function emitErrorEvent(request, error) {
  if (onRequestErrorChannel.hasSubscribers) onRequestErrorChannel.publish({ request, error });
  request.emit('error', error);
}

function emitClose(req) {
  req._closed = true;
  req.emit('close');
}

// Gives `req` its socket, or the reason why there is none, in the next tick.
function attachSocket(req, socket, err) {
  if (socket && !err) {
    // The socket may fail before that tick.
    socket._httpMessage = req;
    socket.on('error', socketErrorListener);
  }
  process.nextTick(onSocketNT, req, socket, err);
}

function onSocketNT(req, socket, err) {
  if (!req.destroyed && !err) {
    useSocket(req, socket);
    req._flush();
    return;
  }
  req.destroyed = true;
  if (!socket) {
    failRequest(req, socket, err || req[kError]);
  } else if (!err && req.agent && !socket.destroyed) {
    // The request is gone; the connection is as good as new.
    socket.emit('free');
    socket.removeListener('error', socketErrorListener);
    failRequest(req, socket, req[kError]);
  } else {
    finished(socket.destroy(err || req[kError]), (error) => {
      const reason = error?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : error;
      failRequest(req, socket, reason || err);
    });
  }
}

function failRequest(req, socket, err) {
  if (!req.aborted && !err) err = new errors.ConnResetException('socket hang up');
  // The agent has reported a failed tunnel, and socketErrorListener() what the socket said by itself.
  if (err && err.code !== 'ERR_PROXY_TUNNEL' && !socket?._hadError) emitErrorEvent(req, err);
  emitClose(req);
}

function useSocket(req, socket) {
  const resource = new HTTPClientAsyncResource('HTTPINCOMINGMESSAGE', req);
  const parser = lendParser('HTTPCLIENTREQUEST', resource, req);
  req.socket = socket;
  parser.socket = socket;
  parser.outgoing = req;
  req.parser = parser;
  socket.parser = parser;
  socket._httpMessage = req;
  if (typeof req.maxHeadersCount === 'number') parser.maxHeaderPairs = req.maxHeadersCount << 1;
  parser.joinDuplicateHeaders = req.joinDuplicateHeaders;
  parser.onIncoming = parserOnIncomingClient;

  socket.on('data', socketOnData);
  socket.on('end', socketOnEnd);
  socket.on('close', socketCloseListener);
  socket.on('drain', ondrain);

  if (req.timeout !== undefined || req.agent?.options?.timeout) listenSocketTimeout(req);
  req.emit('socket', socket);
}

function ondrain() {
  const req = this._httpMessage;
  if (req && !req.finished && req[kNeedDrain]) {
    req[kNeedDrain] = false;
    req.emit('drain');
  }
}

function hangUp(req) {
  if (req.socket._hadError) return;
  req.socket._hadError = true;
  emitErrorEvent(req, new errors.ConnResetException('socket hang up'));
}

function endParser(parser, req, socket) {
  if (!parser) return;
  parser.finish();
  freeParser(parser, req, socket);
}

function socketCloseListener() {
  const req = this._httpMessage;
  // A listener below may free it.
  const { parser } = this;
  const { res } = req;
  debug('HTTP socket close');

  req.destroyed = true;
  if (res) {
    if (!res.complete) res.destroy(new errors.ConnResetException('aborted'));
    emitClose(req);
    if (!res.aborted && res.readable) res.push(null);
  } else {
    hangUp(req);
    emitClose(req);
  }
  // What is left in the queue will never be written.
  if (req.outputData) req.outputData.length = 0;
  endParser(parser, req, this);
}

function socketErrorListener(err) {
  debug('SOCKET ERROR:', err.message, err.stack);
  const req = this._httpMessage;
  if (req) {
    this._hadError = true;
    emitErrorEvent(req, err);
  }
  endParser(this.parser, req, this);
  this.removeListener('data', socketOnData);
  this.removeListener('end', socketOnEnd);
  this.destroy();
}

function socketOnEnd() {
  const req = this._httpMessage;
  const { parser } = this;
  if (!req.res) hangUp(req);
  endParser(parser, req, this);
  this.destroy();
}

function stopReading(socket) {
  socket.removeListener('data', socketOnData);
  socket.removeListener('end', socketOnEnd);
}

function socketOnData(data) {
  const req = this._httpMessage;
  const { parser } = this;
  assert(parser && parser.socket === this);

  const result = parser.execute(data);
  if (result instanceof Error) {
    prepareError(result, parser, data);
    debug('parse error', result);
    freeParser(parser, req, this);
    stopReading(this);
    this.destroy();
    req.socket._hadError = true;
    emitErrorEvent(req, result);
    return;
  }
  const res = parser.incoming;
  if (res?.upgrade) {
    upgrade(this, req, res, data.slice(result, data.length));
  } else if (res?.complete && !isInformational(res.statusCode)) {
    stopReading(this);
    this.removeListener('drain', ondrain);
    freeParser(parser, req, this);
  }
}

// The connection leaves HTTP: `head` is the first piece of what follows.
function upgrade(socket, req, res, head) {
  req.res = res;
  stopReading(socket);
  socket.removeListener('drain', ondrain);
  if (req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
  socket.removeListener('timeout', responseOnTimeout);
  endParser(socket.parser, req, socket);

  const eventName = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (req.listenerCount(eventName) === 0) {
    socket.destroy();
    return;
  }
  req.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', socketCloseListener);
  socket.removeListener('error', socketErrorListener);
  socket._httpMessage = null;
  socket.readableFlowing = null;

  req.emit(eventName, res, socket, head);
  req.destroyed = true;
  emitClose(req);
}

// 1xx, after which the real response comes. 101 is one itself.
function isInformational(status) {
  return status >= 100 && status < 200 && status !== 101;
}

// A head has been read. `this` is the parser.
function parserOnIncomingClient(res, shouldKeepAlive) {
  const { socket } = this;
  const req = socket._httpMessage;
  debug('AGENT incoming response!');

  if (req.res) {
    // A second response to one request: nothing that comes from here can be trusted.
    socket.destroy();
    if (socket.parser) {
      socket.parser.incoming = req.res;
      req.res[kSkipPendingData] = true;
    }
    return READ_BODY;
  }
  req.res = res;

  if (req.method === 'CONNECT') res.upgrade = true;
  if (res.upgrade) return UPGRADE;

  if (isInformational(res.statusCode)) {
    req.res = null;
    informationEvents(req, res);
    return SKIP_BODY;
  }

  // The server does not want to keep the connection.
  if (!shouldKeepAlive && !req.upgradeOrConnect) req.shouldKeepAlive = false;

  if (perf.isObserved()) perf.endClient(req, res);
  if (onResponseFinishChannel.hasSubscribers) onResponseFinishChannel.publish({ request: req, response: res });

  res.req = req;
  // Ours comes before the program's 'end': the socket is given back in any case.
  res.on('end', responseOnEnd);
  req.on('finish', requestOnFinish);
  socket.on('timeout', responseOnTimeout);

  // A body that nobody can ask for would stand in the socket for ever.
  if (req.aborted || !req.emit('response', res)) res._dump();

  if (req.method === 'HEAD') return SKIP_BODY;
  if (res.statusCode === 304) {
    res.complete = true;
    return SKIP_BODY;
  }
  return READ_BODY;
}

function informationEvents(req, res) {
  if (res.statusCode === 100) req.emit('continue');
  req.emit('information', {
    statusCode: res.statusCode,
    statusMessage: res.statusMessage,
    httpVersion: res.httpVersion,
    httpVersionMajor: res.httpVersionMajor,
    httpVersionMinor: res.httpVersionMinor,
    headers: res.headers,
    rawHeaders: res.rawHeaders,
  });
}

// Gives the socket back to the agent, after the program's own 'end' listeners.
function releaseSocket(req) {
  const { socket } = req;
  if (req.timeoutCb) {
    socket.setTimeout(0, req.timeoutCb);
    req.timeoutCb = null;
  }
  stopReading(socket);
  socket.removeListener('close', socketCloseListener);
  socket.removeListener('error', socketErrorListener);
  process.nextTick(emitFree, req);

  req.destroyed = true;
  // A response that is destroyed later must not take the socket with it.
  if (req.res) req.res.socket = null;
}

function emitFree(req) {
  emitClose(req);
  if (req.socket) req.socket.emit('free');
}

function responseOnEnd() {
  const { req } = this;
  const { socket } = req;

  this[kDetachAbortSignal]();
  if (socket) {
    if (req.timeoutCb) socket.removeListener('timeout', emitRequestTimeout);
    socket.removeListener('timeout', responseOnTimeout);
  }
  req._ended = true;

  if (!req.shouldKeepAlive) {
    if (socket.writable) {
      if (typeof socket.destroySoon === 'function') socket.destroySoon();
      else socket.end();
    }
    assert(!socket.writable);
  } else if (req.writableFinished && !this.aborted) {
    // All of the request is out: a socket that still has some of it may not get the next one.
    assert(req.finished);
    releaseSocket(req);
  }
}

// The response was complete before the request was.
function requestOnFinish() {
  if (this.shouldKeepAlive && this._ended && !this.destroyed) releaseSocket(this);
}

function responseOnTimeout() {
  this._httpMessage?.res?.emit('timeout');
}

function emitRequestTimeout() {
  this._httpMessage?.emit('timeout');
}

// Makes a timeout of the socket one of the request.
function listenSocketTimeout(req) {
  if (req.timeoutCb) return;
  req.timeoutCb = emitRequestTimeout;
  if (req.socket) req.socket.once('timeout', emitRequestTimeout);
  else req.on('socket', (socket) => { socket.once('timeout', emitRequestTimeout); });
}

module.exports = { attachSocket, emitErrorEvent, kError, listenSocketTimeout };
