// Does a path match a glob pattern? The rules of minimatch as path.matchesGlob uses them:
// braces, extended patterns, classes, '**', and no leading dot by a wildcard.
// https://nodejs.org/api/path.html#pathmatchesglobpath-pattern
'use strict';

const { validateString } = require('internal/validators');

const POSIX_CLASSES = {
  '__proto__': null,
  'alnum': '\\p{L}\\p{Nl}\\p{Nd}',
  'alpha': '\\p{L}\\p{Nl}',
  'ascii': '\\x00-\\x7f',
  'blank': '\\p{Zs}\\t',
  'cntrl': '\\p{Cc}',
  'digit': '\\p{Nd}',
  'graph': '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}',
  'lower': '\\p{Ll}',
  'print': '\\P{C}',
  'punct': '\\p{P}',
  'space': '\\p{Z}\\t\\r\\n\\v\\f',
  'upper': '\\p{Lu}',
  'word': '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  'xdigit': 'A-Fa-f0-9',
};

const MAX_PATTERN = 65536;
const MAX_BRACE_RESULTS = 100_000;

// ---- braces ----

// The end of the brace group that opens at `open`, or -1; the top-level commas go into `commas`.
function closingBrace(pattern, open, commas) {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}') {
      if (--depth === 0) return i;
    } else if (c === ',' && depth === 1) {
      commas.push(i);
    }
  }
  return -1;
}

const RANGE = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/;

function expandRange(body) {
  const match = RANGE.exec(body);
  if (match === null) return undefined;
  const [, from, to] = match;
  const letters = /[a-zA-Z]/.test(from);
  if (letters !== /[a-zA-Z]/.test(to)) return undefined;
  const start = letters ? from.charCodeAt(0) : Number(from);
  const end = letters ? to.charCodeAt(0) : Number(to);
  const step = Math.max(Math.abs(Number(match[3] ?? 1)), 1) * (start <= end ? 1 : -1);
  const padded = !letters && (/^-?0\d/.test(from) || /^-?0\d/.test(to));
  const width = padded ? Math.max(from.length, to.length) : 0;
  const out = [];
  for (let n = start; step > 0 ? n <= end : n >= end; n += step) {
    if (out.length >= MAX_BRACE_RESULTS) break;
    if (letters) {
      const c = String.fromCharCode(n);
      out.push(c === '\\' ? '' : c);
    } else {
      let text = String(Math.abs(n)).padStart(width - (n < 0 ? 1 : 0), '0');
      if (n < 0) text = `-${text}`;
      out.push(text);
    }
  }
  return out;
}

function expandBraces(pattern, from = 0) {
  for (let i = from; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') {
      i++;
      continue;
    }
    if (c !== '{') continue;
    const commas = [];
    const close = closingBrace(pattern, i, commas);
    if (close === -1) continue;
    let choices;
    if (commas.length === 0) {
      choices = expandRange(pattern.slice(i + 1, close));
      if (choices === undefined) continue;
    } else {
      choices = [];
      let start = i + 1;
      for (const comma of commas) {
        choices.push(...expandBraces(pattern.slice(start, comma)));
        start = comma + 1;
      }
      choices.push(...expandBraces(pattern.slice(start, close)));
    }
    const head = pattern.slice(0, i);
    const tails = expandBraces(pattern.slice(close + 1));
    const out = [];
    for (const choice of choices) {
      for (const tail of tails) {
        if (out.length >= MAX_BRACE_RESULTS) return out;
        out.push(`${head}${choice}${tail}`);
      }
    }
    return out;
  }
  return [pattern];
}

// ---- one segment ----

function quote(char) {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

// Inside of a class a hyphen would make a range; elsewhere a pattern with the flag `u` must not quote it.
function quoteInClass(char) {
  return char === '-' ? '\\-' : quote(char);
}

// A bracket expression at `at`; undefined when it is not a complete one.
function parseClass(glob, at) {
  let i = at + 1;
  let negated = false;
  if (glob[i] === '!' || glob[i] === '^') {
    negated = true;
    i++;
  }
  let set = '';
  let first = true;
  let rangeStart = '';
  for (;; first = false) {
    if (i >= glob.length) return undefined;
    let char = glob[i];
    if (char === ']' && !first) break;
    if (char === '[' && glob[i + 1] === ':') {
      const end = glob.indexOf(':]', i + 2);
      const named = end === -1 ? undefined : POSIX_CLASSES[glob.slice(i + 2, end)];
      if (named !== undefined) {
        set += named;
        i = end + 2;
        rangeStart = '';
        continue;
      }
    }
    if (char === '\\' && i + 1 < glob.length) char = glob[++i];
    if (rangeStart !== '' && char === '-' && glob[i + 1] !== ']' && i + 1 < glob.length) {
      let end = glob[i + 1];
      let used = 2;
      if (end === '\\' && i + 2 < glob.length) {
        end = glob[i + 2];
        used = 3;
      }
      // A range that runs backwards matches nothing.
      if (end >= rangeStart) set += `-${quoteInClass(end)}`;
      else set = set.slice(0, set.length - quoteInClass(rangeStart).length);
      i += used;
      rangeStart = '';
      continue;
    }
    set += quoteInClass(char);
    rangeStart = char;
    i++;
  }
  const end = i + 1;
  if (set === '') return { source: negated ? '[^/]' : '(?!)', end };
  return { source: `${negated ? '[^' : '['}${set}]`, end };
}

// The end of an extended pattern's parenthesis that opens at `open`, or -1.
function closingParen(glob, open) {
  let depth = 0;
  for (let i = open; i < glob.length; i++) {
    const c = glob[i];
    if (c === '\\') i++;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}

function alternatives(body) {
  const out = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (c === '\\') i++;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === '|' && depth === 0) {
      out.push(body.slice(start, i));
      start = i + 1;
    }
  }
  out.push(body.slice(start));
  return out;
}

// Regular expression source of one segment's pattern. `magic` says whether there was a wildcard.
function segmentSource(glob, state, rest) {
  let source = '';
  for (let i = 0; i < glob.length;) {
    const c = glob[i];
    if (c === '\\' && i + 1 < glob.length) {
      source += quote(glob[i + 1]);
      i += 2;
      continue;
    }
    if ('?*+@!'.includes(c) && glob[i + 1] === '(') {
      const close = closingParen(glob, i + 1);
      if (close !== -1) {
        state.magic = true;
        const after = glob.slice(close + 1) + rest;
        const inner = alternatives(glob.slice(i + 2, close))
          .map((part) => segmentSource(part, state, c === '!' ? '' : after)).join('|');
        if (c === '!') {
          // Anything but one of the alternatives followed by the rest of the segment.
          const tail = segmentSource(after, { magic: false }, '');
          source += `(?:(?!(?:${inner})${tail}$)[^/]*?)`;
        } else {
          source += `(?:${inner})${c === '@' ? '' : c}`;
        }
        i = close + 1;
        continue;
      }
    }
    if (c === '*') {
      while (glob[i] === '*') i++;
      state.magic = true;
      source += '[^/]*?';
      continue;
    }
    if (c === '?') {
      state.magic = true;
      source += '[^/]';
      i++;
      continue;
    }
    if (c === '[') {
      const parsed = parseClass(glob, i);
      if (parsed !== undefined) {
        state.magic = true;
        source += parsed.source;
        i = parsed.end;
        continue;
      }
    }
    source += quote(c);
    i++;
  }
  return source;
}

const GLOBSTAR = { globstar: true };

function compileSegment(glob) {
  if (glob === '**') return GLOBSTAR;
  const state = { magic: false };
  const source = segmentSource(glob, state, '');
  if (!state.magic) return { text: glob.replace(/\\(.)/g, '$1') };
  // A wildcard matches neither nothing nor a leading dot.
  const dotted = glob[0] === '.' || glob.startsWith('\\.');
  const guard = dotted ? '(?!\\.{1,2}$)' : startsWithLiteralDotChoice(glob) ? '(?!\\.{1,2}$)' : '(?!\\.)';
  return { regexp: new RegExp(`^(?=.)${guard}${source}$`, 'us') };
}

// '@(.a|b)' names its dot itself.
function startsWithLiteralDotChoice(glob) {
  return /^[@+]\((?:[^()]*\|)?\./.test(glob);
}

function matchesSegment(segment, name) {
  if (segment.regexp !== undefined) return segment.regexp.test(name);
  return segment.text === name;
}

// Does the list of names match the list of compiled segments? Globstars backtrack to the last one
// only, which is enough because each takes any number of names.
function matchesAll(names, segments) {
  const failed = new Set();
  const walk = (n, s) => {
    for (; s < segments.length; n++, s++) {
      if (segments[s] === GLOBSTAR) {
        const key = n * (segments.length + 1) + s;
        if (failed.has(key)) return false;
        if (s === segments.length - 1) {
          for (; n < names.length; n++) if (names[n][0] === '.') return false;
          return true;
        }
        for (let k = n; k <= names.length; k++) {
          if (walk(k, s + 1)) return true;
          if (k < names.length && names[k][0] === '.') break;
        }
        failed.add(key);
        return false;
      }
      // A trailing '' in the names is a trailing separator.
      if (n >= names.length || !matchesSegment(segments[s], names[n])) return false;
    }
    return n === names.length || (n === names.length - 1 && names[n] === '');
  };
  return walk(0, 0);
}

// Drops '.', empty and 'x/..' parts of a pattern, which name the same place.
function simplify(parts) {
  const out = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part === '.' && (i > 0 || parts.length > 1)) continue;
    if (part === '' && i > 0 && i < parts.length - 1) continue;
    const before = out.at(-1);
    if (part === '**' && before === '**') continue;
    if (part === '..' && out.length > 0 && before !== '..' && before !== '' && before !== '**' &&
        before !== '.') {
      out.pop();
      continue;
    }
    out.push(part);
  }
  return out;
}

const cache = new Map();

function compile(pattern, windows) {
  const key = windows ? `w${pattern}` : `p${pattern}`;
  let compiled = cache.get(key);
  if (compiled === undefined) {
    // A backslash separates on every system, so nothing can be escaped.
    const text = pattern.replaceAll('\\', '/');
    compiled = [...new Set(expandBraces(text))].map((one) =>
      simplify(one.split('/')).map((segment) => compileSegment(segment)));
    if (cache.size >= 64) cache.clear();
    cache.set(key, compiled);
  }
  return compiled;
}

function matchGlobPattern(path, pattern, windows = false) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  if (pattern === '') return path === '';
  if (pattern.length > MAX_PATTERN) {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE('pattern', pattern, 'is too long');
  }
  const names = (windows ? path.replaceAll('\\', '/') : path).split('/');
  // Several separators in a row are one, except a leading one.
  const compact = names.filter((name, i) => name !== '' || i === 0 || i === names.length - 1);
  if (path === '/' && pattern === '/') return true;
  for (const segments of compile(pattern, windows)) {
    if (matchesAll(compact, segments)) return true;
  }
  return false;
}

module.exports = {
  GLOBSTAR,
  compile,
  expandBraces,
  matchGlobPattern,
  matchesSegment,
};
