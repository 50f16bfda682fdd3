// Paths to file URLs and back. https://nodejs.org/api/url.html#urlfileurltopathurl-options
'use strict';

const record = require('internal/url/record');
const { URL, fromRecord } = require('internal/url/url_class');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FILE_URL_HOST,
    ERR_INVALID_FILE_URL_PATH,
    ERR_INVALID_URL_SCHEME,
  },
} = require('internal/errors');

const isWindows = false;
const BACKSLASH = 92;
const COLON = 58;

// Known by its looks: other realms and other libraries have URL objects as well. The old Url has
// `auth` and `path`, which tells it apart.
function isURL(self) {
  return Boolean(self?.href && self.protocol && self.auth === undefined && self.path === undefined);
}

function fileUrl(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return path;
}

function isDriveLetter(code) {
  const lower = code | 0x20;
  return lower >= 97 && lower <= 122;
}

function decodePath(path) {
  return path.includes('%') ? decodeURIComponent(path) : path;
}

function toPosixPath(url) {
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(require('process').platform);
  const { pathname } = url;
  if (/%2f/i.test(pathname)) throw new ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url);
  return decodePath(pathname);
}

function toWindowsPath(url) {
  const { hostname, pathname } = url;
  if (/%2f|%5c/i.test(pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url);
  }
  const path = decodePath(pathname.replaceAll('/', '\\'));
  if (hostname !== '') return `\\\\${ops.op_url_domain_to_unicode(hostname)}${path}`;
  if (!isDriveLetter(path.codePointAt(1)) || path[2] !== ':') {
    throw new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  }
  return path.slice(1);
}

function fileURLToPath(path, options = {}) {
  const windows = options?.windows;
  const url = fileUrl(path);
  return windows ?? isWindows ? toWindowsPath(url) : toPosixPath(url);
}

// The bytes of a percent-encoded path; what is no escape stays.
function decodeBytes(path) {
  const { Buffer } = require('buffer');
  const bytes = Buffer.from(path, 'utf8');
  let size = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i];
    if (byte === 37 && i + 2 < bytes.length) {
      const digits = bytes.latin1Slice(i + 1, i + 3);
      if (/^[0-9a-f]{2}$/i.test(digits)) {
        byte = Number.parseInt(digits, 16);
        i += 2;
      }
    }
    bytes[size++] = byte;
  }
  return bytes.subarray(0, size);
}

// For paths that are no UTF-8. Encoded separators are not looked for: in other encodings those
// bytes can be part of a character.
function fileURLToPathBuffer(path, options = {}) {
  const windows = options?.windows;
  const url = fileUrl(path);
  const { hostname, pathname } = url;
  if (!(windows ?? isWindows)) {
    if (hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(require('process').platform);
    return decodeBytes(pathname);
  }
  const bytes = decodeBytes(pathname.replaceAll('/', '\\'));
  if (hostname !== '') {
    const { Buffer } = require('buffer');
    return Buffer.concat([Buffer.from(`\\\\${ops.op_url_domain_to_unicode(hostname)}`), bytes]);
  }
  if (!isDriveLetter(bytes[1]) || bytes[2] !== COLON) {
    throw new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  }
  return bytes.subarray(1);
}

function make(path, windows, host) {
  const context = record.fromPath(path, windows, host);
  if (context === undefined) {
    const { InvalidURL } = require('internal/errors/invalid_url');
    throw new InvalidURL(path.toWellFormed(), host === '' ? undefined : host.toWellFormed());
  }
  return fromRecord(context);
}

function pathToFileURL(filepath, options = {}) {
  const windows = options?.windows ?? isWindows;
  const path = require('path');
  let resolved = windows && filepath.startsWith('\\\\') ?
    filepath : (windows ? path.win32 : path.posix).resolve(filepath);

  if (windows && resolved.startsWith('\\\\')) {
    // \\server\share\file, or the long form \\?\UNC\server\share\file.
    const start = resolved.startsWith('\\\\?\\UNC\\') ? 8 : 2;
    const end = resolved.indexOf('\\', start);
    if (end === -1) throw new ERR_INVALID_ARG_VALUE('path', resolved, 'Missing UNC resource path');
    if (end === 2) throw new ERR_INVALID_ARG_VALUE('path', resolved, 'Empty UNC servername');
    return make(resolved.slice(end), true, resolved.slice(start, end));
  }

  // resolve() takes trailing separators away.
  const last = filepath.charCodeAt(filepath.length - 1);
  if ((last === 47 || (windows && last === BACKSLASH)) && resolved[resolved.length - 1] !== path.sep) {
    resolved += '/';
  }
  return make(resolved, windows, '');
}

function toPathIfFileURL(fileURLOrPath) {
  return isURL(fileURLOrPath) ? fileURLToPath(fileURLOrPath) : fileURLOrPath;
}

module.exports = {
  fileURLToPath,
  fileURLToPathBuffer,
  isURL,
  pathToFileURL,
  toPathIfFileURL,
};
