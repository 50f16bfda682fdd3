// path.win32. https://nodejs.org/api/path.html
'use strict';

const { validateString } = require('internal/validators');
const {
  basenameOf,
  extensionStart,
  extnameOf,
  format,
  lastSegment,
  normalizeSegments,
} = require('internal/path/segments');

const SLASH = 47;
const COLON = 58;
const BACKSLASH = 92;

// Device names that Windows gives a meaning of their own in every folder, superscript digits
// included. A path that begins with one and a colon must not become another path.
const RESERVED = /^(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9\u00b9\u00b2\u00b3])$/;

function isReserved(path, end) {
  // A negative end counts from the back, as slice does.
  const name = path.slice(0, end);
  const { length } = name;
  return length >= 3 && length <= 4 && RESERVED.test(name.toUpperCase());
}

function isSeparator(code) {
  return code === SLASH || code === BACKSLASH;
}

function isLetter(code) {
  const lower = code | 0x20;
  return code < 128 && lower >= 97 && lower <= 122;
}

function skip(path, from, separators) {
  let i = from;
  while (i < path.length && isSeparator(path.charCodeAt(i)) === separators) i++;
  return i;
}

// The root of a path: `device` is 'C:', '\\server\share', '\\.' or '\\?' (or ''), `end` the
// offset after it and after one separator if the path is absolute on a drive or has no device.
// `unc` tells the share's own end, or -1.
function splitRoot(path) {
  const root = { device: '', end: 0, absolute: false, unc: -1, server: '' };
  const { length } = path;
  if (length === 0) return root;
  const first = path.charCodeAt(0);
  if (isSeparator(first)) {
    root.absolute = true;
    root.end = 1;
    if (length > 1 && isSeparator(path.charCodeAt(1))) {
      // As in Node, two separators that begin nothing leave the root empty: the walk over
      // segments drops them.
      const serverEnd = skip(path, 2, false);
      const shareStart = skip(path, serverEnd, true);
      if (serverEnd > 2 && shareStart < length && shareStart > serverEnd) {
        const shareEnd = skip(path, shareStart, false);
        const server = path.slice(2, serverEnd);
        root.unc = shareEnd;
        root.server = server;
        if (server === '.' || server === '?') {
          root.device = `\\\\${server}`;
          root.end = 4;
        } else {
          root.device = `\\\\${server}\\${path.slice(shareStart, shareEnd)}`;
          root.end = shareEnd;
        }
      }
    }
  } else if (length > 1 && isLetter(first) && path.charCodeAt(1) === COLON) {
    root.device = path.slice(0, 2);
    root.end = 2;
    if (length > 2 && isSeparator(path.charCodeAt(2))) {
      root.absolute = true;
      root.end = 3;
    }
  }
  return root;
}

// The end of the part that dirname and parse never cut. A share keeps its separator.
function uncutEnd(path, root) {
  if (root.unc === -1) return root.end;
  return root.unc === path.length ? root.unc : root.unc + 1;
}

let process;
function currentDirectory(device) {
  process ??= require('process');
  if (device === '') return process.cwd();
  // Windows keeps a current folder for each drive, in variables named '=C:'.
  const path = process.env[`=${device}`] || process.cwd();
  if (path === undefined ||
      (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path.charCodeAt(2) === BACKSLASH)) {
    return `${device}\\`;
  }
  return path;
}

function segmentsOf(path) {
  let start = 0;
  let end = path.length;
  while (start < end && path.charCodeAt(start) === BACKSLASH) start++;
  while (end > start && path.charCodeAt(end - 1) === BACKSLASH) end--;
  return start === end ? [] : path.slice(start, end).split('\\');
}

const win32 = {
  resolve(...args) {
    let device = '';
    let tail = '';
    let absolute = false;

    for (let i = args.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = args[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else {
        path = currentDirectory(device);
        if (device === '' && (args.length === 0 ||
            (args.length === 1 && (args[0] === '' || args[0] === '.') && isSeparator(path.charCodeAt(0))))) {
          return path.replaceAll('/', '\\');
        }
      }
      const root = splitRoot(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        // A path on another drive says nothing about this one.
        else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      }
      if (absolute) {
        if (device !== '') break;
        continue;
      }
      tail = `${path.slice(root.end)}\\${tail}`;
      absolute = root.absolute;
      if (absolute && device !== '') break;
    }

    tail = normalizeSegments(tail, 0, !absolute, '\\');
    return absolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    const { length } = path;
    if (length === 0) return '.';
    if (length === 1) return path === '/' ? '\\' : path;

    const root = splitRoot(path);
    const { absolute } = root;
    let { device, end } = root;
    const colon = path.indexOf(':');
    if (root.unc !== -1) {
      if (end === 4 && (root.server === '.' || root.server === '?')) {
        const name = path.slice(4, colon + 1);
        if (isReserved(name, name.length - 1)) {
          device = `\\\\?\\${name}`;
          end = 4 + name.length;
        }
      } else if (root.unc === length) {
        return `${device}\\`;
      }
    } else if (device === '' && !absolute && colon > 0 && isReserved(path, colon)) {
      device = path.slice(0, colon + 1);
      end = colon + 1;
    }

    let tail = end < length ? normalizeSegments(path, end, !absolute, '\\') : '';
    if (tail === '' && !absolute) tail = '.';
    if (tail !== '' && isSeparator(path.charCodeAt(length - 1))) tail += '\\';

    if (!absolute && device === '' && colon !== -1) {
      // What was relative must not come out as a path on a drive or a stream of a file.
      if (tail.length >= 2 && isLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === COLON) {
        return `.\\${tail}`;
      }
      for (let at = colon; at !== -1; at = path.indexOf(':', at + 1)) {
        if (at === length - 1 || isSeparator(path.charCodeAt(at + 1))) return `.\\${tail}`;
      }
    }
    if (isReserved(path, colon)) return `.\\${device}${tail}`;
    return absolute ? `${device}\\${tail}` : `${device}${tail}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    if (path.length === 0) return false;
    const first = path.charCodeAt(0);
    return isSeparator(first) ||
      (path.length > 2 && isLetter(first) && path.charCodeAt(1) === COLON && isSeparator(path.charCodeAt(2)));
  },

  join(...args) {
    let first;
    let joined;
    for (let i = 0; i < args.length; i++) {
      const part = args[i];
      validateString(part, 'path');
      if (part.length === 0) continue;
      if (joined === undefined) joined = first = part;
      else joined += `\\${part}`;
    }
    if (joined === undefined) return '.';

    // Two leading separators mean a network share only when the first argument says so itself:
    // exactly two, with something behind them.
    const leading = skip(first, 0, true);
    if (!(leading === 2 && first.length > 2)) {
      const count = skip(joined, 0, true);
      if (count >= 2) joined = `\\${joined.slice(count)}`;
    }

    if (joined.includes(':')) {
      for (const part of joined.split('\\')) {
        const colon = part.indexOf(':');
        if (colon !== -1 && isReserved(part, colon)) return joined.replaceAll('/', '\\');
      }
    }
    return win32.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = win32.resolve(from);
    to = win32.resolve(to);
    if (from === to || from.toLowerCase() === to.toLowerCase()) return '';

    const source = segmentsOf(from);
    const target = segmentsOf(to);
    const shorter = Math.min(source.length, target.length);
    let common = 0;
    while (common < shorter && source[common].toLowerCase() === target[common].toLowerCase()) common++;
    if (common === 0 && shorter > 0) return to;
    const up = source.length - common;
    const rest = target.slice(common).join('\\');
    // A share's own trailing separator stays when `from` is a folder above it.
    if (up === 0) return shorter > 0 && to.endsWith('\\') ? `${rest}\\` : rest;
    return '..\\'.repeat(up - 1) + (rest === '' ? '..' : `..\\${rest}`);
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const mark = resolved[2];
      return mark === '?' || mark === '.' ? resolved : `\\\\?\\UNC\\${resolved.slice(2)}`;
    }
    if (isLetter(resolved.charCodeAt(0)) && resolved.startsWith(':\\', 1)) return `\\\\?\\${resolved}`;
    return resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    const { length } = path;
    if (length === 0) return '.';
    if (length === 1) return isSeparator(path.charCodeAt(0)) ? path : '.';
    const root = splitRoot(path);
    if (root.unc === length) return path;
    const uncut = uncutEnd(path, root);
    let i = length - 1;
    while (i >= uncut && isSeparator(path.charCodeAt(i))) i--;
    while (i >= uncut && !isSeparator(path.charCodeAt(i))) i--;
    if (i >= uncut) return path.slice(0, i);
    return uncut === 0 ? '.' : path.slice(0, uncut);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    return basenameOf(path, suffix, driveEnd(path), true);
  },

  extname(path) {
    validateString(path, 'path');
    return extnameOf(path, driveEnd(path), true);
  },

  format: format.bind(null, '\\'),

  parse(path) {
    validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    const { length } = path;
    if (length === 0) return parsed;
    const uncut = uncutEnd(path, splitRoot(path));
    if (uncut > 0) parsed.root = path.slice(0, uncut);
    const { start, end } = lastSegment(path, uncut, true);
    if (end !== -1) {
      const dot = extensionStart(path, start, end);
      parsed.base = path.slice(start, end);
      parsed.name = path.slice(start, dot);
      parsed.ext = path.slice(dot, end);
    }
    parsed.dir = start > 0 && start !== uncut ? path.slice(0, start - 1) : parsed.root;
    return parsed;
  },

  matchesGlob(path, pattern) {
    return require('internal/path/match_glob').matchGlobPattern(path, pattern, true);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: require('internal/path/posix'),
};

win32.win32 = win32;
// The name from before toNamespacedPath, which programs still call.
win32._makeLong = win32.toNamespacedPath;

function driveEnd(path) {
  return path.length >= 2 && path.charCodeAt(1) === COLON && isLetter(path.charCodeAt(0)) ? 2 : 0;
}

module.exports = win32;
