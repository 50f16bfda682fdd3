// Primitive values and property keys that programs do not expect.
'use strict';

const util = require('util');

const numbers = [
  0, -0, 1, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 63, 64, 100, 127, 128, 255, 256, 1000, 4096, 65535, 65536, -128, -129,
  0.5, 1.5, -1.5, 0.1, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, 2 ** 47,
  2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324, 123456.789, 3.4028235677973366e38,
];
// What is asked of memory: nothing that takes long to give or to fill.
const sizes = [0, 1, 2, 3, 5, 8, 10, 64, 100, 1000, 5000, -1, -0, 0.5, 2.5, NaN, Infinity, -Infinity, 2 ** 53, 1e300];

const bigints = [0n, 1n, -1n, 255n, 256n, 2n ** 31n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n, 10n ** 40n];

const symbols = [
  Symbol(), Symbol(''), Symbol('a'), Symbol('a b\n'), Symbol('\ud800'), Symbol.for('registered'), Symbol.iterator,
  Symbol.asyncIterator, Symbol.toStringTag, Symbol.toPrimitive, Symbol.species, Symbol.hasInstance,
  Symbol.isConcatSpreadable, Symbol.unscopables, util.inspect.custom, util.promisify.custom,
];

const strings = [
  '', ' ', 'a', 'abc', '0', '1', '-1', '1e3', 'true', 'null', 'undefined', 'NaN', '__proto__', 'constructor', 'length',
  'utf8', 'UTF-8', 'utf-16le', 'ucs2', 'latin1', 'binary', 'hex', 'base64', 'base64url', 'ascii', 'nope',
  '\ud800', '\udc00', 'a\ud83d', '\udc4db', '\ud83d\udc4d', '\ud83d\udc68\u200d\ud83d\udc69', 'e\u0301', '\u00e9', '\u6f22\u5b57', '\uff21', '\u0000', '\u0000a\u0000',
  '\n', 'a\nb', '\r\n', '\t', '\u001b[31mred\u001b[39m', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufeffa', '\ufffd', '\uffff',
  '\'', '"', '`', '\'"', '\'"`', '\\', '${x}', '%s', '%d %i %f', '%o %O %j', '%c%%', '%', '%x', '/', '..', '?', '#', '@',
  ':', '[', ']', '%41', '%zz', '%e2%82', '+', '&a=1&a=2', 'YWJj', 'YWJj=', 'YQ==', 'Y Q', '-_-_', 'abc1', '616263', 'zz',
];

const keys = [
  'a', 'b', 'c', 'x-y', '', '0', '1', '-1', '4294967295', '01', 'length', 'name', 'message', 'stack', 'code', 'cause', 'errors',
  'constructor', '__proto__', 'toString', 'valueOf', 'toJSON', 'then', 'get', 'set', 'value', 'size', 'type', 'data',
  'prototype', 'inspect', 'byteLength', 'buffer', 'parent', 'key', '\ud800', '\u6f22', 'a\nb', '\'', ...symbols,
];

// A string made of pieces of others.
function string(random) {
  if (random.chance(70)) return random.pick(strings);
  if (random.chance(10)) return random.pick(strings).repeat(random.below(300));
  return random.several(8, () => random.pick(strings)).join(random.pick(['', '', ' ', '\n']));
}

function primitive(random) {
  switch (random.below(10)) {
    case 0: return undefined;
    case 1: return null;
    case 2: return random.chance(50);
    case 3: case 4: return random.pick(numbers);
    case 5: return random.bits() - 2 ** 31;
    case 6: return random.pick(bigints);
    case 7: return random.pick(symbols);
    default: return string(random);
  }
}

module.exports = { bigints, keys, numbers, primitive, sizes, string, strings, symbols };
