// SPKAC. https://nodejs.org/api/crypto.html#class-certificate
'use strict';

const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView, toBuffer } = require('internal/crypto/util');

// See ops/crypto/spkac.rs.
const VERIFY = 0;
const PUBLIC_KEY = 1;
const CHALLENGE = 2;

function call(method, spkac, encoding) {
  const bytes = getArrayBufferOrView(spkac, 'spkac', encoding);
  const result = ops.op_crypto_call(kinds.call.certificate, method, bytes);
  return method === VERIFY || result === '' ? result : toBuffer(result);
}

function verifySpkac(spkac, encoding) {
  return call(VERIFY, spkac, encoding);
}

function exportPublicKey(spkac, encoding) {
  return call(PUBLIC_KEY, spkac, encoding);
}

function exportChallenge(spkac, encoding) {
  return call(CHALLENGE, spkac, encoding);
}

// The old constructor: its objects have the same functions.
function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
for (const target of [Certificate.prototype, Certificate]) {
  target.verifySpkac = verifySpkac;
  target.exportPublicKey = exportPublicKey;
  target.exportChallenge = exportChallenge;
}

module.exports = { Certificate };
