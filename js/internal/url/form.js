// application/x-www-form-urlencoded: text to a list [name, value, name, value...] and back.
// https://url.spec.whatwg.org/#application/x-www-form-urlencoded
'use strict';

const { encodeStr, hexTable, isHexTable } = require('internal/querystring');

const noEscape = new Int8Array(128);
for (const char of '*-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  noEscape[char.charCodeAt(0)] = 1;
}
const formTable = hexTable.slice();
formTable[32] = '+';

function hasEscape(text) {
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 1)) {
    if (isHexTable[text.charCodeAt(at + 1)] === 1 && isHexTable[text.charCodeAt(at + 2)] === 1) return true;
  }
  return false;
}

function decode(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  // What is no escape must come out as it is.
  if (!hasEscape(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Bytes that are no UTF-8.
    return require('querystring').unescapeBuffer(text).toString();
  }
}

function parseForm(text) {
  const { length } = text;
  const list = [];
  let start = text[0] === '?' ? 1 : 0;
  const encoded = text.includes('%') || text.includes('+');
  while (start < length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = length;
    if (end > start) {
      const eq = text.indexOf('=', start);
      let name;
      let value = '';
      if (eq === -1 || eq > end) {
        name = text.slice(start, end);
      } else {
        name = text.slice(start, eq);
        value = text.slice(eq + 1, end);
      }
      if (encoded) list.push(decode(name), decode(value));
      else list.push(name, value);
    }
    start = end + 1;
  }
  return list;
}

function serializeForm(list) {
  let text = '';
  for (let i = 0; i < list.length; i += 2) {
    if (i > 0) text += '&';
    text += `${encodeStr(list[i], noEscape, formTable)}=${encodeStr(list[i + 1], noEscape, formTable)}`;
  }
  return text;
}

module.exports = { parseForm, serializeForm };
