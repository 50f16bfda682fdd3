// node:querystring. https://nodejs.org/api/querystring.html
'use strict';

const { encodeStr, hexTable, isHexTable } = require('internal/querystring');

const PERCENT = 37;
const PLUS = 43;

const noEscape = new Int8Array(128);
for (const char of "!'()*-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  noEscape[char.charCodeAt(0)] = 1;
}

function hexValue(code) {
  return code <= 57 ? code - 48 : (code | 0x20) - 87;
}

// Decodes what can be decoded, as bytes; what is no valid escape stays.
function unescapeBuffer(s, decodeSpaces) {
  const { Buffer } = require('buffer');
  const length = s.length;
  const out = Buffer.allocUnsafe(length);
  if (typeof s !== 'string' && length > 0) s = `${s}`;
  let size = 0;
  let decoded = false;
  for (let i = 0; i < length; i++) {
    const code = s.charCodeAt(i);
    if (code === PERCENT && i + 2 < length &&
        isHexTable[s.charCodeAt(i + 1)] === 1 && isHexTable[s.charCodeAt(i + 2)] === 1) {
      out[size++] = (hexValue(s.charCodeAt(i + 1)) << 4) | hexValue(s.charCodeAt(i + 2));
      i += 2;
      decoded = true;
    } else {
      out[size++] = code === PLUS && decodeSpaces ? 32 : code;
    }
  }
  return decoded ? out.slice(0, size) : out;
}

function qsUnescape(s, decodeSpaces) {
  try {
    return decodeURIComponent(s);
  } catch {
    return QueryString.unescapeBuffer(s, decodeSpaces).toString();
  }
}

function qsEscape(str) {
  if (typeof str !== 'string') {
    if (typeof str === 'object') str = String(str);
    else str += '';
  }
  return encodeStr(str, noEscape, hexTable);
}

function plainText(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint': return `${value}`;
    case 'boolean': return value ? 'true' : 'false';
    default: return '';
  }
}

function encodeValue(value, encode, custom) {
  if (custom) return encode(plainText(value));
  if (typeof value === 'string') return value === '' ? '' : encode(value);
  const text = plainText(value);
  // Only the '+' of an exponent needs escaping.
  return typeof value === 'number' && Math.abs(value) >= 1e21 && text !== '' ? encode(text) : text;
}

function stringify(obj, sep, eq, options) {
  if (obj === null || typeof obj !== 'object') return '';
  sep ||= '&';
  eq ||= '=';
  let encode = QueryString.escape;
  if (options && typeof options.encodeURIComponent === 'function') encode = options.encodeURIComponent;
  const custom = encode !== qsEscape;

  let out = '';
  for (const key of Object.keys(obj)) {
    const value = obj[key];
    const name = encodeValue(key, encode, custom) + eq;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        if (out !== '') out += sep;
        out += name + encodeValue(value[i], encode, custom);
      }
    } else {
      if (out !== '') out += sep;
      out += name + encodeValue(value, encode, custom);
    }
  }
  return out;
}

const twoEscapes = /%[\da-f]{2}.*%[\da-f]{2}/is;

function hasEscape(text) {
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 1)) {
    if (isHexTable[text.charCodeAt(at + 1)] === 1 && isHexTable[text.charCodeAt(at + 2)] === 1) return true;
  }
  return false;
}

// The length of the text when it is not found.
function indexFrom(text, character, from) {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length : at;
}

function decodeText(text, decode) {
  try {
    return decode(text);
  } catch {
    return QueryString.unescape(text, true);
  }
}

function parse(qs, sep, eq, options) {
  const obj = { __proto__: null };
  if (typeof qs !== 'string' || qs.length === 0) return obj;
  sep = sep ? String(sep) : '&';
  eq = eq ? String(eq) : '=';

  // -1 counts down without ever reaching 0: no limit.
  let pairs = 1000;
  if (options && typeof options.maxKeys === 'number') pairs = options.maxKeys > 0 ? options.maxKeys : -1;
  let decode = QueryString.unescape;
  if (options && typeof options.decodeURIComponent === 'function') decode = options.decodeURIComponent;
  const custom = decode !== qsUnescape;

  if (sep.length !== 1 || eq.length !== 1) {
    const rules = { sep, eq, pairs, custom, decode: (text) => decodeText(text, decode) };
    return require('internal/querystring_separators').parse(qs, rules, obj);
  }
  const { length } = qs;
  const space = custom ? '%20' : ' ';
  let nextEq = -2;
  // The first of these that is not before the text in hand.
  let nextPlus = indexFrom(qs, '+', 0);
  let nextPercent = indexFrom(qs, '%', 0);
  const prepare = (from, to, nameFrom, nameTo) => {
    if (from === to) return '';
    let text = qs.slice(from, to);
    if (nextPlus < from) nextPlus = indexFrom(qs, '+', from);
    if (nextPlus < to) text = text.replaceAll('+', space);
    if (custom) return decodeText(text, decode);
    if (nextPercent < from) nextPercent = indexFrom(qs, '%', from);
    if (nextPercent >= to) return text;
    // As in Node, a value without valid escapes is decoded too when its name has more than one.
    return hasEscape(text) || (nameTo - nameFrom > 5 && twoEscapes.test(qs.slice(nameFrom, nameTo))) ?
      decodeText(text, decode) : text;
  };
  for (let start = 0; start < length;) {
    let end = qs.indexOf(sep, start);
    if (end === -1) end = length;
    if (nextEq !== -1 && nextEq < start) nextEq = qs.indexOf(eq, start);
    if (end > start) {
      let key;
      let value;
      if (nextEq !== -1 && nextEq < end) {
        key = prepare(start, nextEq, 0, 0);
        value = prepare(nextEq + 1, end, start, nextEq);
      } else {
        key = prepare(start, end, 0, 0);
        value = '';
      }
      const existing = obj[key];
      if (existing === undefined) obj[key] = value;
      else if (typeof existing === 'string') obj[key] = [existing, value];
      else existing.push(value);
    }
    if (--pairs === 0) break;
    start = end + 1;
  }
  return obj;
}

const QueryString = module.exports = {
  unescapeBuffer,
  unescape: qsUnescape,
  escape: qsEscape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
