// The certificate authorities: bundled, of the system, of the environment, and what is used by default.
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlsgetcacertificatestype
'use strict';

const { Buffer } = require('buffer');
const process = require('process');
const { getOptionValue } = require('internal/options');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateOneOf, validateString } = require('internal/validators');
const { call } = require('internal/tls/native');

const lists = { __proto__: null };
let extraText;
let configured = false;
let replaced;

// Tells the native side what the command line and the environment want. Once, before the first context.
function configure() {
  if (configured) return;
  configured = true;
  call('setSources', useOpenSSL(), useSystem(), readExtra());
}

function useSystem() {
  return getOptionValue('--use-system-ca') === true || process.env.NODE_USE_SYSTEM_CA === '1';
}

function useOpenSSL() {
  return getOptionValue('--use-openssl-ca') === true;
}

function readExtra() {
  if (extraText !== undefined) return extraText;
  extraText = Buffer.alloc(0);
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file) return extraText;
  try {
    extraText = require('fs').readFileSync(file);
    call('splitCertificates', extraText);
  } catch (err) {
    const reason = err.code === 'ENOENT' ? 'error:80000002:system library::No such file or directory' : err.message;
    process.emitWarning(`Ignoring extra certs from \`${file}\`, load failed: ${reason}`);
  }
  return extraText;
}

function list(name, make) {
  return lists[name] ??= Object.freeze(make());
}

const bundled = () => list('bundled', () => call('bundledCertificates'));
const system = () => list('system', () => call('systemCertificates'));
const extra = () => list('extra', () => {
  const text = readExtra();
  if (text.length === 0) return [];
  try {
    return call('splitCertificates', text);
  } catch {
    return [];
  }
});

function usedByDefault() {
  if (replaced !== undefined) return replaced;
  return list('default', () => {
    const all = [];
    if (useOpenSSL()) all.push(...system());
    else all.push(...bundled());
    if (useSystem() && !useOpenSSL()) all.push(...system());
    all.push(...extra());
    return all;
  });
}

function getCACertificates(type = 'default') {
  validateString(type, 'type');
  validateOneOf(type, 'type', ['default', 'bundled', 'system', 'extra']);
  switch (type) {
    case 'bundled':
      return bundled();
    case 'system':
      return system();
    case 'extra':
      return extra();
    default:
      return usedByDefault();
  }
}

function setDefaultCACertificates(certs) {
  if (!Array.isArray(certs)) throw new ERR_INVALID_ARG_TYPE('certs', 'Array', certs);
  const all = new Set();
  for (let i = 0; i < certs.length; i++) {
    const cert = certs[i];
    if (typeof cert !== 'string' && !ArrayBuffer.isView(cert)) {
      throw new ERR_INVALID_ARG_TYPE(`certs[${i}]`, ['string', 'ArrayBufferView'], cert);
    }
    const bytes = typeof cert === 'string' ? Buffer.from(cert) : cert;
    for (const pem of call('splitCertificates', bytes)) all.add(pem);
  }
  const list = [...all];
  configure();
  call('setDefaultCertificates', list, certs.length > 0);
  replaced = Object.freeze(list);
}

module.exports = { bundled, configure, getCACertificates, setDefaultCACertificates };
