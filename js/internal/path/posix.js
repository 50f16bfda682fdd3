// path.posix. https://nodejs.org/api/path.html
'use strict';

const { validateString } = require('internal/validators');
const {
  basenameOf,
  extensionStart,
  extnameOf,
  format,
  isNormal,
  lastSegment,
  resolveParts,
} = require('internal/path/segments');

const SLASH = 47;

let process;
function cwd() {
  process ??= require('process');
  return process.cwd();
}

// What is made of resolved segments.
function finish(path, absolute, trailing) {
  if (path === '') {
    if (absolute) return '/';
    return trailing ? './' : '.';
  }
  return trailing ? `${path}/` : path;
}

const posix = {
  resolve(...args) {
    const { length } = args;
    if (length === 0 || (length === 1 && (args[0] === '' || args[0] === '.'))) {
      const here = cwd();
      if (here.charCodeAt(0) === SLASH) return here;
    }
    let whole = '';
    let absolute = false;
    let normal = true;
    let first = length;
    while (first > 0 && !absolute) {
      const part = args[--first];
      if (typeof part !== 'string') validateString(part, `paths[${first}]`);
      if (part.length === 0) continue;
      absolute = part.charCodeAt(0) === SLASH;
      normal = normal && isNormal(part, absolute ? 1 : 0, SLASH, -1);
      if (normal) whole = whole === '' ? part : `${part}/${whole}`;
    }
    let head = '';
    if (!absolute) {
      head = cwd();
      absolute = head.charCodeAt(0) === SLASH;
      normal = normal && isNormal(head, absolute ? 1 : 0, SLASH, -1);
      if (normal) whole = whole === '' ? head : `${head}/${whole}`;
    }
    if (normal) return whole;
    return finish(resolveParts(head, args, first, absolute), absolute, false);
  },

  normalize(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const { length } = path;
    if (length === 0) return '.';
    const absolute = path.charCodeAt(0) === SLASH;
    if (isNormal(path, absolute ? 1 : 0, SLASH, -1)) return path;
    const trailing = path.charCodeAt(length - 1) === SLASH;
    return finish(resolveParts(path, [], 0, absolute), absolute, trailing);
  },

  isAbsolute(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return path.charCodeAt(0) === SLASH;
  },

  join(...args) {
    let joined = '';
    let last = '';
    let absolute = false;
    let normal = true;
    for (let i = 0; i < args.length; i++) {
      const part = args[i];
      if (typeof part !== 'string') validateString(part, 'path');
      if (part.length === 0) continue;
      if (last === '') absolute = part.charCodeAt(0) === SLASH;
      normal = normal && isNormal(part, absolute && last === '' ? 1 : 0, SLASH, -1);
      if (normal) joined = last === '' ? part : `${joined}/${part}`;
      last = part;
    }
    if (last === '') return '.';
    if (normal) return joined;
    return finish(resolveParts('', args, 0, absolute), absolute, last.charCodeAt(last.length - 1) === SLASH);
  },

  relative(from, to) {
    if (typeof from !== 'string') validateString(from, 'from');
    if (typeof to !== 'string') validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';

    // Both are absolute and normal, so they share at least the root.
    const shorter = Math.min(from.length, to.length);
    let common = 0;
    let i = 1;
    for (; i < shorter; i++) {
      const code = from.charCodeAt(i);
      if (code !== to.charCodeAt(i)) break;
      if (code === SLASH) common = i;
    }
    if (i === shorter) {
      if (to.length > shorter) {
        if (to.charCodeAt(i) === SLASH) common = i;
        else if (shorter === 1) common = 0;
      } else if (from.length > shorter && from.charCodeAt(i) === SLASH) {
        common = i;
      }
    }
    let up = '';
    if (from.length > 1) {
      for (let at = common; at !== -1 && at < from.length; at = from.indexOf('/', at + 1)) {
        up += up === '' ? '..' : '/..';
      }
    }
    const rest = to.slice(common + 1);
    if (up === '') return rest;
    return rest === '' ? up : `${up}/${rest}`;
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    if (path.length === 0) return '.';
    const rooted = path.charCodeAt(0) === SLASH;
    // The parent ends at the last separator before the last segment; the root is never cut.
    let i = path.length - 1;
    while (i > 0 && path.charCodeAt(i) === SLASH) i--;
    while (i > 0 && path.charCodeAt(i) !== SLASH) i--;
    if (i === 0) return rooted ? '/' : '.';
    if (i === 1 && rooted) return '//';
    return path.slice(0, i);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    if (typeof path !== 'string') validateString(path, 'path');
    return basenameOf(path, suffix, 0, false);
  },

  extname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return extnameOf(path, 0, false);
  },

  format: format.bind(null, '/'),

  parse(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return parsed;
    const rooted = path.charCodeAt(0) === SLASH;
    if (rooted) parsed.root = '/';
    const { start, end } = lastSegment(path, rooted ? 1 : 0, false);
    if (end !== -1) {
      // As in Node, '..' has an extension where it is behind the root.
      const dot = rooted && start === 1 && end === 3 && path.startsWith('..', 1) ? 2 : extensionStart(path, start, end);
      parsed.base = path.slice(start, end);
      parsed.name = path.slice(start, dot);
      parsed.ext = path.slice(dot, end);
    }
    if (start > (rooted ? 1 : 0)) parsed.dir = path.slice(0, start - 1);
    else if (rooted) parsed.dir = '/';
    return parsed;
  },

  matchesGlob(path, pattern) {
    return require('internal/path/match_glob').matchGlobPattern(path, pattern, false);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

module.exports = posix;
