// A NUL byte ends a C string: an argument that has one would be cut silently.
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');

function validateArgumentNullCheck(arg, propName) {
  if (typeof arg === 'string' && arg.includes('\u0000')) {
    throw new ERR_INVALID_ARG_VALUE(propName, arg, 'must be a string without null bytes');
  }
}

function validateArgumentsNullCheck(args, propName) {
  for (let i = 0; i < args.length; i++) validateArgumentNullCheck(args[i], `${propName}[${i}]`);
}

module.exports = { validateArgumentNullCheck, validateArgumentsNullCheck };
