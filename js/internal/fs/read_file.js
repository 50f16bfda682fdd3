// fs.readFile. https://nodejs.org/api/fs.html#fsreadfilepath-options-callback
'use strict';

const { validateFunction } = require('internal/validators');
const { allocate } = require('internal/buffer/from');
const { copyBytes } = require('internal/buffer/methods');
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

const defaults = { flag: 'r', encoding: undefined, signal: undefined, buffer: undefined };
// What most programs ask for needs no object of its own.
const utf8Defaults = { ...defaults, encoding: 'utf8' };

const readOptions = (options) => (options === 'utf8' ? utf8Defaults : getOptions(options, defaults));

// Short contents arrive here when the caller waits for them, and go on into a buffer of the pool.
const kShort = 8192;
let room;

function readFile(path, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = readOptions(options);
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
  options = readOptions(options);
  const { encoding } = options;
  if (options.buffer !== undefined) return require('internal/fs/read_file_into').readFileSync(path, options);
  const byFd = isFd(path);
  const flags = byFd ? 0 : stringToFlags(options.flag);
  room ??= new Uint8Array(kShort);
  const content = ops.op_fs_read_file_sync(byFd ? path : getValidatedPath(path), flags, isUtf8(encoding), room);
  if (typeof content !== 'number' || content > kShort) return fileContent(content, encoding);
  const buffer = allocate(content);
  copyBytes(room, buffer, 0, 0, content);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

module.exports = { readFile, readFileSync, readOptions };
