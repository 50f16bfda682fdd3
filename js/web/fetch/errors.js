// Errors of the Fetch standard, which wants plain TypeErrors.
'use strict';

function typeError(message, options) {
  return new TypeError(message, options);
}

// Throws unless a method got as many arguments as it needs.
function requireArguments(given, needed, prefix) {
  if (given >= needed) return;
  throw typeError(`${prefix}: ${needed} argument${needed === 1 ? '' : 's'} required, but${given ? ' only' : ''} ` +
    `${given} found.`);
}

function illegalInvocation() {
  return typeError('Illegal invocation');
}

module.exports = { illegalInvocation, requireArguments, typeError };
