// node:punycode, the deprecated RFC 3492 codec. https://nodejs.org/api/punycode.html
'use strict';

const { isInsideNodeModules } = require('internal/util');

if (isInsideNodeModules === undefined || !isInsideNodeModules()) {
  require('process').emitWarning(
    'The `punycode` module is deprecated. Please use a userland alternative instead.',
    'DeprecationWarning',
    'DEP0040',
  );
}

const MAX = 0x7fffffff;
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

// The errors of the punycode package are plain RangeErrors without a code.
function fail(message) {
  throw new RangeError(message);
}

const OVERFLOW = 'Overflow: input needs wider integers to process';

// The code points of a string; a surrogate without its partner stands for itself.
const ucs2decode = function(string) {
  const out = [];
  for (let i = 0; i < string.length; i++) {
    const point = string.codePointAt(i);
    if (point > 0xffff) i++;
    out.push(point);
  }
  return out;
};

const ucs2encode = (codePoints) => String.fromCodePoint(...codePoints);

function digitOf(code) {
  if (code >= 48 && code < 58) return 26 + (code - 48);
  if (code >= 65 && code < 91) return code - 65;
  if (code >= 97 && code < 123) return code - 97;
  return BASE;
}

function charOf(digit) {
  return String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
}

function adapt(delta, points, first) {
  delta = first ? Math.floor(delta / DAMP) : delta >> 1;
  delta += Math.floor(delta / points);
  let k = 0;
  for (; delta > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
  return Math.floor(k + ((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}

function threshold(k, bias) {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

const decode = function(input) {
  const out = [];
  const { length } = input;
  const basic = Math.max(input.lastIndexOf('-'), 0);
  for (let i = 0; i < basic; i++) {
    const code = input.charCodeAt(i);
    if (code >= 0x80) fail('Illegal input >= 0x80 (not a basic code point)');
    out.push(code);
  }
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let at = basic > 0 ? basic + 1 : 0; at < length;) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      if (at >= length) fail('Invalid input');
      const digit = digitOf(input.charCodeAt(at++));
      if (digit >= BASE) fail('Invalid input');
      if (digit > Math.floor((MAX - i) / weight)) fail(OVERFLOW);
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(MAX / (BASE - t))) fail(OVERFLOW);
      weight *= BASE - t;
    }
    const points = out.length + 1;
    bias = adapt(i - before, points, before === 0);
    if (Math.floor(i / points) > MAX - n) fail(OVERFLOW);
    n += Math.floor(i / points);
    i %= points;
    out.splice(i++, 0, n);
  }
  return String.fromCodePoint(...out);
};

const encode = function(input) {
  const points = ucs2decode(input);
  let out = '';
  for (const point of points) if (point < 0x80) out += String.fromCharCode(point);
  const basic = out.length;
  let handled = basic;
  if (basic > 0) out += '-';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < points.length) {
    let next = MAX;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((MAX - delta) / (handled + 1))) fail(OVERFLOW);
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > MAX) fail(OVERFLOW);
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += charOf(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += charOf(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return out;
};

// Calls back for each label of a domain or of the part of an address after its '@'.
function mapLabels(domain, callback) {
  const at = domain.split('@');
  let head = '';
  if (at.length > 1) {
    head = `${at[0]}@`;
    domain = at[1];
  }
  return head + domain.replace(/[.\u3002\uff0e\uff61]/g, '.').split('.').map(callback).join('.');
}

const toUnicode = function(input) {
  return mapLabels(input, (label) =>
    (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));
};

const toASCII = function(input) {
  return mapLabels(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));
};

module.exports = {
  version: '2.1.0',
  ucs2: {
    decode: ucs2decode,
    encode: ucs2encode,
  },
  decode,
  encode,
  toASCII,
  toUnicode,
};
