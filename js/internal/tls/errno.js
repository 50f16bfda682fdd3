// The number of a system error that a stream reported.
'use strict';

function errnoOf(err) {
  if (typeof err.errno === 'number' && err.errno < 0) return err.errno;
  for (const [number, [name]] of require('internal/util').getSystemErrorMap?.() ?? []) {
    if (name === err.code) return number;
  }
  // EPIPE
  return -32;
}

module.exports = { errnoOf };
