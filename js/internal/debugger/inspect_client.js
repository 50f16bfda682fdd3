// A client of an inspector that speaks the WebSocket protocol: commands become promises, events are emitted.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html
'use strict';

const { Buffer } = require('buffer');
const { createHash, randomBytes } = require('crypto');
const EventEmitter = require('events');
const http = require('http');
const { codes: { ERR_DEBUGGER_ERROR } } = require('internal/errors');
const { URL } = require('internal/url');

const kText = 1;
const kClose = 8;
const kPing = 9;
const kPong = 10;
const kMaskingKeyLength = 4;
// What every server of the protocol puts behind the key that a client sends (RFC 6455, 1.3).
const kSecretSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

// A whole message of a client: it is masked, as the protocol wants it.
function encodeFrame(opcode, payload) {
  const { length } = payload;
  let head;
  if (length < 126) {
    head = Buffer.from([0x80 | opcode, 0x80 | length]);
  } else if (length < 65536) {
    head = Buffer.from([0x80 | opcode, 0x80 | 126, 0, 0]);
    head.writeUInt16BE(length, 2);
  } else {
    head = Buffer.alloc(10);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  const key = randomBytes(kMaskingKeyLength);
  const masked = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) masked[i] = payload[i] ^ key[i % kMaskingKeyLength];
  return Buffer.concat([head, key, masked]);
}

// The first frame in `data`, and what follows it; undefined where it is not whole yet.
function decodeFrame(data) {
  if (data.length < 2) return undefined;
  const { 0: first, 1: second } = data;
  if (second & 0x80) throw new ERR_DEBUGGER_ERROR('Masked server frame not supported');
  let length = second & 0x7f;
  let offset = 2;
  if (length === 126) {
    if (data.length < 4) return undefined;
    length = data.readUInt16BE(2);
    offset = 4;
  } else if (length === 127) {
    if (data.length < 10) return undefined;
    length = Number(data.readBigUInt64BE(2));
    offset = 10;
  }
  const end = offset + length;
  if (data.length < end) return undefined;
  return {
    final: (first & 0x80) !== 0,
    opcode: first & 0x0f,
    payload: data.subarray(offset, end),
    rest: data.subarray(end),
  };
}

// What a GET request brings, as JSON.
function fetchJson(host, port, path) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host, port, path }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200) {
          reject(new ERR_DEBUGGER_ERROR(`Unexpected ${response.statusCode}: ${text}`));
          return;
        }
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new ERR_DEBUGGER_ERROR(`Invalid JSON response: ${text}`));
        }
      });
    });
    request.on('error', reject);
  });
}

class Client extends EventEmitter {
  #socket = null;
  #request = null;
  #lastId = 0;
  #pending = new Map();
  #unread = Buffer.alloc(0);
  #parts = [];

  callMethod(method, params) {
    return new Promise((resolve, reject) => {
      if (this.#socket === null) {
        reject(new ERR_DEBUGGER_ERROR('Use `run` to start the app again.'));
        return;
      }
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject });
      this.#send(kText, Buffer.from(JSON.stringify({ id, method, params })));
    });
  }

  async connect(port, host) {
    this.reset();
    const targets = await fetchJson(host, port, '/json');
    const { pathname } = new URL(targets[0].webSocketDebuggerUrl);
    await this.#openSocket(host, port, pathname);
    this.emit('ready');
  }

  // Ends the connection, if there is one.
  reset() {
    this.#request?.destroy();
    this.#request = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    this.#unread = Buffer.alloc(0);
    this.#parts = [];
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new ERR_DEBUGGER_ERROR('Use `run` to start the app again.'));
  }

  #openSocket(host, port, path) {
    return new Promise((resolve, reject) => {
      const key = randomBytes(16).toString('base64');
      const request = http.get({
        host,
        port,
        path,
        headers: {
          'Connection': 'Upgrade',
          'Upgrade': 'websocket',
          'Sec-WebSocket-Key': key,
          'Sec-WebSocket-Version': '13',
        },
      });
      this.#request = request;
      request.on('error', reject);
      request.on('response', (response) => {
        response.resume();
        reject(new ERR_DEBUGGER_ERROR(`Unexpected ${response.statusCode} instead of a WebSocket`));
      });
      request.on('upgrade', (response, socket, head) => {
        const secret = createHash('sha1').update(key + kSecretSuffix).digest('base64');
        if (response.headers['sec-websocket-accept'] !== secret) {
          // Who answers is no inspector. To ask again would not help: this ends the process.
          throw new ERR_DEBUGGER_ERROR(`WebSocket secret mismatch: ${secret} did not match ${
            response.headers['sec-websocket-accept']}`);
        }
        this.#listen(socket);
        if (head.length > 0) this.#receive(head);
        resolve();
      });
    });
  }

  #listen(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      if (this.#socket === socket) this.#receive(chunk);
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.reset();
      this.emit('close');
    });
    // The end of the connection is told by 'close'.
    socket.on('error', () => {});
  }

  #send(opcode, payload) {
    this.#socket?.write(encodeFrame(opcode, payload));
  }

  #receive(chunk) {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    let frame;
    while ((frame = decodeFrame(this.#unread)) !== undefined) {
      this.#unread = frame.rest;
      this.#take(frame);
    }
  }

  #take({ final, opcode, payload }) {
    if (opcode === kClose) {
      this.#socket?.end();
    } else if (opcode === kPing) {
      this.#send(kPong, payload);
    } else if (opcode !== kPong) {
      this.#parts.push(payload);
      if (!final) return;
      const text = Buffer.concat(this.#parts).toString();
      this.#parts = [];
      this.#handle(JSON.parse(text));
    }
  }

  #handle({ id, method, params, result, error }) {
    if (id === undefined) {
      this.emit('debugEvent', method, params);
      return;
    }
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    if (call === undefined) return;
    if (error === undefined) {
      call.resolve(result);
      return;
    }
    const failure = new ERR_DEBUGGER_ERROR(error.message);
    failure.code = error.code;
    // The name as it is printed holds the code.
    failure.stack = failure.stack.replace('ERR_DEBUGGER_ERROR', error.code);
    call.reject(failure);
  }
}

module.exports = Client;
