// Settings of the whole library, and comparing. https://nodejs.org/api/crypto.html
'use strict';

const {
  codes: {
    ERR_CRYPTO_ENGINE_UNKNOWN,
    ERR_CRYPTO_FIPS_FORCED,
    ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH,
    ERR_INVALID_ARG_TYPE,
    ERR_WORKER_UNSUPPORTED_OPERATION,
  },
} = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateNumber, validateString } = require('internal/validators');
const kinds = require('internal/crypto/kinds');

const isBytes = (value) => isArrayBufferView(value) || isAnyArrayBuffer(value);

const byteTypes = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

// Without a name or arguments that it declares, as Node's native function.
const { 0: timingSafeEqual } = [(buf1 = undefined, buf2 = undefined) => {
  if (!isBytes(buf1)) throw new ERR_INVALID_ARG_TYPE('buf1', byteTypes, buf1);
  if (!isBytes(buf2)) throw new ERR_INVALID_ARG_TYPE('buf2', byteTypes, buf2);
  if (buf1.byteLength !== buf2.byteLength) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return ops.op_crypto_call(kinds.call.timingSafeEqual, buf1, buf2);
}];

// Engines are libraries that OpenSSL loads; none of them works with the one that is built in.
function setEngine(id, flags) {
  validateString(id, 'id');
  if (flags) validateNumber(flags, 'flags');
  throw new ERR_CRYPTO_ENGINE_UNKNOWN(id);
}

function getFips() {
  return getOptionValue('--force-fips') ? 1 : ops.op_crypto_call(kinds.call.getFips);
}

function setFips(val) {
  if (getOptionValue('--force-fips')) {
    if (val) return;
    throw new ERR_CRYPTO_FIPS_FORCED();
  }
  if (!require('internal/worker').isMainThread) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling crypto.setFips()');
  if (!!val !== (getFips() === 1)) ops.op_crypto_call(kinds.call.setFips, !!val);
}

const isPowerOf2 = (value) => value !== 0 && (value & (value - 1)) === 0;

// What the command line says of the library, at the start of the program.
function applyOptions() {
  const total = getOptionValue('--secure-heap');
  const min = getOptionValue('--secure-heap-min');
  const wrong = [];
  if (total && !(total < 2 ** 31)) wrong.push('--secure-heap must be less than 2^31');
  if (total && !isPowerOf2(total)) wrong.push('--secure-heap must be a power of 2');
  if (total && !isPowerOf2(min)) wrong.push('--secure-heap-min must be a power of 2');
  if (wrong.length > 0) {
    const process = require('process');
    process._rawDebug(wrong.map((message) => `${process.execPath}: ${message}`).join('\n'));
    process.reallyExit(9);
  }
  const config = getOptionValue('--openssl-config') || '';
  ops.op_crypto_call(
    kinds.call.start, config, getOptionValue('--openssl-shared-config') === true,
    getOptionValue('--openssl-legacy-provider') === true);
  // Without random bytes nothing works: as early as here, and loudly.
  if (config && !ops.op_crypto_random(new Uint8Array(1), 0, 1)) require('process').abort();
  if (total >= 2) ops.op_crypto_call(kinds.call.secureHeapInit, total, min);
  if (getOptionValue('--enable-fips') || getOptionValue('--force-fips')) ops.op_crypto_call(kinds.call.setFips, true);
}

function secureHeapUsed() {
  const used = ops.op_crypto_call(kinds.call.secureHeapUsed);
  if (used < 0) return { total: 0, used: 0, utilization: 0, min: 0 };
  const total = getOptionValue('--secure-heap');
  return { total, used, utilization: used / total, min: getOptionValue('--secure-heap-min') };
}

module.exports = { applyOptions, getFips, secureHeapUsed, setEngine, setFips, timingSafeEqual };
