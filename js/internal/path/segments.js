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
        runEnd = cutLast(path, runStart, runEnd, sep);
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

// The end of path[start..end] without its last segment, or -1 when nothing is left.
function cutLast(path, start, end, sep) {
  let i = end - 1;
  while (i > start && path.charCodeAt(i) !== sep) i--;
  return i > start ? i : -1;
}

// resolveSegments for posix paths: `head` (or '') and parts[first..] with separators in between, since walking over one
// string made of them all would first have to copy it. The answer of an absolute path begins with its root, unless it is
// the root: then it is empty.
function resolveParts(head, parts, first, absolute) {
  let out = '';
  let run = '';
  let runPart = -1;
  let runStart = -1;
  let runEnd = -1;
  let depth = 0;
  for (let p = first - 1; p < parts.length; p++) {
    const part = p < first ? head : parts[p];
    const { length } = part;
    if (length === 0) continue;
    for (let start = 0, end = 0; start <= length; start = end + 1) {
      end = start;
      while (end < length && part.charCodeAt(end) !== SLASH) end++;
      const size = end - start;
      const isParent = size === 2 && part.charCodeAt(start) === DOT && part.charCodeAt(start + 1) === DOT;
      if (isParent && depth > 0) {
        depth--;
        if (runEnd !== -1) {
          runEnd = cutLast(run, runStart, runEnd, SLASH);
        } else {
          const cut = out.lastIndexOf('/');
          out = cut === -1 ? '' : out.slice(0, cut);
        }
      } else if (isParent ? !absolute : size > 0 && !(size === 1 && part.charCodeAt(start) === DOT)) {
        if (runEnd === -1 || runPart !== p || runEnd !== start - 1) {
          if (runEnd !== -1) out = addRun(out, run, runStart, runEnd, absolute);
          run = part;
          runPart = p;
          runStart = start;
        }
        runEnd = end;
        if (!isParent) depth++;
      }
    }
  }
  return runEnd === -1 ? out : addRun(out, run, runStart, runEnd, absolute);
}

// A run that does not begin its part has a separator before it, which is taken along.
function addRun(out, run, start, end, absolute) {
  if (out === '' && !absolute) return run.slice(start, end);
  return start === 0 ? `${out}/${run.slice(0, end)}` : out + run.slice(start - 1, end);
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
    // As in Node, a name that is the end of the suffix keeps the separators behind it.
    if (base.length < suffix.length) return suffix.endsWith(base) ? path.slice(start) : base;
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
    base = `${base}${ext && ext[0] !== '.' ? '.' : ''}${ext || ''}`;
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
  resolveParts,
};
