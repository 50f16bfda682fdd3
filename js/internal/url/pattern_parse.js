// Patterns of URLPattern: text to tokens, tokens to parts, parts to a regular expression and to canonical text.
// https://urlpattern.spec.whatwg.org/#patterns
'use strict';

// What is wrong with a pattern is not told: the class reports one error for all of it.
class PatternError extends Error {}

const ID_START = /^[\p{ID_Start}$_]$/u;
const ID_PART = /^[\p{ID_Continue}$\u200c\u200d]$/u;

// A part matches fixed text, one segment, anything, or a regular expression of the author.
const FIXED = 0;
const SEGMENT = 1;
const FULL = 2;
const REGEXP = 3;
const FULL_SOURCE = '.*';

// How the parts of a component are separated, and what belongs to a group in front of it.
const defaultOptions = { delimiter: '', prefix: '' };
const hostnameOptions = { delimiter: '.', prefix: '' };
const pathnameOptions = { delimiter: '/', prefix: '/' };

// ---- tokens ----

// Tokens are { type, index, value }. Lenient: what is no token becomes one of the type 'invalid'.
function tokenize(input, lenient) {
  const tokens = [];
  // Code points with the offsets at which they begin.
  const chars = Array.from(input);
  const offsets = [];
  let offset = 0;
  for (const char of chars) {
    offsets.push(offset);
    offset += char.length;
  }
  offsets.push(offset);

  let at = 0;
  const add = (type, end, valueStart = at, valueEnd = end) => {
    tokens.push({ type, index: offsets[at], value: input.slice(offsets[valueStart], offsets[valueEnd]) });
    at = end;
  };
  const fail = (end) => {
    if (!lenient) throw new PatternError();
    add('invalid', end);
  };

  while (at < chars.length) {
    const char = chars[at];
    if (char === '*') {
      add('asterisk', at + 1);
    } else if (char === '+' || char === '?') {
      add('modifier', at + 1);
    } else if (char === '\\') {
      if (at === chars.length - 1) fail(at + 1);
      else add('escaped', at + 2, at + 1);
    } else if (char === '{') {
      add('open', at + 1);
    } else if (char === '}') {
      add('close', at + 1);
    } else if (char === ':') {
      let end = at + 1;
      while (end < chars.length && (end === at + 1 ? ID_START : ID_PART).test(chars[end])) end++;
      if (end === at + 1) fail(end);
      else add('name', end, at + 1);
    } else if (char === '(') {
      const end = regexpEnd(chars, at + 1);
      if (end === -1) fail(at + 1);
      else add('regexp', end, at + 1, end - 1);
    } else {
      add('char', at + 1);
    }
  }
  add('end', at);
  return tokens;
}

// Behind the ')' that closes the group which begins at `start`; -1 when it is not a valid one.
function regexpEnd(chars, start) {
  const { length } = chars;
  let depth = 1;
  let at = start;
  for (; at < length; at++) {
    const char = chars[at];
    if (char.codePointAt(0) > 0x7f || (at === start && char === '?')) return -1;
    if (char === '\\') {
      if (at === length - 1 || chars[at + 1].codePointAt(0) > 0x7f) return -1;
      at++;
    } else if (char === ')') {
      if (--depth === 0) {
        at++;
        break;
      }
    } else if (char === '(') {
      depth++;
      // A group inside must not capture.
      if (at === length - 1 || chars[at + 1] !== '?') return -1;
    }
  }
  return depth !== 0 || at - start <= 1 ? -1 : at;
}

// ---- parts ----

function escapeRegExp(text) {
  return text.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
}

function escapePattern(text) {
  return text.replace(/[+*?:{}()\\]/g, '\\$&');
}

function segmentSource(options) {
  return options.delimiter === '' ? '[^]+?' : `[^${escapeRegExp(options.delimiter)}]+?`;
}

class Parser {
  constructor(input, options, encode) {
    this.options = options;
    this.encode = encode;
    this.segment = segmentSource(options);
    this.tokens = tokenize(input, false);
    this.at = 0;
    this.parts = [];
    // Fixed text that the next part may still add to.
    this.pending = '';
    this.nextName = 0;
  }

  take(type) {
    const token = this.tokens[this.at];
    if (token.type !== type) return null;
    this.at++;
    return token;
  }

  takeGroup(name) {
    return this.take('regexp') ?? (name === null ? this.take('asterisk') : null);
  }

  takeModifier() {
    return (this.take('modifier') ?? this.take('asterisk'))?.value ?? '';
  }

  takeText() {
    let text = '';
    for (;;) {
      const token = this.take('char') ?? this.take('escaped');
      if (token === null) return text;
      text += token.value;
    }
  }

  flush() {
    if (this.pending === '') return;
    this.parts.push({ type: FIXED, value: this.encode(this.pending), modifier: '', name: '', prefix: '', suffix: '' });
    this.pending = '';
  }

  add(prefix, name, group, suffix, modifier) {
    if (name === null && group === null) {
      if (modifier === '') {
        this.pending += prefix;
        return;
      }
      this.flush();
      if (prefix === '') return;
      this.parts.push({ type: FIXED, value: this.encode(prefix), modifier, name: '', prefix: '', suffix: '' });
      return;
    }
    this.flush();

    let value = this.segment;
    if (group !== null) value = group.type === 'asterisk' ? FULL_SOURCE : group.value;
    let type = REGEXP;
    if (value === this.segment) type = SEGMENT;
    else if (value === FULL_SOURCE) type = FULL;
    if (type !== REGEXP) value = '';

    const partName = name !== null ? name.value : `${this.nextName++}`;
    if (this.parts.some((part) => part.name === partName)) throw new PatternError();
    this.parts.push({
      type,
      value,
      modifier,
      name: partName,
      prefix: this.encode(prefix),
      suffix: this.encode(suffix),
    });
  }

  parse() {
    while (this.at < this.tokens.length) {
      const char = this.take('char');
      let name = this.take('name');
      let group = this.takeGroup(name);
      if (name !== null || group !== null) {
        let prefix = char === null ? '' : char.value;
        if (prefix !== '' && prefix !== this.options.prefix) {
          this.pending += prefix;
          prefix = '';
        }
        this.flush();
        this.add(prefix, name, group, '', this.takeModifier());
        continue;
      }
      const fixed = char ?? this.take('escaped');
      if (fixed !== null) {
        this.pending += fixed.value;
        continue;
      }
      if (this.take('open') !== null) {
        const prefix = this.takeText();
        name = this.take('name');
        group = this.takeGroup(name);
        const suffix = this.takeText();
        if (this.take('close') === null) throw new PatternError();
        this.add(prefix, name, group, suffix, this.takeModifier());
        continue;
      }
      this.flush();
      if (this.take('end') === null) throw new PatternError();
    }
    return this.parts;
  }
}

// ---- to a regular expression ----

function toSource(parts, options) {
  let source = '^';
  for (const part of parts) {
    const { modifier } = part;
    if (part.type === FIXED) {
      const text = escapeRegExp(part.value);
      source += modifier === '' ? text : `(?:${text})${modifier}`;
      continue;
    }
    let value = part.value;
    if (part.type === SEGMENT) value = segmentSource(options);
    else if (part.type === FULL) value = FULL_SOURCE;
    const repeated = modifier === '*' || modifier === '+';
    if (part.prefix === '' && part.suffix === '') {
      source += repeated ? `((?:${value})${modifier})` : `(${value})${modifier}`;
      continue;
    }
    const prefix = escapeRegExp(part.prefix);
    const suffix = escapeRegExp(part.suffix);
    if (repeated) {
      // Prefix and suffix stand around each repetition, and the group is the whole of them.
      source += `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})${modifier === '*' ? '?' : ''}`;
    } else {
      source += `(?:${prefix}(${value})${suffix})${modifier}`;
    }
  }
  return `${source}$`;
}

// ---- to canonical text ----

function isDigit(char) {
  return char >= '0' && char <= '9';
}

function firstChar(text) {
  return String.fromCodePoint(text.codePointAt(0));
}

function toText(parts, options) {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    const before = parts[i - 1];
    const after = parts[i + 1];
    if (part.type === FIXED) {
      const value = escapePattern(part.value);
      text += part.modifier === '' ? value : `{${value}}${part.modifier}`;
      continue;
    }
    const isNamed = !isDigit(part.name[0]);
    let grouped = part.suffix !== '' || (part.prefix !== '' && part.prefix !== options.prefix);
    // What follows a name must not read as more of the name.
    if (!grouped && isNamed && part.type === SEGMENT && part.modifier === '' && after !== undefined &&
        after.prefix === '' && after.suffix === '') {
      grouped = after.type === FIXED ? ID_PART.test(firstChar(after.value)) : isDigit(after.name[0]);
    }
    // Nor the fixed text in front as the prefix of the group.
    if (!grouped && part.prefix === '' && before !== undefined && before.type === FIXED &&
        options.prefix !== '' && before.value.endsWith(options.prefix)) {
      grouped = true;
    }

    if (grouped) text += '{';
    text += escapePattern(part.prefix);
    if (isNamed) text += `:${part.name}`;
    if (part.type === REGEXP) {
      text += `(${part.value})`;
    } else if (part.type === SEGMENT) {
      if (!isNamed) text += `(${segmentSource(options)})`;
    } else if (!isNamed && (before === undefined || before.type === FIXED || before.modifier !== '' ||
               grouped || part.prefix !== '')) {
      text += '*';
    } else {
      text += `(${FULL_SOURCE})`;
    }
    if (part.type === SEGMENT && isNamed && part.suffix !== '' && ID_PART.test(firstChar(part.suffix))) text += '\\';
    text += escapePattern(part.suffix);
    if (grouped) text += '}';
    text += part.modifier;
  }
  return text;
}

// ---- a component: one part of the URL ----

function compile(input, encode, options, ignoreCase) {
  const parts = new Parser(input, options, encode).parse();
  let regexp;
  try {
    regexp = new RegExp(toSource(parts, options), ignoreCase ? 'vi' : 'v');
  } catch {
    throw new PatternError();
  }
  return {
    pattern: toText(parts, options),
    regexp,
    names: parts.filter((part) => part.type !== FIXED).map((part) => part.name),
    hasRegExpGroups: parts.some((part) => part.type === REGEXP),
  };
}

module.exports = {
  PatternError,
  compile,
  defaultOptions,
  escapePattern,
  hostnameOptions,
  pathnameOptions,
  tokenize,
};
