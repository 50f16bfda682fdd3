// WebSocket, the client. https://websockets.spec.whatwg.org/
// https://nodejs.org/docs/latest-v26.x/api/globals.html#class-websocket
'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { Event, EventTarget } = require('internal/event_target');
const { URL } = require('internal/url');
const { DOMException } = require('web/dom_exception');
const { checkArguments, CloseEvent, ErrorEvent, MessageEvent } = require('web/message_event');
const { defineEventHandler } = require('web/events/event_handler');
const { typeError } = require('web/fetch/errors');
const { Parser, encode, opcodes } = require('web/websocket/frames');

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

// How long the server may take to close the connection after both have said so.
const CLOSE_TIMEOUT = 3000;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function fail(message, name) {
  return new DOMException(message, name);
}

function parseUrl(value) {
  let url;
  try {
    url = new URL(value);
  } catch (error) {
    throw fail(`TypeError: ${error.message}`, 'SyntaxError');
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw fail('expected a ws: or wss: url', 'SyntaxError');
  if (url.hash !== '' || url.href.endsWith('#')) throw fail('hash', 'SyntaxError');
  return url;
}

function parseProtocols(value) {
  const protocols = typeof value === 'string' ? [value] : Array.from(value, (protocol) => `${protocol}`);
  const distinct = new Set(protocols.map((protocol) => protocol.toLowerCase()));
  if (distinct.size !== protocols.length || !protocols.every((protocol) => TOKEN.test(protocol))) {
    throw fail('Invalid Sec-WebSocket-Protocol value', 'SyntaxError');
  }
  return protocols;
}

// The second argument may also be Node's own {protocols, headers}.
function readOptions(value) {
  if (value === undefined) return { protocols: [] };
  if (typeof value === 'object' && value !== null && typeof value[Symbol.iterator] !== 'function') {
    const { protocols = [], headers } = value;
    const plain = headers === undefined ? undefined : Object.fromEntries(
      typeof headers[Symbol.iterator] === 'function' ? headers : Object.entries(headers));
    return { protocols: parseProtocols(protocols), headers: plain };
  }
  if (typeof value === 'object' && value !== null) return { protocols: parseProtocols(value) };
  return { protocols: parseProtocols(`${value}`) };
}

class WebSocket extends EventTarget {
  #url;
  #protocol = '';
  #readyState = CONNECTING;
  #binaryType = 'blob';
  #bufferedAmount = 0;
  #request;
  #socket;
  #sentClose = false;
  #received;
  #timer;
  // The last of the Blobs that are being read: messages keep their order.
  #sending;

  constructor(url, protocols = undefined) {
    checkArguments('WebSocket constructor', arguments.length, 1);
    super();
    this.#url = parseUrl(`${url}`);
    const options = readOptions(protocols);
    const { connect } = require('web/websocket/handshake');
    this.#request = connect(this.#url, options.protocols, options.headers, (failure, connection) => {
      if (this.#readyState === CLOSED) connection?.socket.destroy();
      else if (failure !== undefined) this.#break(failure.reason, failure.error);
      else this.#open(connection);
    });
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#url in value)) throw new ERR_INVALID_THIS('WebSocket');
  }

  get readyState() {
    WebSocket.#check(this);
    return this.#readyState;
  }

  get bufferedAmount() {
    WebSocket.#check(this);
    return this.#bufferedAmount;
  }

  get url() {
    WebSocket.#check(this);
    return this.#url.href;
  }

  get extensions() {
    WebSocket.#check(this);
    return '';
  }

  get protocol() {
    WebSocket.#check(this);
    return this.#protocol;
  }

  get binaryType() {
    WebSocket.#check(this);
    return this.#binaryType;
  }

  set binaryType(value) {
    WebSocket.#check(this);
    this.#binaryType = value === 'arraybuffer' ? value : 'blob';
  }

  close(code = undefined, reason = undefined) {
    WebSocket.#check(this);
    if (code !== undefined) {
      code = Math.min(Math.max(Number(code) || 0, 0), 65535);
      if (code !== 1000 && (code < 3000 || code > 4999)) throw fail('invalid code', 'InvalidAccessError');
    }
    const words = Buffer.from(reason === undefined ? '' : `${reason}`.toWellFormed());
    if (words.length > 123) {
      throw fail(`Reason must be less than 123 bytes; received ${words.length}`, 'SyntaxError');
    }
    if (this.#readyState === CONNECTING) {
      this.#readyState = CLOSING;
      require('process').nextTick(() => this.#break(''));
    } else if (this.#readyState === OPEN) {
      this.#readyState = CLOSING;
      const goodbye = () => this.#sendClose(code, words);
      if (this.#sending === undefined) goodbye();
      else this.#sending.then(goodbye);
    }
  }

  send(data) {
    WebSocket.#check(this);
    checkArguments('WebSocket.send', arguments.length, 1);
    if (this.#readyState === CONNECTING) throw fail('Sent before connected.', 'InvalidStateError');
    let opcode = opcodes.binary;
    let payload;
    if (ArrayBuffer.isView(data)) {
      payload = Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    } else if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) {
      payload = Buffer.from(new Uint8Array(data));
    } else if (require('internal/blob').isBlob(data)) {
      payload = data;
    } else {
      opcode = opcodes.text;
      payload = Buffer.from(`${data}`.toWellFormed());
    }
    if (this.#readyState !== OPEN) return;
    this.#bufferedAmount += payload.length ?? payload.size;
    if (this.#sending === undefined && Buffer.isBuffer(payload)) this.#write(opcode, payload);
    else this.#queue(opcode, payload);
  }

  #queue(opcode, payload) {
    const before = this.#sending;
    const all = Promise.all([Buffer.isBuffer(payload) ? payload : payload.arrayBuffer(), before]);
    const mine = all.then(({ 0: bytes }) => {
      if (this.#sending === mine) this.#sending = undefined;
      this.#write(opcode, Buffer.from(bytes));
    });
    this.#sending = mine;
  }

  #write(opcode, payload) {
    if (this.#socket === undefined || this.#socket.destroyed) return;
    this.#socket.write(encode(opcode, payload), () => { this.#bufferedAmount -= payload.length; });
  }

  #sendClose(code, words) {
    if (this.#sentClose || this.#socket === undefined) return;
    this.#sentClose = true;
    const payload = Buffer.alloc(code === undefined ? 0 : 2 + words.length);
    if (code !== undefined) {
      payload.writeUInt16BE(code);
      words.copy(payload, 2);
    }
    this.#socket.write(encode(opcodes.close, payload));
    const { setTimeout } = require('timers');
    this.#timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
    this.#timer.unref();
  }

  #open({ socket, head, protocol }) {
    if (this.#readyState !== CONNECTING) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    this.#protocol = protocol;
    const parser = new Parser({
      onMessage: (isText, bytes) => this.#message(isText, bytes),
      onPing: (bytes) => { if (!this.#sentClose) socket.write(encode(opcodes.pong, bytes)); },
      onPong() {},
      onClose: (code, reason) => {
        this.#received = { code, reason };
        this.#readyState = CLOSING;
        this.#sendClose(code === 1005 ? undefined : code, Buffer.alloc(0));
        socket.end();
      },
      onViolation: ({ code, reason }) => {
        this.#sendClose(code, Buffer.from(reason));
        this.#break(reason);
      },
    });
    socket.setNoDelay?.(true);
    socket.setTimeout?.(0);
    socket.on('data', (chunk) => parser.push(chunk));
    socket.on('end', () => socket.end());
    socket.on('error', (error) => this.#break(error.message, error));
    socket.on('close', () => this.#closed());
    this.#readyState = OPEN;
    this.dispatchEvent(new Event('open'));
    if (head.length !== 0) parser.push(head);
  }

  #message(isText, bytes) {
    if (this.#readyState !== OPEN) return;
    let data;
    if (isText) data = bytes.toString();
    else if (this.#binaryType === 'blob') data = new (require('internal/blob').Blob)([bytes]);
    else data = new Uint8Array(bytes).buffer;
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.#url.origin }));
  }

  // The connection failed: an error, then the end, which is not clean.
  #break(message, error = undefined) {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    this.#received = undefined;
    this.#request?.destroy();
    this.#socket?.destroySoon();
    this.dispatchEvent(new ErrorEvent('error', { error: error ?? typeError(message), message }));
    this.#end(1006, '', false);
  }

  #closed() {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    const { code, reason } = this.#received ?? { code: 1006, reason: '' };
    this.#end(code, reason, this.#sentClose && this.#received !== undefined);
  }

  #end(code, reason, wasClean) {
    if (this.#timer !== undefined) require('timers').clearTimeout(this.#timer);
    this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
  }

  [Symbol.for('nodejs.ref')]() {
    (this.#socket ?? this.#request?.socket)?.ref();
  }

  [Symbol.for('nodejs.unref')]() {
    (this.#socket ?? this.#request?.socket)?.unref();
  }
}

const states = { __proto__: null, CONNECTING, OPEN, CLOSING, CLOSED };
for (const name of Object.keys(states)) {
  const constant = { __proto__: null, value: states[name], enumerable: true, writable: false, configurable: false };
  Object.defineProperty(WebSocket, name, constant);
  Object.defineProperty(WebSocket.prototype, name, constant);
}
for (const name of ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol', 'binaryType', 'close', 'send']) {
  Object.defineProperty(WebSocket.prototype, name, { __proto__: null, enumerable: true });
}
for (const name of ['open', 'error', 'close', 'message']) defineEventHandler(WebSocket.prototype, name);
Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, {
  __proto__: null, value: 'WebSocket', writable: false, enumerable: false, configurable: true,
});
Object.defineProperty(WebSocket.prototype.close, 'length', { __proto__: null, value: 0 });

module.exports = { WebSocket };
