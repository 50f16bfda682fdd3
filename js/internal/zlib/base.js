// The stream class below all compressing and decompressing streams.
// https://nodejs.org/api/zlib.html#class-zlibzlibbase
'use strict';

const { Buffer } = require('buffer');
const process = require('process');
const { Transform } = require('stream');
const { eos } = require('internal/streams/end-of-stream');
const { genericNodeError } = require('internal/errors');
const { ERR_INTERNAL_ASSERTION } = require('internal/errors').codes;
const { getAsyncContext } = require('internal/core');
const { symbols: { owner_symbol } } = require('internal/async_hooks');
const { kContext, kError, processChunk, processChunkSync } = require('internal/zlib/process_chunk');
const { checkRangesOrGetDefault } = require('internal/validators');
const { openHandle, readCommon, strongerFlush } = require('internal/zlib/settings');

const kFlushFlag = Symbol('kFlushFlag');

// The greatest flag of a flush, of each format: Z_BLOCK, BROTLI_OPERATION_EMIT_METADATA, ZSTD_e_end.
const kGreatestFlush = [5, 3, 2];

// Empty chunks that carry the flag of a flush through the queue of writes, one list for each format.
const flushChunks = [[], [], []];

function flushChunk(index, flag) {
  let chunk = flushChunks[index][flag];
  if (chunk === undefined) {
    chunk = Buffer.alloc(0);
    chunk[kFlushFlag] = flag;
    flushChunks[index][flag] = chunk;
  }
  return chunk;
}

function closeHandle(stream) {
  const handle = stream._handle;
  if (handle) handle.close();
  stream._handle = null;
}

// Nothing can be said about what follows an error: the stream ends here.
function zlibOnError(message, errno, code) {
  const self = this[owner_symbol];
  closeHandle(self);
  const error = genericNodeError(message, { errno, code });
  error.errno = errno;
  error.code = code;
  self.destroy(error);
  self[kError] = error;
}

function assertOpen(stream) {
  if (!stream._handle) throw new ERR_INTERNAL_ASSERTION('zlib binding closed');
}

// `handle` is made before: what is wrong with the options of the format is told first.
function ZlibBase(options, mode, handle) {
  const settings = readCommon(options, mode);
  if (options && (options.encoding || options.objectMode || options.writableObjectMode)) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  Transform.call(this, { autoDestroy: true, ...options });

  this[kError] = null;
  this.bytesWritten = 0;
  this._handle = handle;
  handle[owner_symbol] = this;
  // Used by processChunk.
  handle.onerror = zlibOnError;
  const context = getAsyncContext();
  if (context !== undefined) handle[kContext] = context;
  this._outBuffer = Buffer.allocUnsafe(settings.chunkSize);
  this._outOffset = 0;
  this._chunkSize = settings.chunkSize;
  this._defaultFlushFlag = settings.flush;
  this._finishFlushFlag = settings.finishFlush;
  this._defaultFullFlushFlag = settings.fullFlush;
  this._flushBoundIdx = settings.flushIndex;
  this._info = settings.info;
  this._maxOutputLength = settings.maxOutputLength;
  this._rejectGarbageAfterEnd = settings.rejectGarbageAfterEnd;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

Object.defineProperty(ZlibBase.prototype, '_closed', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return !this._handle;
  },
});

ZlibBase.prototype.reset = function() {
  assertOpen(this);
  const failure = this._handle.reset();
  if (failure !== undefined) this._handle.onerror(...failure);
};

// Called when the writable side has ended, before 'finish': the last chunk may not have carried the final flag.
ZlibBase.prototype._flush = function(callback) {
  this._transform(Buffer.alloc(0), '', callback);
};

ZlibBase.prototype._final = function(callback) {
  callback();
};

ZlibBase.prototype.flush = function(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  kind = checkRangesOrGetDefault(kind, 'kind', 0, kGreatestFlush[this._flushBoundIdx], this._defaultFullFlushFlag);
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushChunk(this._flushBoundIdx, kind), '', callback);
  }
};

ZlibBase.prototype.close = function(callback) {
  if (callback) eos(this, callback);
  this.destroy();
};

ZlibBase.prototype._destroy = function(error, callback) {
  closeHandle(this);
  callback(error);
};

ZlibBase.prototype._transform = function(chunk, encoding, callback) {
  let flag = this._defaultFlushFlag;
  const wanted = chunk[kFlushFlag];
  if (typeof wanted === 'number') {
    flag = wanted;
  } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
    // The last chunk: what ends the stream can be asked for at once.
    flag = this._flushBoundIdx === 0 ?
      strongerFlush(flag, this._finishFlushFlag) :
      Math.max(flag, this._finishFlushFlag);
  }
  processChunk(this, chunk, flag, callback);
};

ZlibBase.prototype._processChunk = function(chunk, flag, callback) {
  // The two-argument form is the synchronous one.
  if (typeof callback === 'function') processChunk(this, chunk, flag, callback);
  else return processChunkSync(this, chunk, flag);
};

for (const name of ['reset', '_flush', '_final', 'flush', 'close', '_destroy', '_transform', '_processChunk']) {
  Object.defineProperty(ZlibBase.prototype[name], 'name', { __proto__: null, value: '', configurable: true });
}

module.exports = { ZlibBase, assertOpen, closeHandle, openHandle };
