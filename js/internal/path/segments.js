// What posix and win32 paths share: the walk over segments. https://nodejs.org/api/path.html
'use strict';

const { validateObject } = require('internal/validators');

const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;

// True when path[from..] needs no work: no empty, '.' or '..' segment and no trailing
// separator. `foreign` is a separator that has to be replaced (win32: '/'), or -1.
function isNormal(path, from, sep, foreign) {
  const { length } = path;
  let start = true;
  for (let i = from; i < length; i++) {
    const code = path.charCodeAt(i);
    if (code === sep) {
      if (start) return false;
      start = true;
    } else if (code === foreign) {
      return false;
    } else {
      if (start && code === DOT) {
        const next = i + 1 < length ? path.charCodeAt(i + 1) : sep;
        if (next === sep || next === foreign || next === DOT) return false;
      }
      start = false;
    }
  }
  return !start;
}

// Resolves '.', '..' and empty segments of path[from..]. Segments that climb above the start
// are kept only with allowAbove.
function normalizeSegments(path, from, allowAbove, separator) {
  if (from >= path.length) return '';
  const windows = separator === '\\';
  if (isNormal(path, from, windows ? BACKSLASH : SLASH, windows ? SLASH : -1)) {
    return from === 0 ? path : path.slice(from);
  }
  return resolveSegments(path, from, allowAbove, separator);
}

// The same for a path that is known to need work.
function resolveSegments(path, from, allowAbove, separator) {
  const { length } = path;
  const sep = separator === '/' ? SLASH : BACKSLASH;
  let out = '';
  // What follows `out`: a piece of the path that is taken over as it is. Empty without an end.
  let runStart = -1;
  let runEnd = -1;
  // Segments of both that a '..' can remove.
  let depth = 0;
  let start = from;
  for (let i = from; i <= length; i++) {
    if (i < length) {
      const code = path.charCodeAt(i);
      if (code !== SLASH && code !== sep) continue;
    }
    const size = i - start;
    const isParent = size === 2 && path.charCodeAt(start) === DOT && path.charCodeAt(start + 1) === DOT;
    if (isParent && depth > 0) {
      depth--;
      if (runEnd !== -1) {
        runEnd = path.lastIndexOf(separator, runEnd - 1);
        if (runEnd <= runStart) runEnd = -1;
      } else {
        const cut = out.lastIndexOf(separator);
        out = cut === -1 ? '' : out.slice(0, cut);
      }
    } else if (isParent ? allowAbove : size > 0 && !(size === 1 && path.charCodeAt(start) === DOT)) {
      if (runEnd === -1 || runEnd !== start - 1 || path.charCodeAt(runEnd) !== sep) {
        if (runEnd !== -1) out = joinTwo(out, separator, path.slice(runStart, runEnd));
        runStart = start;
      }
      runEnd = i;
      if (!isParent) depth++;
    }
    start = i + 1;
  }
  return runEnd === -1 ? out : joinTwo(out, separator, path.slice(runStart, runEnd));
}

function joinTwo(left, separator, right) {
  return left === '' ? right : `${left}${separator}${right}`;
}

// The last segment of path[from..], without trailing separators. The answer is left in the
// module's own two fields: this runs for each basename, extname and parse.
const last = { start: 0, end: -1 };
function lastSegment(path, from, windows) {
  let i = path.length - 1;
  let code;
  while (i >= from && ((code = path.charCodeAt(i)) === SLASH || (windows && code === BACKSLASH))) i--;
  if (i < from) {
    last.start = from;
    last.end = -1;
    return last;
  }
  last.end = i + 1;
  while (i >= from && (code = path.charCodeAt(i)) !== SLASH && !(windows && code === BACKSLASH)) i--;
  last.start = i + 1;
  return last;
}

// Where the extension of path[start..end] begins; `end` when there is none.
function extensionStart(path, start, end) {
  let i = end - 1;
  while (i > start && path.charCodeAt(i) !== DOT) i--;
  if (i <= start) return end;
  if (end - start === 2 && path.charCodeAt(start) === DOT) return end;
  return i;
}

function basenameOf(path, suffix, from, windows) {
  if (suffix !== undefined && suffix.length > 0 && suffix.length <= path.length) {
    if (suffix === path) return '';
    const { start, end } = lastSegment(path, from, windows);
    if (end === -1) return path.slice(from);
    const base = path.slice(start, end);
    return base.length > suffix.length && base.endsWith(suffix) ?
      base.slice(0, base.length - suffix.length) : base;
  }
  const { start, end } = lastSegment(path, from, windows);
  return end === -1 ? '' : path.slice(start, end);
}

function extnameOf(path, from, windows) {
  const { start, end } = lastSegment(path, from, windows);
  return end === -1 ? '' : path.slice(extensionStart(path, start, end), end);
}

function _format(sep, pathObject) {
  validateObject(pathObject, 'pathObject');
  const { root } = pathObject;
  const dir = pathObject.dir || root;
  let { base } = pathObject;
  if (!base) {
    const { ext } = pathObject;
    base = pathObject.name || '';
    if (ext) base += ext[0] === '.' ? ext : `.${ext}`;
    else base = `${base}`;
  }
  if (!dir) return base;
  return dir === root ? `${dir}${base}` : `${dir}${sep}${base}`;
}

module.exports = {
  basenameOf,
  extensionStart,
  extnameOf,
  format: _format,
  isNormal,
  lastSegment,
  normalizeSegments,
  resolveSegments,
};
