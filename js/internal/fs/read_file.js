// fs.readFile. https://nodejs.org/api/fs.html#fsreadfilepath-options-callback
'use strict';

const { validateFunction } = require('internal/validators');
const { allocateFilled } = require('internal/buffer/from');
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

// Contents up to this length go right into the pool of buffers when the caller waits for them.
const kShort = 8192;

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

const readShort = (bytes, offset, path, flags) => ops.op_fs_read_short_sync(path, flags, bytes, offset);

function readFileSync(path, options) {
  options = readOptions(options);
  const { encoding } = options;
  if (options.buffer !== undefined) return require('internal/fs/read_file_into').readFileSync(path, options);
  const byFd = isFd(path);
  const flags = byFd ? 0 : stringToFlags(options.flag);
  if (!byFd) path = getValidatedPath(path);
  const isText = isUtf8(encoding);
  if (isText || typeof path !== 'string') return fileContent(ops.op_fs_read_file_sync(path, flags, isText), encoding);

  const buffer = allocateFilled(kShort, readShort, path, flags);
  if (buffer) return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
  const content = buffer === null ? ops.op_fs_read_rest_sync() : ops.op_fs_read_file_sync(path, flags, false);
  return fileContent(content, encoding);
}

module.exports = { readFile, readFileSync, readOptions };
