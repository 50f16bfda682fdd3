// fs.readFile. https://nodejs.org/api/fs.html#fsreadfilepath-options-callback
'use strict';

const { validateFunction } = require('internal/validators');
const {
  checkAborted,
  fileContent,
  getOptions,
  getValidatedPath,
  heedSignal,
  isFd,
  isUtf8,
  stringToFlags,
} = require('internal/fs/utils');

const defaults = { flag: 'r' };

// Short contents arrive here when the caller waits for them, and go on into a buffer of the pool.
const kShort = 8192;
let room;

function readFile(path, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, defaults);
  const { encoding, signal } = options;
  const byFd = isFd(path);
  if (options.buffer !== undefined) {
    require('internal/fs/read_file_into').readFile(path, options, callback);
    return;
  }
  if (checkAborted(signal, callback)) return;
  const flags = byFd ? 0 : stringToFlags(options.flag, 'options.flag');
  if (!byFd) path = getValidatedPath(path);

  ops.op_fs_read_file(path, flags, isUtf8(encoding), heedSignal(signal, (error, content) => {
    if (error) {
      callback(error);
      return;
    }
    try {
      content = fileContent(content, encoding);
    } catch (tooMuch) {
      callback(tooMuch);
      return;
    }
    callback(null, content);
  }));
}

function readFileSync(path, options) {
  options = getOptions(options, defaults);
  const { encoding } = options;
  if (options.buffer !== undefined) return require('internal/fs/read_file_into').readFileSync(path, options);
  const byFd = isFd(path);
  const flags = byFd ? 0 : stringToFlags(options.flag);
  room ??= new Uint8Array(kShort);
  const content = ops.op_fs_read_file_sync(byFd ? path : getValidatedPath(path), flags, isUtf8(encoding), room);
  if (typeof content !== 'number' || content > kShort) return fileContent(content, encoding);
  const buffer = require('buffer').Buffer.allocUnsafe(content);
  buffer.set(room.subarray(0, content));
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

module.exports = { readFile, readFileSync };
