// How error messages name a received value and join a list of words.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#err_invalid_arg_type
'use strict';

const {
  ArrayPrototypeJoin,
  ArrayPrototypeSlice,
  JSONStringify,
  ObjectIs,
  String,
  StringPrototypeIncludes,
  StringPrototypeSlice,
} = primordials;

function describeString(text) {
  const short = text.length > 28 ? `${StringPrototypeSlice(text, 0, 25)}...` : text;
  return StringPrototypeIncludes(short, "'") ? `type string (${JSONStringify(short)})` : `type string ('${short}')`;
}

// 'type number (1)', 'an instance of Foo', 'function name', 'null': what follows 'Received' in a message.
function determineSpecificType(value) {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return describeString(value);
    case 'number':
      return ObjectIs(value, -0) ? 'type number (-0)' : `type number (${value})`;
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'boolean':
      return `type boolean (${value})`;
    case 'symbol':
      return `type symbol (${String(value)})`;
    case 'function':
      return `function ${value.name}`;
    default: {
      if (value === null) return 'null';
      // `constructor` and its `name` belong to the user: they may be anything, and reading them may run a getter.
      const name = value.constructor?.name;
      if (typeof name === 'string' && name !== '') return `an instance of ${name}`;
      return require('internal/util/inspect').inspect(value, { depth: -1 });
    }
  }
}

// 'a', 'a and b', 'a, b, and c'.
function formatList(words, conjunction = 'and') {
  const last = words.length - 1;
  if (last < 1) return last < 0 ? '' : `${words[0]}`;
  if (last === 1) return `${words[0]} ${conjunction} ${words[1]}`;
  return `${ArrayPrototypeJoin(ArrayPrototypeSlice(words, 0, last), ', ')}, ${conjunction} ${words[last]}`;
}

module.exports = { determineSpecificType, formatList };
