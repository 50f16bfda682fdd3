// The percent encoder that querystring, url and URLSearchParams share.
// https://nodejs.org/api/querystring.html
'use strict';

const hexTable = new Array(256);
const isHexTable = new Int8Array(256);
for (let i = 0; i < 256; i++) {
  hexTable[i] = `%${i < 16 ? '0' : ''}${i.toString(16).toUpperCase()}`;
}
for (const char of '0123456789abcdefABCDEF') isHexTable[char.charCodeAt(0)] = 1;

// Percent-encodes what `noEscapeTable` does not allow, as UTF-8. `str` may be of any type, as a part of a url may. Half a
// surrogate pair followed by nothing is an error; followed by anything else it is taken as a pair, as Node does.
function encodeStr(str, noEscapeTable, hex) {
  const { length } = str;
  if (typeof str !== 'string' && length > 0) str = `${str}`;
  let out = '';
  let copied = 0;
  for (let i = 0; i < length; i++) {
    let code = str.charCodeAt(i);
    if (code < 128) {
      if (noEscapeTable[code] === 1) continue;
      if (copied < i) out += str.slice(copied, i);
      copied = i + 1;
      out += hex[code];
      continue;
    }
    if (copied < i) out += str.slice(copied, i);
    if (code < 0x800) {
      out += hex[0xc0 | (code >> 6)] + hex[0x80 | (code & 0x3f)];
    } else if (code < 0xd800 || code >= 0xe000) {
      out += hex[0xe0 | (code >> 12)] + hex[0x80 | ((code >> 6) & 0x3f)] + hex[0x80 | (code & 0x3f)];
    } else {
      i++;
      if (i >= length) {
        const { codes: { ERR_INVALID_URI } } = require('internal/errors');
        throw new ERR_INVALID_URI();
      }
      code = 0x10000 + (((code & 0x3ff) << 10) | (str.charCodeAt(i) & 0x3ff));
      out += hex[0xf0 | (code >> 18)] + hex[0x80 | ((code >> 12) & 0x3f)] +
        hex[0x80 | ((code >> 6) & 0x3f)] + hex[0x80 | (code & 0x3f)];
    }
    copied = i + 1;
  }
  if (copied === 0) return str;
  return copied < length ? out + str.slice(copied) : out;
}

module.exports = {
  encodeStr,
  hexTable,
  isHexTable,
};
