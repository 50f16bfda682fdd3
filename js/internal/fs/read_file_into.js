// The `buffer` option of readFile: the content goes into memory that the program has provided.
// https://nodejs.org/api/fs.html#fsreadfilepath-options-callback
'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateBuffer } = require('internal/validators');
const { checkAborted, isFd } = require('internal/fs/utils');

function validateOption({ buffer }) {
  if (buffer !== undefined && typeof buffer !== 'function' && !ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('options.buffer', ['Buffer', 'TypedArray', 'DataView', 'Function'], buffer);
  }
}

const lengthName = (options) =>
  (typeof options.buffer === 'function' ? 'options.buffer().byteLength' : 'options.buffer.byteLength');

// The program's memory as a Buffer with room for `size` bytes.
function room(options, size) {
  let { buffer } = options;
  if (typeof buffer === 'function') {
    buffer = buffer(size);
    validateBuffer(buffer, 'options.buffer()');
  }
  if (size > buffer.byteLength) {
    throw new ERR_INVALID_ARG_VALUE(lengthName(options), buffer.byteLength,
                                    `is smaller than the file size of ${size} bytes`);
  }
  return Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function tooSmall(options, buffer) {
  return new ERR_INVALID_ARG_VALUE(lengthName(options), buffer.byteLength,
                                   'is too small to contain the entire file');
}

function finished(buffer, length, encoding) {
  buffer = buffer.subarray(0, length);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

// Steps that both forms share: each yield is a call of an fs function, whose result it gives back.
function* steps(fd, options) {
  const stats = yield ['fstat', fd];
  const size = stats.isFile() ? stats.size : 0;
  const buffer = room(options, size);
  let length = 0;
  const end = size === 0 ? buffer.byteLength : size;
  while (length < end) {
    const count = yield ['read', fd, buffer, length, end - length, null];
    if (count === 0) return finished(buffer, length, options.encoding);
    length += count;
  }
  if (size === 0 && (yield ['read', fd, Buffer.allocUnsafe(1), 0, 1, null]) !== 0) throw tooSmall(options, buffer);
  return finished(buffer, length, options.encoding);
}

function readFileSync(path, options) {
  validateOption(options);
  const fs = require('fs');
  const byFd = isFd(path);
  const fd = byFd ? path : fs.openSync(path, options.flag ?? 'r', 0o666);
  try {
    const run = steps(fd, options);
    let step = run.next();
    while (!step.done) {
      const { 0: name, ...args } = step.value;
      step = run.next(fs[`${name}Sync`](...Object.values(args)));
    }
    return step.value;
  } finally {
    if (!byFd) fs.closeSync(fd);
  }
}

function readFile(path, options, callback) {
  validateOption(options);
  if (checkAborted(options.signal, callback)) return;
  const fs = require('fs');
  const byFd = isFd(path);

  function go(fd) {
    const finish = (error, value) => {
      if (byFd) error ? callback(error) : callback(null, value);
      else fs.close(fd, (closeError) => (error || closeError ? callback(error || closeError) : callback(null, value)));
    };
    const run = steps(fd, options);
    const advance = (method, value) => {
      let step;
      try {
        step = run[method](value);
      } catch (error) {
        finish(error);
        return;
      }
      if (step.done) {
        finish(null, step.value);
        return;
      }
      const { 0: name, ...args } = step.value;
      fs[name](...Object.values(args), (error, result) => {
        if (error) advance('throw', error);
        else advance('next', result);
      });
    };
    advance('next');
  }

  if (byFd) go(path);
  else fs.open(path, options.flag ?? 'r', 0o666, (error, fd) => (error ? callback(error) : go(fd)));
}

module.exports = { readFile, readFileSync, validateOption };
