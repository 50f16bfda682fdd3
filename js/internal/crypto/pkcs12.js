// https://nodejs.org/api/crypto.html#cryptoparsepkcs12bundle-options
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateObject } = require('internal/validators');
const { wrapHandle } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView } = require('internal/crypto/util');
const { wrapCertificate } = require('internal/crypto/x509');

function parsePKCS12(bundle, options = {}) {
  if (!isArrayBufferView(bundle) && !isAnyArrayBuffer(bundle)) {
    throw new ERR_INVALID_ARG_TYPE('bundle', ['ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], bundle);
  }
  validateObject(options, 'options');
  let { passphrase } = options;
  if (passphrase !== undefined) passphrase = getArrayBufferOrView(passphrase, 'options.passphrase', 'utf8');
  const { 0: key, 1: certificate, ...others } = ops.op_crypto_call(kinds.call.pkcs12, bundle, passphrase);
  return {
    privateKey: key === undefined ? undefined : wrapHandle('private', key),
    certificate: certificate === undefined ? undefined : wrapCertificate(certificate),
    additionalCertificates: Object.values(others).map(wrapCertificate),
  };
}

module.exports = { parsePKCS12 };
