// What keys do for `subtle`: encrypt, sign, derive, encapsulate. https://w3c.github.io/webcrypto/#algorithms
'use strict';

const { Buffer } = require('buffer');
const { lazyDOMException } = require('internal/util');
const kinds = require('internal/crypto/kinds');
const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = require('internal/crypto/constants');
const { slotsOf } = require('internal/crypto/crypto_key');
const { kHandle } = require('internal/crypto/util');
const { digests } = require('internal/crypto/webcrypto_algorithms');
const { blocks } = require('internal/crypto/webcrypto_keys');
const { job } = require('internal/crypto/webcrypto_util');

const operation = (message) => lazyDOMException(message, 'OperationError');
const access = (message) => lazyDOMException(message, 'InvalidAccessError');

function checkTag(name, bits) {
  const allowed = name === 'AES-GCM' ? [32, 64, 96, 104, 112, 120, 128] : name === 'AES-OCB' ? [64, 96, 128] : [128];
  if (!allowed.includes(bits)) throw operation(`${bits} is not a valid ${name} tag length`);
}

// The counter may take up only a part of its block: then a data's blocks run over its end and begin again at zero.
async function counterMode(encrypts, cipher, handle, counter, length, data) {
  if (counter.byteLength !== 16) throw operation('algorithm.counter must contain exactly 16 bytes');
  if (length === 0 || length > 128) throw operation('AES-CTR algorithm.length must be between 1 and 128');
  const block = BigInt(`0x${Buffer.from(counter).toString('hex')}`);
  const size = 1n << BigInt(length);
  const first = block % size;
  const blocksOfData = BigInt(Math.ceil(data.byteLength / 16));
  if (blocksOfData > size) throw operation('Too many blocks for the length of the counter');
  const run = (iv, part) => job(kinds.job.cipher, encrypts, cipher, handle, iv, part);
  const left = size - first;
  if (blocksOfData <= left) return run(counter, data);
  const at = Number(left) * 16;
  const begin = Buffer.from((block - first).toString(16).padStart(32, '0'), 'hex');
  const parts = [await run(counter, data.subarray(0, at)), await run(begin, data.subarray(at))];
  const out = new Uint8Array(data.byteLength);
  out.set(new Uint8Array(parts[0]));
  out.set(new Uint8Array(parts[1]), at);
  return out.buffer;
}

function crypt(encrypts, params, key, data) {
  const { algorithm, object } = slotsOf(key);
  const handle = object[kHandle];
  const { name } = params;
  const bits = algorithm.length;
  switch (name) {
    case 'RSA-OAEP':
      if (object.type !== (encrypts ? 'public' : 'private')) {
        throw access(`The requested operation is not valid for the provided key`);
      }
      return job(kinds.job.rsa, encrypts ? 0 : 1, handle, undefined, undefined, undefined, data, RSA_PKCS1_OAEP_PADDING,
                 digests[algorithm.hash.name], params.label);
    case 'AES-CBC':
      if (params.iv.byteLength !== 16) throw operation('algorithm.iv must contain exactly 16 bytes');
      return job(kinds.job.cipher, encrypts, `aes-${bits}-cbc`, handle, params.iv, data);
    case 'AES-CTR':
      return counterMode(encrypts, `aes-${bits}-ctr`, handle, params.counter, params.length, data);
    case 'AES-KW':
      return job(kinds.job.cipher, encrypts, `aes${bits}-wrap`, handle, new Uint8Array(8).fill(0xa6), data);
    default: {
      const tag = params.tagLength ?? 128;
      checkTag(name, tag);
      const { iv } = params;
      if (name === 'ChaCha20-Poly1305' && iv.byteLength !== 12) throw operation('algorithm.iv must contain exactly 12 bytes');
      if (name === 'AES-OCB' && (iv.byteLength < 1 || iv.byteLength > 15)) {
        throw operation('algorithm.iv must contain between 1 and 15 bytes');
      }
      if (!encrypts && data.byteLength < tag / 8) throw operation('The provided data is too small.');
      const cipher = name === 'AES-GCM' ? `aes-${bits}-gcm` : name === 'AES-OCB' ? `aes-${bits}-ocb` : 'chacha20-poly1305';
      return job(kinds.job.cipher, encrypts, cipher, handle, iv, data, tag / 8, params.additionalData);
    }
  }
}

// The arguments of a signing job.
function signArguments(params, key, data) {
  const { algorithm, object } = slotsOf(key);
  const handle = object[kHandle];
  const list = [handle, undefined, undefined, undefined];
  switch (params.name) {
    case 'RSASSA-PKCS1-v1_5':
      return [...list, RSA_PKCS1_PADDING, undefined, 0, undefined, data, digests[algorithm.hash.name]];
    case 'RSA-PSS':
      return [...list, RSA_PKCS1_PSS_PADDING, params.saltLength, 0, undefined, data, digests[algorithm.hash.name]];
    case 'ECDSA':
      return [...list, undefined, undefined, 1, undefined, data, digests[params.hash.name]];
    default: {
      const context = params.context?.byteLength > 0 ? params.context : undefined;
      if (context?.byteLength > 255) throw operation('context must be at most 255 bytes');
      return [...list, undefined, undefined, 0, context, data, undefined];
    }
  }
}

function code(params, key, data) {
  const { algorithm, object } = slotsOf(key);
  const handle = object[kHandle];
  if (params.name === 'HMAC') return job(kinds.job.mac, 'HMAC', handle, data, digests[algorithm.hash.name]);
  const bits = params.outputLength ?? params.length ?? (params.name === 'KMAC128' ? 256 : 512);
  const custom = params.customization?.byteLength > 0 ? params.customization : undefined;
  return job(kinds.job.mac, params.name === 'KMAC128' ? 'KMAC-128' : 'KMAC-256', handle, data, undefined, bits / 8, custom);
}

const isCode = (name) => name === 'HMAC' || name.startsWith('KMAC');

function sign(params, key, data) {
  if (isCode(params.name)) return code(params, key, data);
  if (key.type !== 'private') throw access('Key must be a private key');
  return job(kinds.job.sign, ...signArguments(params, key, data));
}

async function verify(params, key, signature, data) {
  if (isCode(params.name)) {
    const expected = new Uint8Array(await code(params, key, data));
    return expected.byteLength === signature.byteLength &&
      ops.op_crypto_call(kinds.call.timingSafeEqual, expected, signature);
  }
  if (key.type !== 'public') throw access('Key must be a public key');
  return job(kinds.job.verify, ...signArguments(params, key, data), signature);
}

// So many bits of a secret; those of the last byte that are too many are zero.
function cut(bits, length) {
  if (length === null) return bits;
  if (bits.byteLength * 8 < length) throw operation('derived bit length is too small');
  const out = new Uint8Array(bits.slice(0, Math.ceil(length / 8)));
  if (length % 8 !== 0) out[out.length - 1] &= 0xff << (8 - length % 8);
  return out.buffer;
}

async function agree(params, key, length) {
  const { algorithm, object } = slotsOf(key);
  const other = slotsOf(params.public);
  if (object.type !== 'private') throw access('baseKey must be a private key');
  if (other.object.type !== 'public') throw access('algorithm.public must be a public key');
  if (algorithm.name !== other.algorithm.name) throw access('key algorithm mismatch');
  if (algorithm.namedCurve !== other.algorithm.namedCurve) throw access('Named curve mismatch');
  const bits = await job(kinds.job.agree, object[kHandle], undefined, undefined, undefined, other.object[kHandle]);
  return cut(bits, length);
}

function checkLength(length) {
  if (length === null) throw operation('length cannot be null');
  if (length % 8 !== 0) throw operation('length must be a multiple of 8');
}

function deriveBits(params, key, length) {
  const handle = slotsOf(key).object[kHandle];
  switch (params.name) {
    case 'ECDH':
    case 'X25519':
    case 'X448':
      return agree(params, key, length);
    case 'HKDF':
      checkLength(length);
      if (length === 0) return new ArrayBuffer(0);
      return job(kinds.job.hkdf, digests[params.hash.name], handle, params.salt, params.info, length / 8);
    case 'PBKDF2':
      checkLength(length);
      if (params.iterations === 0) throw operation('iterations cannot be zero');
      if (length === 0) return new ArrayBuffer(0);
      return job(kinds.job.pbkdf2, handle, params.salt, params.iterations, length / 8, digests[params.hash.name]);
    default: {
      checkLength(length);
      if (length < 32) throw operation('length must be >= 32');
      const { nonce, parallelism, memory, passes, secretValue, associatedData, version } = params;
      if (version !== undefined && version !== 0x13) throw operation('0x13 is the only supported version');
      if (parallelism === 0 || parallelism > 2 ** 24 - 1) throw operation('parallelism must be > 0 and < 16777215');
      if (memory < 8 * parallelism) throw operation('memory must be at least 8 times the degree of parallelism');
      if (passes === 0) throw operation('passes must be > 0');
      return job(kinds.job.argon2, params.name.toLowerCase(), handle, nonce, parallelism, length / 8, memory, passes,
                 secretValue, associatedData);
    }
  }
}

// Bits of a key that is derived; null is all there is.
function keyLength(algorithm) {
  const { name, length, hash } = algorithm;
  switch (name) {
    case 'HMAC':
      if (length === 0) throw operation('Zero-length key is not supported');
      return length ?? blocks[hash.name];
    case 'KMAC128':
    case 'KMAC256':
      return length ?? (name === 'KMAC128' ? 128 : 256);
    case 'ChaCha20-Poly1305':
      return 256;
    case 'HKDF':
    case 'PBKDF2':
    case 'Argon2d':
    case 'Argon2i':
    case 'Argon2id':
      return null;
    default:
      if (length !== 128 && length !== 192 && length !== 256) throw operation('Invalid key length');
      return length;
  }
}

function digest(algorithm, data) {
  return job(kinds.job.hash, digests[algorithm.name], data);
}

async function encapsulate(key) {
  if (key.type !== 'public') throw access('Key must be a public key');
  const { 0: sharedKey, 1: ciphertext } = await job(kinds.job.encapsulate, slotsOf(key).object[kHandle]);
  return { sharedKey, ciphertext };
}

function decapsulate(key, ciphertext) {
  if (key.type !== 'private') throw access('Key must be a private key');
  return job(kinds.job.decapsulate, slotsOf(key).object[kHandle], undefined, undefined, undefined, ciphertext);
}

module.exports = { crypt, decapsulate, deriveBits, digest, encapsulate, keyLength, sign, verify };
