// The many forms of the arguments of `connect()` and `listen()`.
'use strict';

const { normalizedArgsSymbol } = require('internal/net');

function toNumber(x) {
  return (x = Number(x)) >= 0 ? x : false;
}

function isPipeName(s) {
  return typeof s === 'string' && toNumber(s) === false;
}

// [options, callback | null], marked so that it is not normalized twice.
function normalizeArgs(args) {
  let options = {};
  let callback = null;
  if (args.length > 0) {
    const first = args[0];
    if (typeof first === 'object' && first !== null) {
      options = first;
    } else if (isPipeName(first)) {
      options.path = first;
    } else {
      options.port = first;
      if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
    }
    const last = args[args.length - 1];
    if (typeof last === 'function') callback = last;
  }
  const result = [options, callback];
  result[normalizedArgsSymbol] = true;
  return result;
}

module.exports = { isPipeName, normalizeArgs, toNumber };
