// Blob. https://nodejs.org/api/buffer.html#class-blob
'use strict';

const {
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
} = require('internal/errors').codes;
const { customInspectSymbol, kEmptyObject, kEnumerableProperty, lazyDOMException } = require('internal/util');
const { validateDictionary } = require('internal/validators');
const { converters, createSequenceConverter } = require('internal/webidl');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/buffer/kinds');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');

// The content: parts that nobody changes. A part is a Uint8Array of our own, or a FilePart. util.inspect shows no more than
// the name of what holds them.
const kHandle = Symbol('kHandle');
let partsOf;
const Content = class Blob {
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }

  static {
    partsOf = (blob) => blob[kHandle].#parts;
  }
};
const kLength = Symbol('kLength');
const kType = Symbol('kType');

const unprintable = /[^\u{0020}-\u{007e}]/u;
const lineEnding = /\r\n|\r|\n/g;
const kFileChunk = 64 * 1024;
// From here on the memory of a part is shared, so that clones of the blob cost nothing.
const kShare = 64 * 1024;

// A range of a file that must stay as it was.
class FilePart {
  constructor(path, stats, start, length) {
    this.path = path;
    this.stats = stats;
    this.start = start;
    this.length = length;
  }

  range(start, end) {
    return new FilePart(this.path, this.stats, this.start + start, end - start);
  }
}

const notReadable = () => lazyDOMException('The blob could not be read', 'NotReadableError');

function isBlob(object) {
  return object?.[kHandle] !== undefined;
}

function copyBytes(source) {
  const { buffer, byteOffset, byteLength } = isArrayBufferView(source) ? source : new Uint8Array(source);
  // slice() refuses memory that is gone.
  if (byteLength < kShare) return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const copy = new Uint8Array(new SharedArrayBuffer(byteLength));
  copy.set(new Uint8Array(buffer, byteOffset, byteLength));
  return copy;
}

function encode(text) {
  const length = ops.op_buffer_byte_length_utf8(text);
  const bytes = length >= kShare ? new Uint8Array(new SharedArrayBuffer(length)) : new Uint8Array(length);
  ops.op_buffer_utf8_write(bytes, text, 0, length);
  return bytes;
}

const isBytes = (source) => isAnyArrayBuffer(source) || isArrayBufferView(source);
const readSources = createSequenceConverter((source, opts) =>
  (isBlob(source) || isBytes(source) ? source : converters.DOMString(source, opts)));

function toParts(sources, endings) {
  const parts = [];
  for (const source of sources) {
    if (isBlob(source)) {
      parts.push(...partsOf(source));
    } else if (isBytes(source)) {
      const bytes = copyBytes(source);
      if (bytes.byteLength > 0) parts.push(bytes);
    } else {
      const text = endings === 'native' ? source.replace(lineEnding, '\n') : source;
      if (text !== '') parts.push(encode(text));
    }
  }
  return parts;
}

function normalizeType(type) {
  const text = `${type}`;
  return unprintable.test(text) ? '' : text.toLowerCase();
}

function cut(parts, start, end) {
  const result = [];
  let position = 0;
  for (const part of parts) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, part.length);
    if (from < to) result.push(part instanceof FilePart ? part.range(from, to) : part.subarray(from, to));
    position += part.length;
    if (position >= end) break;
  }
  return result;
}

// The bytes [start, end) of a file part, if the file is still the one that it was.
async function readFile(part, start, end) {
  const fs = require('fs/promises');
  let handle;
  try {
    handle = await fs.open(part.path);
    const { size, mtimeMs } = await handle.stat();
    if (size !== part.stats.size || mtimeMs !== part.stats.mtimeMs) throw notReadable();
    const bytes = new Uint8Array(end - start);
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, part.start + start + done);
      if (bytesRead === 0) throw notReadable();
      done += bytesRead;
    }
    return bytes;
  } catch {
    throw notReadable();
  } finally {
    await handle?.close();
  }
}

// All bytes in memory of their own.
async function readAll(blob) {
  const parts = partsOf(blob);
  const bytes = new Uint8Array(blob[kLength]);
  let position = 0;
  for (const part of parts) {
    bytes.set(part instanceof FilePart ? await readFile(part, 0, part.length) : part, position);
    position += part.length;
  }
  return bytes;
}

function fillBlob(blob, parts, length, type) {
  blob[kHandle] = new Content(parts);
  blob[kLength] = length;
  blob[kType] = type;
  markTransferMode(blob, true, false);
  return blob;
}

// A blob without the conversions of the constructor.
function createBlob(parts, length, type = '') {
  return fillBlob(Object.create(Blob.prototype), parts, length, type);
}

function createBlobFromFilePath(path, { type }) {
  const { size, mtimeMs } = require('fs').statSync(path);
  // An empty file stays a part: it must be noticed when it grows.
  return createBlob([new FilePart(path, { size, mtimeMs }, 0, size)], size, type);
}

class Blob {
  constructor(sources = [], options = kEmptyObject) {
    const parts = prepare(sources, options);
    let length = 0;
    for (const part of parts.parts) length += part.length;
    fillBlob(this, parts.parts, length, parts.type);
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { inspect } = require('internal/util/inspect');
    return `Blob ${inspect({ size: this.size, type: this.type }, opts)}`;
  }

  [kClone]() {
    const parts = partsOf(this).map((part) => {
      if (part instanceof FilePart) throw new ERR_INVALID_STATE('File-backed Blobs are not cloneable');
      // Of a view the whole buffer would travel.
      const whole = part.byteLength === part.buffer.byteLength || part.buffer instanceof SharedArrayBuffer;
      return whole ? part : part.slice();
    });
    return {
      data: { parts, length: this[kLength], type: this[kType] },
      deserializeInfo: 'internal/blob:ClonedBlob',
    };
  }

  [kDeserialize]({ parts, length, type }) {
    fillBlob(this, parts, length, type);
  }

  get type() {
    if (!isBlob(this)) throw new ERR_INVALID_THIS('Blob');
    return this[kType];
  }

  get size() {
    if (!isBlob(this)) throw new ERR_INVALID_THIS('Blob');
    return this[kLength];
  }

  slice(start = 0, end = this[kLength], contentType = '') {
    if (!isBlob(this)) throw new ERR_INVALID_THIS('Blob');
    const size = this[kLength];
    const clamp = (value, context) => {
      if (!Number.isSafeInteger(value)) value = converters['long long'](value, { __proto__: null, context, clamp: true });
      return value < 0 ? Math.max(size + value, 0) : Math.min(value, size);
    };
    const from = clamp(start, 'start');
    const length = Math.max(clamp(end, 'end') - from, 0);
    return createBlob(cut(partsOf(this), from, from + length), length, normalizeType(contentType));
  }

  arrayBuffer() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this).then((bytes) => bytes.buffer);
  }

  text() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this).then((bytes) => ops.op_encoding_decode_utf8(bytes, false, false));
  }

  bytes() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this);
  }

  stream() {
    if (!isBlob(this)) throw new ERR_INVALID_THIS('Blob');
    const { ReadableStream } = require('internal/webstreams/readablestream');
    const queue = [...partsOf(this)];
    let position = 0;
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const part = queue[0];
        if (part === undefined) {
          controller.close();
          // A reader that brought its own buffer waits for it.
          controller.byobRequest?.respond(0);
          return;
        }
        let chunk;
        if (part instanceof FilePart) {
          const end = Math.min(position + kFileChunk, part.length);
          chunk = await readFile(part, position, end);
          position = end;
        } else {
          chunk = part.slice(position);
          position = part.length;
          if (chunk.buffer instanceof SharedArrayBuffer) chunk = new Uint8Array(chunk);
        }
        if (position >= part.length) {
          queue.shift();
          position = 0;
        }
        if (chunk.byteLength > 0) {
          controller.enqueue(chunk);
        } else if (queue.length === 0) {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
    }, { highWaterMark: 0 });
  }

  textStream() {
    if (!isBlob(this)) throw new ERR_INVALID_THIS('Blob');
    const { TextDecoderStream } = require('internal/webstreams/encoding');
    return this.stream().pipeThrough(new TextDecoderStream());
  }
}

// https://w3c.github.io/FileAPI/#constructorBlob
function prepare(sources, options) {
  const list = readSources(sources);
  validateDictionary(options, 'options');
  const { endings = 'transparent', type = '' } = options ?? kEmptyObject;
  const ending = `${endings}`;
  if (ending !== 'transparent' && ending !== 'native') throw new ERR_INVALID_ARG_VALUE('options.endings', ending);
  return { parts: toParts(list, ending), type: normalizeType(type) };
}

// What a structured clone begins with.
function ClonedBlob() {
  return Object.create(Blob.prototype);
}
ClonedBlob.prototype[kDeserialize] = () => {};

Object.defineProperty(Blob.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'Blob',
});
for (const name of ['type', 'size', 'slice', 'arrayBuffer', 'text', 'bytes', 'stream', 'textStream']) {
  Object.defineProperty(Blob.prototype, name, kEnumerableProperty);
}

module.exports = {
  Blob,
  ClonedBlob,
  createBlob,
  createBlobFromFilePath,
  isBlob,
  kHandle,
  get resolveObjectURL() { return require('internal/url/object_url').resolveObjectURL; },
};
