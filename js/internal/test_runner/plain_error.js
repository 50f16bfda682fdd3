// An error without a code, where node:test gives one to the program: a `stack` of a mocked call, a time that is over.
// https://nodejs.org/docs/latest-v26.x/api/test.html#ctxcalls
'use strict';

function plainError(message) {
  const error = new Error(message);
  Error.captureStackTrace(error, plainError);
  return error;
}

module.exports = { plainError };
