// The numbers by which the native side knows functions, jobs and handles; each file of ops/crypto has its own.
// Below 100: hashes, ciphers, derivation, settings. From 100 on: keys, signatures, key agreement, certificates.
'use strict';

module.exports = {
  // ops.op_crypto_call(kind, ...args)
  call: {
    __proto__: null,
    hashNumber: 0,
    hashes: 1,
    ciphers: 2,
    cipherInfo: 3,
    timingSafeEqual: 4,
    getFips: 5,
    setFips: 6,
    secureHeapUsed: 7,
    certificate: 8,
    macs: 9,
    secureHeapInit: 11,
    uuid: 12,
    hashLength: 13,
    start: 14,
    hmac: 15,
    groupPrime: 100,
    curves: 101,
    rsa: 102,
    convertPoint: 103,
    pkcs12: 104,
  },
  // ops.op_crypto_job(kind, callback | undefined, ...args); callback(error, value)
  job: {
    __proto__: null,
    random: 1,
    pbkdf2: 2,
    scrypt: 3,
    hkdf: 4,
    argon2: 5,
    generatePrime: 6,
    checkPrime: 7,
    hash: 8,
    cipher: 9,
    mac: 10,
    keyPair: 100,
    secretKey: 101,
    sign: 102,
    verify: 103,
    agree: 104,
    encapsulate: 105,
    decapsulate: 106,
    rsa: 107,
  },
  // new ops.CryptoHandle().open(kind, ...args)
  handle: {
    __proto__: null,
    hmac: 1,
    cipher: 2,
    mac: 3,
    sign: 110,
    diffieHellman: 111,
    ecdh: 112,
    certificate: 113,
  },
};
