// The parsers of http's connections, their callbacks, and how they are lent and given back.
'use strict';

const process = require('process');
const { Buffer } = require('buffer');
const asyncHooks = require('internal/async_hooks');
const FreeList = require('internal/freelist');
const { getOptionValue } = require('internal/options');
const { allMethods } = require('internal/http/methods');
const { IncomingMessage, readStart, readStop } = require('_http_incoming');

const { HTTPParser } = ops;

ops.op_http_set_buffer_prototype(Buffer.prototype);

// What programs pass to a parser: its kind, and what it is to allow (the bits are those of ops/http/machine.rs).
Object.assign(HTTPParser, {
  REQUEST: 1,
  RESPONSE: 2,
  kOnMessageBegin: 0,
  kOnHeaders: 1,
  kOnHeadersComplete: 2,
  kOnBody: 3,
  kOnMessageComplete: 4,
  kOnExecute: 5,
  kOnTimeout: 6,
  kLenientNone: 0,
  kLenientHeaders: 1,
  kLenientChunkedLength: 2,
  kLenientKeepAlive: 4,
  kLenientTransferEncoding: 8,
  kLenientVersion: 16,
  kLenientDataAfterClose: 32,
  kLenientOptionalLFAfterCR: 64,
  kLenientOptionalCRLFAfterChunk: 128,
  kLenientOptionalCRBeforeLF: 256,
  kLenientSpacesAfterChunkSize: 512,
  kLenientHeaderValueRelaxed: 1024,
  kLenientAll: 1023,
});

// The option `IncomingMessage` of a server.
const kIncomingMessage = Symbol('IncomingMessage');
// The connection of a server's parser.
const kConnection = Symbol('http.server.connection');
// Marks a message whose remaining data must not reach it.
const kSkipPendingData = Symbol('SkipPendingData');

const kOnMessageBegin = HTTPParser.kOnMessageBegin | 0;
const kOnHeaders = HTTPParser.kOnHeaders | 0;
const kOnHeadersComplete = HTTPParser.kOnHeadersComplete | 0;
const kOnBody = HTTPParser.kOnBody | 0;
const kOnMessageComplete = HTTPParser.kOnMessageComplete | 0;
const kOnExecute = HTTPParser.kOnExecute | 0;
const kOnTimeout = HTTPParser.kOnTimeout | 0;

const MAX_HEADER_PAIRS = 2000;

// Called when the head does not come in one piece or has very many fields, and for trailers.
function parserOnHeaders(headers, url) {
  const limit = this.maxHeaderPairs;
  const room = limit > 0 ? limit - this._headers.length : Infinity;
  const count = Math.min(room, headers.length);
  for (let i = 0; i < count; i++) this._headers.push(headers[i]);
  this._url += url;
}

// `headers` and `url` are undefined when parserOnHeaders() has collected them.
function parserOnHeadersComplete(versionMajor, versionMinor, headers, method, url, statusCode, statusMessage,
                                 upgrade, shouldKeepAlive) {
  const { socket } = this;
  if (headers === undefined) {
    headers = this._headers;
    this._headers = [];
  }
  if (url === undefined) {
    url = this._url;
    this._url = '';
  }

  const server = socket?.server;
  const Message = server?.[kIncomingMessage] || IncomingMessage;
  const incoming = this.incoming = new Message(socket);
  incoming.httpVersionMajor = versionMajor;
  incoming.httpVersionMinor = versionMinor;
  incoming.httpVersion = versionMajor === 1 && versionMinor === 1 ? '1.1' : `${versionMajor}.${versionMinor}`;
  incoming.joinDuplicateHeaders = server?.joinDuplicateHeaders || this.joinDuplicateHeaders;
  incoming.url = url;
  incoming.upgrade = upgrade;

  const limit = this.maxHeaderPairs;
  const count = headers.length;
  incoming._addHeaderLines(headers, limit > 0 && limit < count ? limit : count);

  if (typeof method === 'number') {
    incoming.method = allMethods[method];
  } else {
    incoming.statusCode = statusCode;
    incoming.statusMessage = statusMessage;
  }
  return this.onIncoming(incoming, shouldKeepAlive);
}

// What parserOnHead() adds to the answer: the end of the message has been seen to, and kOnExecute is wanted.
const COMPLETED = 4;
const WANTS_EXECUTE = 8;

// As parserOnHeadersComplete(). With `bodiless` the message ends here, which saves a call from native code.
function parserOnHead(versionMajor, versionMinor, headers, method, url, statusCode, statusMessage, upgrade,
                      shouldKeepAlive, bodiless) {
  const { socket } = this;
  if (socket?.timeout) socket._unrefTimer();
  let answer = parserOnHeadersComplete.call(this, versionMajor, versionMinor, headers, method, url, statusCode,
                                            statusMessage, upgrade, shouldKeepAlive);
  if (answer === 0 && bodiless && this.incoming !== null) {
    parserOnMessageComplete.call(this);
    answer = COMPLETED;
  }
  if (upgrade || socket === null || socket._paused) answer |= WANTS_EXECUTE;
  return answer;
}

function parserOnExecute(result) {
  this[kOnExecute]?.(result);
}

function parserOnBody(chunk) {
  const message = this.incoming;
  if (message === null || message[kSkipPendingData] || message._dumped) return;
  if (!message.push(chunk)) readStop(this.socket);
}

function parserOnMessageComplete() {
  const message = this.incoming;
  if (message !== null && !message[kSkipPendingData]) {
    message.complete = true;
    const trailers = this._headers;
    if (trailers.length > 0) {
      message._addHeaderLines(trailers, trailers.length);
      this._headers = [];
      this._url = '';
    }
    message.push(null);
  }
  // The next message may come.
  readStart(this.socket);
}

function cleanParser(parser) {
  parser._headers = [];
  parser._url = '';
  parser.socket = null;
  parser.incoming = null;
  parser.outgoing = null;
  parser.maxHeaderPairs = MAX_HEADER_PAIRS;
  parser[kOnMessageBegin] = null;
  parser[kOnExecute] = null;
  parser[kOnTimeout] = null;
  parser._consumed = false;
  parser.onIncoming = null;
  parser.joinDuplicateHeaders = null;
  parser[kConnection] = null;
}

let hasDefaults = false;

// The parsers of the pool call these functions without looking them up. They are visible on each all the same.
function useDefaults(parser) {
  if (!hasDefaults) {
    hasDefaults = true;
    ops.op_http_set_callbacks([
      undefined, parserOnHeaders, parserOnHead, parserOnBody, parserOnMessageComplete, parserOnExecute,
    ]);
  }
  parser.useDefaults();
}

const parsers = new FreeList('parsers', 1000, function parsersCb() {
  const parser = new HTTPParser();
  cleanParser(parser);
  if (parser.useDefaults !== undefined) useDefaults(parser);
  parser[kOnHeaders] = parserOnHeaders;
  parser[kOnHeadersComplete] = parserOnHeadersComplete;
  parser[kOnBody] = parserOnBody;
  parser[kOnMessageComplete] = parserOnMessageComplete;
  return parser;
});

const kAsyncId = Symbol('parser async id');

// Lends a parser for one connection. `owner` has the options of a server or a request.
function lendParser(type, resource, owner, connections) {
  const parser = parsers.alloc();
  const kind = type === 'HTTPINCOMINGMESSAGE' ? HTTPParser.REQUEST : HTTPParser.RESPONSE;
  parser.initialize(kind, resource, owner.maxHeaderSize || defaultMaxHeaderSize(),
                    calculateLenientFlags(owner.httpValidation, owner.insecureHTTPParser), connections);
  if (asyncHooks.initHooksExist()) {
    parser[kAsyncId] = asyncHooks.newAsyncId();
    asyncHooks.emitInit(parser[kAsyncId], type, asyncHooks.getDefaultTriggerAsyncId(), resource);
  }
  return parser;
}

let maxHeaderSize = 0;

function defaultMaxHeaderSize() {
  return maxHeaderSize ||= getOptionValue('--max-http-header-size');
}

function closeParserInstance(parser) { parser.close(); }

// Gives a parser back and cuts every link between it, its message and its socket.
function freeParser(parser, message, socket) {
  if (parser) {
    if (parser._consumed) parser.unconsume();
    parser.remove();
    cleanParser(parser);
    if (parser[kAsyncId] > 0) {
      asyncHooks.emitDestroy(parser[kAsyncId]);
      parser[kAsyncId] = -1;
    }
    if (parsers.free(parser)) {
      parser.free();
    } else {
      // The parser may be on the stack: it is closed after that has unwound.
      require('timers').setImmediate(closeParserInstance, parser);
    }
  }
  if (message) message.parser = null;
  if (socket) socket.parser = null;
}

// Completes an error of the parser.
function prepareError(error, parser, rawPacket) {
  error.rawPacket = rawPacket || parser.getCurrentBuffer();
  if (typeof error.reason === 'string') error.message = `Parse Error: ${error.reason}`;
}

let insecure;

// Whether the program runs with --insecure-http-parser.
function isLenient() {
  if (insecure === undefined) {
    insecure = !!getOptionValue('--insecure-http-parser');
    if (insecure) process.emitWarning('Using insecure HTTP parsing');
  }
  return insecure;
}

// The parser's flags for the options `httpValidation` and `insecureHTTPParser`.
function calculateLenientFlags(httpValidation, insecureHTTPParser) {
  switch (httpValidation) {
    case 'strict': return HTTPParser.kLenientNone | 0;
    case 'relaxed': return HTTPParser.kLenientHeaderValueRelaxed | 0;
    case 'insecure': return HTTPParser.kLenientAll | 0;
  }
  const lenient = insecureHTTPParser === undefined ? isLenient() : insecureHTTPParser;
  return (lenient ? HTTPParser.kLenientAll : HTTPParser.kLenientNone) | 0;
}

module.exports = {
  HTTPParser,
  calculateLenientFlags,
  freeParser,
  isLenient,
  kConnection,
  kIncomingMessage,
  kOnExecute,
  kOnTimeout,
  kSkipPendingData,
  lendParser,
  parsers,
  prepareError,
};
