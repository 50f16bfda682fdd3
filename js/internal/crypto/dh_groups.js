// The primes of the groups that have names. https://nodejs.org/api/crypto.html#cryptogetdiffiehellmangroupname
'use strict';

const { codes: { ERR_CRYPTO_UNKNOWN_DH_GROUP } } = require('internal/errors');
const kinds = require('internal/crypto/kinds');
const { toBuffer } = require('internal/crypto/util');

function primeOf(name) {
  const prime = ops.op_crypto_call(kinds.call.groupPrime, name);
  if (prime === undefined) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
  return toBuffer(prime);
}

module.exports = { primeOf };
