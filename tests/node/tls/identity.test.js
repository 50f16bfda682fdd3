// checkServerIdentity, convertALPNProtocols and the lists.
'use strict';
const assert = require('assert');
const tls = require('tls');

const check = (host, cert) => tls.checkServerIdentity(host, cert)?.reason;
assert.strictEqual(check('a.com', { subject: { CN: 'a.com' } }), undefined);
assert.strictEqual(check('A.COM.', { subject: { CN: 'a.com' } }), undefined);
assert.strictEqual(check('a.com', { subject: { CN: 'b.com' } }), "Host: a.com. is not cert's CN: b.com");
assert.strictEqual(check('x.a.com', { subject: {}, subjectaltname: 'DNS:*.a.com' }), undefined);
assert.strictEqual(check('x.y.a.com', { subject: {}, subjectaltname: 'DNS:*.a.com' }),
                   "Host: x.y.a.com. is not in the cert's altnames: DNS:*.a.com");
assert.strictEqual(check('1.2.3.4', { subject: {}, subjectaltname: 'IP Address:1.2.3.4' }), undefined);
assert.strictEqual(check('1.2.3.5', { subject: {}, subjectaltname: 'IP Address:1.2.3.4' }),
                   "IP: 1.2.3.5 is not in the cert's list: 1.2.3.4");
assert.strictEqual(check('a.com', { subject: {} }), 'Cert does not contain a DNS name');
const err = tls.checkServerIdentity('a.com', { subject: {} });
assert.strictEqual(err.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
assert.strictEqual(err.message,
                   "Hostname/IP does not match certificate's altnames: Cert does not contain a DNS name");

const out = {};
tls.convertALPNProtocols(['h2', 'http/1.1'], out);
assert.strictEqual(out.ALPNProtocols.toString('latin1'), '\x02h2\x08http/1.1');
assert.ok(tls.getCiphers().includes('tls_aes_256_gcm_sha384'));
assert.ok(tls.rootCertificates.length > 100);
assert.ok(Object.isFrozen(tls.rootCertificates));
assert.throws(() => tls.createSecureContext({ minVersion: 'x' }), { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
assert.throws(() => tls.createSecureContext({ key: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => tls.createSecureContext({ ciphers: 'nothing' }), { code: 'ERR_SSL_NO_CIPHER_MATCH' });
