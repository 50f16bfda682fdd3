// Errors of the Fetch standard, which wants plain errors without codes.
'use strict';

const make = (Kind, message, options) => new Kind(message, options);

function typeError(message, options) {
  return make(TypeError, message, options);
}

function rangeError(message) {
  return make(RangeError, message);
}

// Why a fetch came to nothing: the cause of the error that the program gets.
function networkError(message) {
  return make(Error, message);
}

// A connection that the other side ended before all was said, under the name that programs know from undici.
function socketError(error) {
  if (error?.code !== 'ECONNRESET' || (error.message !== 'aborted' && error.message !== 'socket hang up')) return error;
  return Object.assign(networkError('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET', socket: null });
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

module.exports = { illegalInvocation, networkError, rangeError, requireArguments, socketError, typeError };
