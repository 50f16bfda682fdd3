// CompressionStream and DecompressionStream. https://compression.spec.whatwg.org
'use strict';

const { ERR_INVALID_ARG_TYPE } = require('internal/errors').codes;
const { customInspectSymbol } = require('internal/util');
const { createEnumConverter } = require('internal/webidl');
const { isArrayBufferView } = require('internal/buffer/kinds');
const { customInspect, finishClass } = require('internal/webstreams/util');

const readFormat = createEnumConverter('CompressionFormat', ['deflate', 'deflate-raw', 'gzip', 'brotli']);

function makeHandle(format, compress) {
  const zlib = require('zlib');
  const options = compress ? undefined : { rejectGarbageAfterEnd: true };
  switch (format) {
    case 'deflate': return compress ? zlib.createDeflate() : zlib.createInflate(options);
    case 'deflate-raw': return compress ? zlib.createDeflateRaw() : zlib.createInflateRaw(options);
    case 'gzip': return compress ? zlib.createGzip() : zlib.createGunzip(options);
    default: return compress ? zlib.createBrotliCompress() : zlib.createBrotliDecompress(options);
  }
}

// Memory that is shared is refused here; the stream below says what else it does not take.
function checkChunk(chunk) {
  const memory = isArrayBufferView(chunk) ? chunk.buffer : chunk;
  if (memory instanceof SharedArrayBuffer) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
}

function makePair(format, compress) {
  const { newReadableWritablePairFromDuplex } = require('internal/webstreams/adapters');
  const name = compress ? 'CompressionStream' : 'DecompressionStream';
  const known = readFormat(format, { __proto__: null, prefix: `Failed to construct '${name}'`, context: '1st argument' });
  return newReadableWritablePairFromDuplex(makeHandle(known, compress), { validateChunk: checkChunk });
}

class CompressionStream {
  #transform;

  constructor(format) {
    this.#transform = makePair(format, true);
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, 'CompressionStream', {
      readable: this.#transform.readable,
      writable: this.#transform.writable,
    });
  }
}

class DecompressionStream {
  #transform;

  constructor(format) {
    this.#transform = makePair(format, false);
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, 'DecompressionStream', {
      readable: this.#transform.readable,
      writable: this.#transform.writable,
    });
  }
}

finishClass(CompressionStream, ['readable', 'writable']);
finishClass(DecompressionStream, ['readable', 'writable']);

module.exports = { CompressionStream, DecompressionStream };
