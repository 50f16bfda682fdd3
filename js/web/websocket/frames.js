// Frames of the WebSocket protocol: bytes to messages and back. https://www.rfc-editor.org/rfc/rfc6455#section-5
'use strict';

const { Buffer, isUtf8 } = require('buffer');
const { randomBytes } = require('internal/random');

const opcodes = { __proto__: null, continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

const MAX_LENGTH = 2 ** 31 - 1;

// A frame of the client: whole, and masked.
function encode(opcode, payload) {
  const { length } = payload;
  const extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(6 + extra + length);
  frame[0] = 0x80 | opcode;
  if (extra === 0) {
    frame[1] = 0x80 | length;
  } else if (extra === 2) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = randomBytes(4);
  const start = 6 + extra;
  mask.copy(frame, start - 4);
  for (let i = 0; i < length; i++) frame[start + i] = payload[i] ^ mask[i & 3];
  return frame;
}

// What a server may not send ends the connection, with this code.
function violation(code, reason) {
  return { __proto__: null, code, reason };
}

function validCloseCode(code) {
  return (code >= 1000 && code < 1015 && code !== 1004 && code !== 1005 && code !== 1006) ||
    (code >= 3000 && code < 5000);
}

// Cuts what arrives into frames and joins these to messages. The handlers are onMessage(isText, bytes), onPing(bytes),
// onPong(bytes), onClose(code, reason) and onViolation({code, reason}); after the last two nothing is read.
class Parser {
  #chunks = [];
  #size = 0;
  #parts = [];
  #isText = false;
  #inMessage = false;
  #done = false;
  #handlers;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  push(chunk) {
    if (this.#done) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (!this.#done && this.#takeFrame());
  }

  // The first `count` bytes that wait, without taking them.
  #peek(count) {
    if (this.#chunks[0].length < count) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0];
  }

  #fail(code, reason) {
    this.#done = true;
    this.#handlers.onViolation(violation(code, reason));
    return false;
  }

  #takeFrame() {
    if (this.#size < 2) return false;
    let head = this.#peek(2);
    const fin = (head[0] & 0x80) !== 0;
    const opcode = head[0] & 15;
    let length = head[1] & 0x7f;
    if ((head[0] & 0x70) !== 0) return this.#fail(1002, 'Expected RSV1 to be clear.');
    if ((head[1] & 0x80) !== 0) return this.#fail(1002, 'Frame cannot be masked');
    if ((opcode > 2 && opcode < 8) || opcode > 10) return this.#fail(1002, 'Invalid opcode received');
    const isControl = opcode >= 8;
    if (isControl && !fin) return this.#fail(1002, 'Fragmented frame cannot be of a control type');
    if (isControl && length > 125) return this.#fail(1002, 'Control frames can have at most 125 bytes');
    if (!isControl && (opcode === 0) !== this.#inMessage) return this.#fail(1002, 'Unexpected continuation frame');
    const extra = length < 126 ? 0 : length === 126 ? 2 : 8;
    if (this.#size < 2 + extra) return false;
    if (extra !== 0) {
      head = this.#peek(2 + extra);
      length = extra === 2 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2));
      if (length > MAX_LENGTH) return this.#fail(1009, 'Received payload length > 2^31 bytes.');
    }
    const end = 2 + extra + length;
    if (this.#size < end) return false;
    head = this.#peek(end);
    const payload = head.subarray(2 + extra, end);
    this.#chunks[0] = head.subarray(end);
    if (this.#chunks[0].length === 0) this.#chunks.shift();
    this.#size -= end;
    if (isControl) this.#control(opcode, payload);
    else this.#data(opcode, payload, fin);
    return true;
  }

  #data(opcode, payload, fin) {
    if (opcode !== opcodes.continuation) {
      this.#isText = opcode === opcodes.text;
      this.#parts = [];
    }
    this.#parts.push(payload);
    this.#inMessage = !fin;
    if (!fin) return;
    const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    if (this.#isText && !isUtf8(whole)) this.#fail(1007, 'Received invalid UTF-8 in text frame.');
    else this.#handlers.onMessage(this.#isText, whole);
  }

  #control(opcode, payload) {
    if (opcode === opcodes.ping) {
      this.#handlers.onPing(payload);
    } else if (opcode === opcodes.pong) {
      this.#handlers.onPong(payload);
    } else if (payload.length === 1) {
      this.#fail(1002, 'Received close frame with a 1-byte body.');
    } else {
      const code = payload.length === 0 ? 1005 : payload.readUInt16BE(0);
      const reason = payload.subarray(2);
      if (payload.length !== 0 && !validCloseCode(code)) this.#fail(1002, 'Invalid status code.');
      else if (!isUtf8(reason)) this.#fail(1007, 'Invalid UTF-8 in the reason.');
      else {
        this.#done = true;
        this.#handlers.onClose(code, reason.toString());
      }
    }
  }
}

module.exports = { Parser, encode, opcodes };
