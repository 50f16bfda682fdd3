// A whole message in one native write, past the stream machinery of its socket, where nothing could tell the difference.
'use strict';

const net = require('net');
const process = require('process');
const {
  kChunkedBuffer,
  kCorked,
  kDirect,
  kHandedOver,
  kRejectNonStandardBodyWrites,
  kSocket,
} = require('internal/http/outgoing_symbols');

// Bits of ops/http/respond.rs.
const CHUNKED = 1;
const LATIN1 = 2;
const UTF8_HEAD = 4;

const plainWrite = net.Socket.prototype.write;

// The bits for a body in `encoding`, or -1 when it needs more than the native side does.
function bitsOf(message, chunk, encoding) {
  const chunked = message.chunkedEncoding ? CHUNKED : 0;
  if (!chunk || typeof chunk !== 'string') return chunked;
  if (encoding === undefined || encoding === null || encoding === 'utf8') {
    // The head of a body that is not chunked is joined to it, and gets its encoding.
    return chunked || UTF8_HEAD;
  }
  return encoding === 'latin1' ? chunked | LATIN1 : -1;
}

// Whether nothing that is under way or replaced on the socket stands in the way.
function isFree(message, socket) {
  if (socket === null || !socket[kDirect] || socket._httpMessage !== message || socket.write !== plainWrite) return false;
  const state = socket._writableState;
  return state.length === 0 && state.corked === 0 && !state.ending && !socket.destroyed;
}

// Writes head, `chunk` and the end of the message, whose head has been made but not sent. Returns false when it has
// done nothing; otherwise `onflush` is called when everything has been handed to the system.
function writeDirectly(message, chunk, encoding, onflush) {
  const socket = message[kSocket];
  if (message._headerSent || message._header === null || message.outputData.length > 0 ||
      message[kCorked] !== 0 || message[kChunkedBuffer].length > 0 || message.strictContentLength ||
      !isFree(message, socket)) return false;

  let body = chunk || undefined;
  if (!message._hasBody) {
    if (body !== undefined && message[kRejectNonStandardBodyWrites]) return false;
    body = undefined;
  }
  const bits = message._hasBody ? bitsOf(message, body, encoding) : 0;
  if (bits === -1) return false;

  const trailer = message._trailer;
  const rest = ops.op_http_respond(socket._handle, message._header, body, bits, trailer === '' ? undefined : trailer);
  message._headerSent = true;
  if (rest === undefined || rest === null) {
    message[kHandedOver] = true;
    if (socket.timeout) socket._unrefTimer();
    process.nextTick(onflush);
  } else {
    socket.write(rest, undefined, onflush);
  }
  return true;
}

module.exports = { writeDirectly };
