// How a process with one file of tests tells the runner its events: on stdout, between what the tests print. A frame is
// the header of V8's format, four bytes of length, and the event in that format.
'use strict';

const { Buffer } = require('buffer');
const { DefaultDeserializer, DefaultSerializer } = require('internal/v8/serdes');
const { deserializeError, serializeError } = require('internal/error_serdes');

const kSizeBytes = 4;
// More than this is not an event but bytes of a program that look like the header.
const kLargest = 2 ** 28;

let header;
function headerBytes() {
  if (header === undefined) {
    const serializer = new DefaultSerializer();
    serializer.writeHeader();
    header = serializer.releaseBuffer();
  }
  return header;
}

function serializeBody(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function canClone(value) {
  try {
    serializeBody(value);
    return true;
  } catch {
    return false;
  }
}

// Errors travel in a form that keeps their class and properties.
function encode({ type, data }) {
  let sent = data;
  const error = data?.details?.error;
  if (error) sent = { ...data, details: { ...data.details, error: serializeError(error, canClone) } };
  if (type === 'test:log' && !canClone(data.data)) sent = { ...data, data: undefined };
  const body = serializeBody({ type, data: sent });
  const start = Buffer.allocUnsafe(headerBytes().length + kSizeBytes);
  start.set(headerBytes());
  start.writeUInt32BE(body.length, headerBytes().length);
  return Buffer.concat([start, body]);
}

function decode(body) {
  const deserializer = new DefaultDeserializer(body);
  deserializer.readHeader();
  const event = deserializer.readValue();
  const { details } = event.data;
  if (details?.error) details.error = deserializeError(details.error);
  return event;
}

// Takes the bytes as they come, gives events to `onEvent` and everything else as text to `onText`.
class FrameReader {
  #onEvent;
  #onText;
  #rest = Buffer.alloc(0);
  #text = new (require('string_decoder').StringDecoder)('utf8');

  constructor(onEvent, onText) {
    this.#onEvent = onEvent;
    this.#onText = onText;
  }

  push(chunk) {
    const mark = headerBytes();
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = bytes.indexOf(mark);
      if (at === -1) {
        // The end may be the beginning of a header.
        const keep = bytes.length > 0 && bytes[bytes.length - 1] === mark[0] ? 1 : 0;
        this.#say(bytes.subarray(0, bytes.length - keep));
        bytes = bytes.subarray(bytes.length - keep);
        break;
      }
      this.#say(bytes.subarray(0, at));
      bytes = bytes.subarray(at);
      const start = mark.length + kSizeBytes;
      if (bytes.length < start) break;
      const end = start + bytes.readUInt32BE(mark.length);
      if (end - start <= kLargest) {
        if (bytes.length < end) break;
        if (this.#event(bytes.subarray(start, end))) {
          bytes = bytes.subarray(end);
          continue;
        }
      }
      this.#say(bytes.subarray(0, mark.length));
      bytes = bytes.subarray(mark.length);
    }
    this.#rest = bytes;
  }

  end() {
    this.#say(this.#rest);
    const last = this.#text.end();
    if (last !== '') this.#onText(last);
  }

  #event(body) {
    let event;
    try {
      event = decode(body);
    } catch {
      return false;
    }
    this.#onEvent(event);
    return true;
  }

  #say(bytes) {
    const text = bytes.length === 0 ? '' : this.#text.write(bytes);
    if (text !== '') this.#onText(text);
  }
}

module.exports = { FrameReader, encode };
