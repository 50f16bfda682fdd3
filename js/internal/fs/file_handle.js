// The class FileHandle, and what its methods do. https://nodejs.org/api/fs.html#class-filehandle
'use strict';

const assert = require('internal/assert');
const { Buffer } = require('buffer');
const EventEmitter = require('events');
const { AbortError, codes: { ERR_FS_FILE_TOO_LARGE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE }, genericNodeError } =
  require('internal/errors');
const { kEmptyObject, lazyDOMException } = require('internal/util');
const {
  kValidateObjectAllowNullable,
  parseFileMode,
  validateAbortSignal,
  validateBoolean,
  validateBuffer,
  validateEncoding,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');
const { S_IFMT, S_IFREG } = require('internal/fs/constants');
const {
  constants: { kIoMaxLength, kMaxUserId, kReadFileBufferLength, kWriteFileMaxChunkSize },
  fileContent,
  isUtf8,
  toUnixTimestamp,
  validateBufferArray,
  validateOffsetLengthRead,
  validateOffsetLengthWrite,
  validatePosition,
  validateStringAfterArrayBufferView,
} = require('internal/fs/utils');
const { getStatsFromBinding } = require('internal/fs/stat');

const kHandle = Symbol('kHandle');
const kFd = Symbol('kFd');
const kRefs = Symbol('kRefs');
const kClosePromise = Symbol('kClosePromise');
const kCloseReason = Symbol('kCloseReason');
const kCloseResolve = Symbol('kCloseResolve');
const kCloseReject = Symbol('kCloseReject');
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');
const kLocked = Symbol('kLocked');
const kCloseSync = Symbol('kCloseSync');

// Gives an error of the system the frames of the functions that await it.
function handleErrorFromBinding(error) {
  Error.captureStackTrace(error, handleErrorFromBinding);
  return Promise.reject(error);
}

// An op's promise, whose rejection gets a stack.
function settled(promise) {
  return promise.then(undefined, handleErrorFromBinding);
}

function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

let watchesLost = false;

// A handle that was never closed is a mistake that may end in EMFILE at another place.
function watchLostHandles() {
  if (watchesLost) return;
  watchesLost = true;
  ops.op_fs_on_lost_file_handle((fd, name) => {
    throw genericNodeError(
      'A FileHandle object was closed during garbage collection. This used to be allowed with a deprecation warning ' +
      'but is now considered an error. Please close FileHandle objects explicitly. ' +
      `File descriptor: ${fd} (${name})`, { code: 'ERR_INVALID_STATE' });
  });
}

class FileHandle extends EventEmitter {
  #brand;

  static isFileHandle(value) {
    return value != null && typeof value === 'object' && #brand in value;
  }

  constructor(filehandle) {
    super();
    watchLostHandles();
    markTransferMode(this, false, true);
    this[kHandle] = filehandle;
    this[kFd] = filehandle ? filehandle.fd : -1;
    this[kRefs] = 1;
    this[kClosePromise] = null;
  }

  getAsyncId() {
    return this[kHandle].getAsyncId();
  }

  get fd() {
    return this[kFd];
  }

  appendFile(data, options) {
    return fsCall(require('internal/fs/promises').writeFile, this, data, options);
  }

  chmod(mode) {
    return fsCall(fchmod, this, mode);
  }

  chown(uid, gid) {
    return fsCall(fchown, this, uid, gid);
  }

  datasync() {
    return fsCall(fdatasync, this);
  }

  sync() {
    return fsCall(fsync, this);
  }

  read(buffer, offset, length, position) {
    return fsCall(read, this, buffer, offset, length, position);
  }

  readv(buffers, position) {
    return fsCall(readv, this, buffers, position);
  }

  readFile(options) {
    return fsCall(require('internal/fs/promises').readFile, this, options);
  }

  readLines(options = undefined) {
    const { Interface } = require('internal/readline/interface');
    return new Interface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  stat(options) {
    return fsCall(fstat, this, options);
  }

  truncate(len = 0) {
    return fsCall(ftruncate, this, len);
  }

  utimes(atime, mtime) {
    return fsCall(futimes, this, atime, mtime);
  }

  write(buffer, offset, length, position) {
    return fsCall(write, this, buffer, offset, length, position);
  }

  writev(buffers, position) {
    return fsCall(writev, this, buffers, position);
  }

  writeFile(data, options) {
    return fsCall(require('internal/fs/promises').writeFile, this, data, options);
  }

  close = () => {
    if (this[kFd] === -1) return Promise.resolve();
    if (this[kClosePromise]) return this[kClosePromise];

    // Operations under way go first: the last of them closes.
    if (--this[kRefs] === 0) {
      this[kFd] = -1;
      this[kClosePromise] = this[kHandle].close().finally(() => {
        this[kClosePromise] = undefined;
      });
    } else {
      this[kClosePromise] = new Promise((resolve, reject) => {
        this[kCloseResolve] = resolve;
        this[kCloseReject] = reject;
      }).finally(() => {
        this[kClosePromise] = undefined;
        this[kCloseReject] = undefined;
        this[kCloseResolve] = undefined;
      });
    }
    this.emit('close');
    return this[kClosePromise];
  };

  [kCloseSync]() {
    if (this[kFd] === -1) return;
    if (this[kClosePromise]) throw new ERR_INVALID_STATE('The FileHandle is closing');
    this[kFd] = -1;
    this[kHandle].closeSync();
    this.emit('close');
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  readableWebStream(options = kEmptyObject) {
    if (this[kFd] === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this[kClosePromise]) throw new ERR_INVALID_STATE('The FileHandle is closing');
    if (this[kLocked]) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this[kLocked] = true;

    validateObject(options, 'options');
    const { type = 'bytes', autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (type !== 'bytes') {
      require('process').emitWarning(
        'A non-"bytes" options.type has no effect. A byte-oriented steam is always created.', 'ExperimentalWarning');
    }
    return webStream(this, autoClose);
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams');
    return new ReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams');
    return new WriteStream(undefined, { ...options, fd: this });
  }

  [kTransfer]() {
    if (this[kClosePromise] || this[kRefs] > 1) {
      throw lazyDOMException('Cannot transfer FileHandle while in use', 'DataCloneError');
    }
    const fd = this[kHandle].releaseFD();
    this[kFd] = -1;
    this[kCloseReason] = 'The FileHandle has been transferred';
    this[kHandle] = null;
    this[kRefs] = 0;
    return { data: { fd }, deserializeInfo: 'internal/fs/promises:FileHandle' };
  }

  [kTransferList]() {
    return [];
  }

  [kDeserialize]({ fd }) {
    this[kHandle] = new ops.FileHandle(fd);
    this[kFd] = fd;
  }

  [kRef]() {
    this[kRefs]++;
  }

  [kUnref]() {
    if (--this[kRefs] !== 0) return;
    this[kFd] = -1;
    this[kHandle].close().then(this[kCloseResolve], this[kCloseReject]);
  }
}

function webStream(handle, autoClose) {
  const { ReadableStream } = require('internal/webstreams/readablestream');
  const { readableStreamCancel } = require('internal/webstreams/readable_ops');
  const done = async () => {
    handle[kUnref]();
    if (autoClose) await handle.close();
  };
  const readable = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 16384,

    async pull(controller) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, 0, view.byteLength);
      if (bytesRead === 0) {
        controller.close();
        await done();
      }
      controller.byobRequest.respond(bytesRead);
    },

    async cancel() {
      await done();
    },
  });
  handle[kRef]();
  handle.once('close', () => {
    readableStreamCancel(readable);
  });
  return readable;
}

// Keeps the file open while `fn` works on it.
async function fsCall(fn, handle, ...args) {
  assert(handle[kRefs] !== undefined, 'handle must be an instance of FileHandle');
  if (handle.fd === -1) {
    throw genericNodeError(handle[kCloseReason] ?? 'file closed', { code: 'EBADF', syscall: fn.name });
  }
  try {
    handle[kRef]();
    return await fn(handle, ...args);
  } finally {
    handle[kUnref]();
  }
}

async function read(handle, bufferOrParams, offset, length, position) {
  let buffer = bufferOrParams;
  if (!ArrayBuffer.isView(buffer)) {
    // (options)
    if (bufferOrParams !== undefined) validateObject(bufferOrParams, 'options', kValidateObjectAllowNullable);
    ({
      buffer = Buffer.alloc(16384),
      offset = 0,
      length = buffer.byteLength - offset,
      position = null,
    } = bufferOrParams ?? kEmptyObject);
    validateBuffer(buffer);
  }
  if (offset !== null && typeof offset === 'object') {
    // (buffer, options)
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length ??= buffer.byteLength - offset;
  length |= 0;
  if (position == null) position = -1;
  else validatePosition(position, 'position', length);

  if (length === 0) return { __proto__: null, bytesRead: length, buffer };
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  const bytesRead = await settled(ops.op_fs_read(handle.fd, buffer, offset, length, position, undefined));
  return { __proto__: null, bytesRead, buffer };
}

async function readv(handle, buffers, position) {
  validateBufferArray(buffers);
  if (typeof position !== 'number') position = -1;
  const bytesRead = await settled(ops.op_fs_readv(handle.fd, buffers, position, undefined));
  return { __proto__: null, bytesRead, buffers };
}

async function write(handle, buffer, offsetOrOptions, length, position) {
  if (buffer?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };

  let bytes = buffer;
  let offset = offsetOrOptions;
  if (ArrayBuffer.isView(buffer)) {
    if (typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? kEmptyObject);
    }
    if (offset == null) offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = buffer.byteLength - offset;
    validateOffsetLengthWrite(offset, length, buffer.byteLength);
  } else {
    // (string[, position[, encoding]])
    validateStringAfterArrayBufferView(buffer, 'buffer');
    validateEncoding(buffer, length);
    bytes = Buffer.from(buffer, length);
    position = offset;
    offset = 0;
    length = bytes.length;
  }
  if (typeof position !== 'number') position = -1;
  const bytesWritten = await settled(ops.op_fs_write(handle.fd, bytes, offset, length, position, undefined));
  return { __proto__: null, bytesWritten, buffer };
}

async function writev(handle, buffers, position) {
  validateBufferArray(buffers);
  if (typeof position !== 'number') position = -1;
  if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers };
  const bytesWritten = await settled(ops.op_fs_writev(handle.fd, buffers, position, undefined));
  return { __proto__: null, bytesWritten, buffers };
}

async function fstat(handle, options = { __proto__: null, bigint: false }) {
  const { signal } = options ?? kEmptyObject;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  checkAborted(signal);
  const stats = await settled(ops.op_fs_fstat(handle.fd, Boolean(options?.bigint), undefined));
  checkAborted(signal);
  return getStatsFromBinding(stats);
}

async function ftruncate(handle, len = 0) {
  validateInteger(len, 'len');
  return await settled(ops.op_fs_ftruncate(handle.fd, Math.max(0, len), undefined));
}

async function fdatasync(handle) {
  return await settled(ops.op_fs_fdatasync(handle.fd, undefined));
}

async function fsync(handle) {
  return await settled(ops.op_fs_fsync(handle.fd, undefined));
}

async function fchmod(handle, mode) {
  mode = parseFileMode(mode, 'mode');
  return await settled(ops.op_fs_fchmod(handle.fd, mode, undefined));
}

async function fchown(handle, uid, gid) {
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
  return await settled(ops.op_fs_fchown(handle.fd, uid >>> 0, gid >>> 0, undefined));
}

async function futimes(handle, atime, mtime) {
  atime = toUnixTimestamp(atime, 'atime');
  mtime = toUnixTimestamp(mtime, 'mtime');
  return await settled(ops.op_fs_futimes(handle.fd, atime, mtime, undefined));
}

// From the handle's position to the end. In steps when a signal may end it.
async function readFileHandle(handle, options) {
  const { encoding, signal } = options;
  checkAborted(signal);
  if (options.buffer !== undefined) return readInto(handle, options);
  if (signal === undefined) {
    const content = await settled(ops.op_fs_read_file(handle.fd, 0, isUtf8(encoding), undefined));
    return fileContent(content, encoding);
  }

  const stats = await settled(ops.op_fs_fstat(handle.fd, false, undefined));
  checkAborted(signal);
  const size = (stats[1] & S_IFMT) === S_IFREG ? stats[8] : 0;
  if (size > kIoMaxLength) throw new ERR_FS_FILE_TOO_LARGE(size);
  const chunks = [];
  let total = 0;
  while (size === 0 || total < size) {
    const chunk = Buffer.allocUnsafeSlow(size === 0 ? kReadFileBufferLength : Math.min(size - total, kReadFileBufferLength));
    const count = await settled(ops.op_fs_read(handle.fd, chunk, 0, chunk.length, -1, undefined));
    checkAborted(signal);
    if (count === 0) break;
    total += count;
    chunks.push(chunk.subarray(0, count));
  }
  const result = Buffer.concat(chunks, total);
  return encoding && encoding !== 'buffer' ? result.toString(encoding) : result;
}

function readInto(handle, options) {
  return new Promise((resolve, reject) => {
    require('internal/fs/read_file_into').readFile(handle.fd, options, (error, content) => {
      if (error) reject(error);
      else resolve(content);
    });
  });
}

function isCustomIterable(value) {
  return value != null && typeof value !== 'string' && !ArrayBuffer.isView(value) &&
    (typeof value[Symbol.iterator] === 'function' || typeof value[Symbol.asyncIterator] === 'function');
}

async function writeBytes(handle, data, signal) {
  let offset = 0;
  while (offset < data.byteLength) {
    checkAborted(signal);
    const length = Math.min(kWriteFileMaxChunkSize, data.byteLength - offset);
    const { bytesWritten } = await write(handle, data, offset, length);
    offset += bytesWritten;
  }
}

async function writeFileHandle(handle, data, signal, encoding) {
  checkAborted(signal);
  if (!isCustomIterable(data)) {
    await writeBytes(handle, data, signal);
    return;
  }
  for await (const chunk of data) {
    checkAborted(signal);
    await writeBytes(handle, ArrayBuffer.isView(chunk) ? chunk : Buffer.from(chunk, encoding || 'utf8'), signal);
    checkAborted(signal);
  }
}

module.exports = {
  FileHandle,
  checkAborted,
  fchmod,
  ftruncate,
  handleErrorFromBinding,
  isCustomIterable,
  kCloseSync,
  kHandle,
  kLocked,
  kRef,
  kUnref,
  readFileHandle,
  settled,
  writeFileHandle,
};
