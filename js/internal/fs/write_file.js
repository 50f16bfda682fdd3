// fs.writeFile and fs.appendFile. https://nodejs.org/api/fs.html#fswritefilefile-data-options-callback
'use strict';

const { Buffer } = require('buffer');
const { AbortError, aggregateTwoErrors } = require('internal/errors');
const { parseFileMode, validateBoolean, validateFunction } = require('internal/validators');
const {
  checkAborted,
  copyObject,
  getOptions,
  getValidatedPath,
  heedSignal,
  isFd,
  isUtf8,
  stringToFlags,
  validateStringAfterArrayBufferView,
} = require('internal/fs/utils');

const writeDefaults = { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false };
const appendDefaults = { encoding: 'utf8', mode: 0o666, flag: 'a' };

function toBytes(data, encoding) {
  if (ArrayBuffer.isView(data)) return data;
  validateStringAfterArrayBufferView(data, 'data');
  return Buffer.from(data, encoding || 'utf8');
}

// What the ops take: they encode text as UTF-8 themselves.
function toContent(data, encoding) {
  return typeof data === 'string' && (!encoding || isUtf8(encoding)) ? data : toBytes(data, encoding);
}

// Step by step through fs.write, fs.fsync and fs.close, where a program can see (or replace) each of them.
function writeAll(fd, isUserFd, buffer, offset, length, signal, flush, callback) {
  const fs = require('fs');
  const finish = (error) => {
    if (isUserFd) callback(error);
    else fs.close(fd, (closeError) => callback(aggregateTwoErrors(closeError, error)));
  };
  if (signal?.aborted) {
    finish(new AbortError(undefined, { cause: signal.reason }));
    return;
  }
  fs.write(fd, buffer, offset, length, null, (writeError, written) => {
    if (writeError) finish(writeError);
    else if (written < length) {
      writeAll(fd, isUserFd, buffer, offset + written, length - written, signal, flush, callback);
    } else if (flush) fs.fsync(fd, (syncError) => finish(syncError ?? null));
    else finish(null);
  });
}

function writeFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(typeof options === 'function' ? null : options, writeDefaults);
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  const mode = parseFileMode(options.mode, 'mode', 0o666);
  const { encoding, signal } = options;
  const isUserFd = isFd(path);
  data = isUserFd || flush ? toBytes(data, encoding) : toContent(data, encoding);

  if (isUserFd) {
    writeAll(path, true, data, 0, data.byteLength, signal, flush, callback);
    return;
  }
  if (checkAborted(signal, callback)) return;
  const flag = options.flag || 'w';
  if (flush) {
    require('fs').open(path, flag, mode, (openError, fd) => {
      if (openError) callback(openError);
      else writeAll(fd, false, data, 0, data.byteLength, signal, flush, callback);
    });
    return;
  }
  path = getValidatedPath(path);
  ops.op_fs_write_file(path, data, stringToFlags(flag, 'options.flag'), mode, heedSignal(signal, callback));
}

function writeFileSync(path, data, options) {
  options = getOptions(options, writeDefaults);
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  const mode = parseFileMode(options.mode, 'mode', 0o666);
  const flag = options.flag || 'w';

  if (!flush) {
    data = toContent(data, options.encoding);
    if (isFd(path)) ops.op_fs_write_file_sync(path, data, 0, 0);
    else ops.op_fs_write_file_sync(getValidatedPath(path), data, stringToFlags(flag), mode);
    return;
  }
  data = toBytes(data, options.encoding);
  const fs = require('fs');
  const isUserFd = isFd(path);
  const fd = isUserFd ? path : fs.openSync(path, flag, mode);
  try {
    let offset = 0;
    while (offset < data.byteLength) offset += fs.writeSync(fd, data, offset, data.byteLength - offset);
    fs.fsyncSync(fd);
  } finally {
    if (!isUserFd) fs.closeSync(fd);
  }
}

function appendOptions(path, options) {
  options = copyObject(getOptions(options, appendDefaults));
  parseFileMode(options.mode, 'mode', 0o666);
  if (!options.flag || isFd(path)) options.flag = 'a';
  return options;
}

function appendFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = appendOptions(path, typeof options === 'function' ? null : options);
  require('fs').writeFile(path, data, options, callback);
}

function appendFileSync(path, data, options) {
  require('fs').writeFileSync(path, data, appendOptions(path, options));
}

module.exports = { appendFile, appendFileSync, toBytes, toContent, writeFile, writeFileSync };
