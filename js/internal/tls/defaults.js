// The defaults of node:tls that the command line sets.
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlsdefault_ciphers
'use strict';

const { getOptionValue } = require('internal/options');

function defaultCiphers() {
  return require('tls').DEFAULT_CIPHERS;
}

function builtinCiphers() {
  return getOptionValue('--tls-cipher-list') || require('internal/crypto/constants').defaultCoreCipherList;
}

function defaultMaxVersion() {
  if (getOptionValue('--tls-max-v1.3')) return 'TLSv1.3';
  if (getOptionValue('--tls-max-v1.2')) return 'TLSv1.2';
  return 'TLSv1.3';
}

function defaultMinVersion() {
  if (getOptionValue('--tls-min-v1.0')) return 'TLSv1';
  if (getOptionValue('--tls-min-v1.1')) return 'TLSv1.1';
  if (getOptionValue('--tls-min-v1.2')) return 'TLSv1.2';
  if (getOptionValue('--tls-min-v1.3')) return 'TLSv1.3';
  return 'TLSv1.2';
}

module.exports = { builtinCiphers, defaultCiphers, defaultMaxVersion, defaultMinVersion };
