// crypto: hashes, hmacs, key derivation and WebCrypto against each other, copies, encodings, refusals.
'use strict';

const crypto = require('crypto');
const { subtle } = crypto.webcrypto;

const show = async (name, act) => { try { const r = await act(); console.log(name, r instanceof ArrayBuffer ? Buffer.from(r).toString('hex') : Buffer.isBuffer(r) ? r.toString('hex') : r); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };

async function main() {
  process.removeAllListeners('warning');
  for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160', 'blake2b512', 'blake2s256', 'RSA-SHA256', 'shake128']) await show(name, () => crypto.createHash(name).update('abc').digest('hex'));
  await show('shake length', () => crypto.createHash('shake256', { outputLength: 5 }).update('').digest('hex'));
  await show('hash()', () => [crypto.hash('sha1', 'abc'), crypto.hash('sha1', Buffer.from('abc'), 'base64url')]);
  await show('copy', () => { const h = crypto.createHash('md5').update('a'); const c = h.copy(); return [h.update('b').digest('hex'), c.digest('base64')]; });
  await show('twice', () => { const h = crypto.createHash('md5'); h.digest(); h.digest(); });
  await show('update after', () => { const h = crypto.createHash('md5'); h.digest(); h.update('x'); });
  await show('unknown', () => crypto.createHash('nope'));
  await show('bad data', () => crypto.createHash('md5').update(5));
  await show('stream', async () => { const h = crypto.createHash('sha256'); h.end('abc'); return new Promise((resolve) => h.on('readable', () => { const d = h.read(); if (d) resolve(d); })); });
  await show('hmac', () => crypto.createHmac('sha256', 'key').update('The quick brown fox').digest('base64'));
  await show('hmac empty', () => crypto.createHmac('sha1', '').digest('hex'));
  await show('hmac bad', () => crypto.createHmac('sha1', 5));
  await show('pbkdf2', () => crypto.pbkdf2Sync('password', 'salt', 2, 20, 'sha1'));
  await show('pbkdf2 bad', () => crypto.pbkdf2Sync('p', 's', 0, 20, 'sha1'));
  await show('pbkdf2 digest', () => crypto.pbkdf2Sync('p', 's', 1, 20, 'nope'));
  await show('scrypt params', () => crypto.scryptSync('', '', 64, { N: 15 }));
  await show('scrypt', () => crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 }));
  await show('scrypt memory', () => crypto.scryptSync('', '', 64, { N: 2 ** 20, r: 8, p: 1 }));
  await show('hkdf', () => Buffer.from(crypto.hkdfSync('sha256', Buffer.alloc(22, 11), 'salt', 'info', 42)));
  await show('hkdf long', () => crypto.hkdfSync('sha256', 'k', 's', 'i', 255 * 32 + 1));
  const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  await show('aes cbc', () => { const c = crypto.createCipheriv('aes-128-cbc', key, Buffer.alloc(16)); return c.update('text', 'utf8', 'hex') + c.final('hex'); });
  await show('aes gcm', () => { const c = crypto.createCipheriv('aes-128-gcm', key, Buffer.alloc(12)); c.setAAD(Buffer.from('aad')); const out = c.update('text', 'utf8', 'hex') + c.final('hex'); return [out, c.getAuthTag().toString('hex')]; });
  await show('gcm tampered', () => { const d = crypto.createDecipheriv('aes-128-gcm', key, Buffer.alloc(12)); d.setAuthTag(Buffer.alloc(16)); d.update('00', 'hex'); d.final(); });
  await show('bad padding', () => { const d = crypto.createDecipheriv('aes-128-cbc', key, Buffer.alloc(16)); d.update(Buffer.alloc(16)); d.final(); });
  await show('bad iv', () => crypto.createCipheriv('aes-128-cbc', key, Buffer.alloc(5)));
  await show('bad key', () => crypto.createCipheriv('aes-128-cbc', Buffer.alloc(5), Buffer.alloc(16)));
  await show('bad cipher', () => crypto.createCipheriv('nope', key, null));
  await show('timingSafeEqual', () => [crypto.timingSafeEqual(key, Buffer.from(key)), crypto.timingSafeEqual(key, Buffer.alloc(16))]);
  await show('timing lengths', () => crypto.timingSafeEqual(key, Buffer.alloc(1)));
  await show('digest', () => subtle.digest('SHA-256', Buffer.from('abc')));
  await show('digest name', () => subtle.digest('MD5', Buffer.from('abc')));
  const raw = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
  await show('sign', () => subtle.sign('HMAC', raw, Buffer.from('x')));
  await show('jwk', async () => JSON.stringify(await subtle.exportKey('jwk', raw)));
  await show('usage', async () => subtle.sign('HMAC', await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-1' }, false, ['verify']), Buffer.from('x')));
  await show('not extractable', async () => subtle.exportKey('raw', await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])));
  await show('gcm', async () => subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']), Buffer.from('text')));
  await show('pbkdf2 bits', async () => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: Buffer.from('salt'), iterations: 2 }, await subtle.importKey('raw', Buffer.from('password'), 'PBKDF2', false, ['deriveBits']), 160));
  await show('ed25519', () => { const k = crypto.createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 1)]), format: 'der', type: 'pkcs8' }); const s = crypto.sign(null, Buffer.from('m'), k); return [s.toString('hex'), crypto.verify(null, Buffer.from('m'), crypto.createPublicKey(k), s), k.asymmetricKeyType, crypto.createPublicKey(k).export({ format: 'jwk' }).x]; });
  await show('secret', () => { const k = crypto.createSecretKey(key); return [k.type, k.symmetricKeySize, k.export().length, k.equals(crypto.createSecretKey(key)), k.export({ format: 'jwk' }).k]; });
  await show('random', () => [crypto.randomBytes(3).length, crypto.randomInt(5, 6), crypto.randomUUID().length, crypto.getRandomValues(new Uint8Array(2)).length]);
  await show('random bad', () => crypto.randomInt(5, 5));
  await show('quota', () => crypto.getRandomValues(new Uint8Array(65537)));
  await show('random float', () => crypto.getRandomValues(new Float32Array(1)));
  await show('dh', () => { const a = crypto.getDiffieHellman('modp5'); return [a.getPrime().length, a.getGenerator('hex'), a.verifyError]; });
  await show('ecdh', () => { const a = crypto.createECDH('secp256k1'); a.setPrivateKey(Buffer.alloc(32, 1)); return [a.getPublicKey('hex', 'compressed'), a.computeSecret(a.getPublicKey()).toString('hex')]; });
  await show('ecdh bad', () => crypto.createECDH('nope'));
  await show('lists', () => [crypto.getHashes().includes('sha256'), crypto.getCiphers().includes('aes-256-gcm'), crypto.getCurves().includes('prime256v1')]);
  await show('prime', () => [crypto.checkPrimeSync(97n), crypto.checkPrimeSync(98n)]);
}

main();
