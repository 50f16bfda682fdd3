'use strict';
// X509Certificate: what a certificate says, whom it is for, who signed it, and what is no certificate.
const assert = require('assert');
const { X509Certificate, createPrivateKey, createPublicKey } = require('crypto');

// A certificate that signed itself, and its key.
const pem = `-----BEGIN CERTIFICATE-----
MIICkzCCAjigAwIBAgIEEjSrzTAKBggqhkjOPQQDAjBMMQswCQYDVQQGEwJERTEP
MA0GA1UECgwGSGVkZGxlMQowCAYDVQQLDAFhMQowCAYDVQQLDAFiMRQwEgYDVQQD
DAtleGFtcGxlLm9yZzAgFw0yNjExMjUxOTQ2MzhaGA8yMTI2MTEwMTE5NDYzOFow
TDELMAkGA1UEBhMCREUxDzANBgNVBAoMBkhlZGRsZTEKMAgGA1UECwwBYTEKMAgG
A1UECwwBYjEUMBIGA1UEAwwLZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARfDaZS0M/AtW9BawC5chErFI7sEWXtaVwO6Mq9HRso5ztBVqVXqFrU
KzA0jNEqIsVs5bqhxrrXN4YiypYb/ecFo4IBBDCCAQAwHQYDVR0OBBYEFH17ERjm
HHyMjfYiaz8X5URptbzZMB8GA1UdIwQYMBaAFH17ERjmHHyMjfYiaz8X5URptbzZ
MA8GA1UdEwEB/wQFMAMBAf8wYgYDVR0RBFswWYILZXhhbXBsZS5vcmeCDSouZXhh
bXBsZS5jb22HBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAGBDXhAZXhhbXBsZS5vcmeG
FGh0dHA6Ly9leGFtcGxlLm9yZy9hMBMGA1UdJQQMMAoGCCsGAQUFBwMBMDQGCCsG
AQUFBwEBBCgwJjAkBggrBgEFBQcwAYYYaHR0cDovL29jc3AuZXhhbXBsZS5vcmcv
MAoGCCqGSM49BAMCA0kAMEYCIQCD37wfS+YwopbDXxMNDPfj1G9KWhenIbQ9kyoF
smU7cwIhAL4sOZ/T8x52/mTs4uxvRpRpIdFuURB5p8SWZtlTcESH
-----END CERTIFICATE-----
`;
const privateKey = createPrivateKey(`-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIBXXsqa6OOVGVrL734DUe7/uwVhajLcaTkVZd/4f+RYhoAoGCCqGSM49
AwEHoUQDQgAEXw2mUtDPwLVvQWsAuXIRKxSO7BFl7WlcDujKvR0bKOc7QValV6ha
1CswNIzRKiLFbOW6oca61zeGIsqWG/3nBQ==
-----END EC PRIVATE KEY-----
`);

for (const certificate of [new X509Certificate(pem), new X509Certificate(Buffer.from(pem)), new X509Certificate(new X509Certificate(pem).raw)]) {
  assert.strictEqual(certificate.toString(), pem);
  assert.strictEqual(JSON.stringify(certificate), JSON.stringify(pem));
  assert.strictEqual(certificate.subject, 'C=DE\nO=Heddle\nOU=a\nOU=b\nCN=example.org');
  assert.strictEqual(certificate.issuer, certificate.subject);
  assert.strictEqual(
    certificate.subjectAltName,
    'DNS:example.org, DNS:*.example.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, email:x@example.org, ' +
      'URI:http://example.org/a');
  assert.strictEqual(certificate.infoAccess, 'OCSP - URI:http://ocsp.example.org/');
  assert.deepStrictEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.strictEqual(certificate.serialNumber, '1234ABCD');
  assert.strictEqual(certificate.ca, true);
  assert.strictEqual(certificate.signatureAlgorithm, 'ecdsa-with-SHA256');
  assert.strictEqual(certificate.signatureAlgorithmOid, '1.2.840.10045.4.3.2');
  assert.strictEqual(new Date(certificate.validFrom).getTime(), certificate.validFromDate.getTime());
  assert(certificate.validToDate > certificate.validFromDate);
  assert.match(certificate.fingerprint, /^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
  assert.match(certificate.fingerprint256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.match(certificate.fingerprint512, /^([0-9A-F]{2}:){63}[0-9A-F]{2}$/);
  assert(Buffer.isBuffer(certificate.raw));
  assert(certificate.publicKey.equals(createPublicKey(privateKey)));
  assert.strictEqual(certificate.checkPrivateKey(privateKey), true);
  assert.strictEqual(certificate.verify(certificate.publicKey), true);
  assert.strictEqual(certificate.checkIssued(certificate), true);
  assert.strictEqual(certificate.checkHost('example.org'), 'example.org');
  assert.strictEqual(certificate.checkHost('www.example.com'), '*.example.com');
  assert.strictEqual(certificate.checkHost('www.example.com', { wildcards: false }), undefined);
  assert.strictEqual(certificate.checkHost('other'), undefined);
  assert.strictEqual(certificate.checkEmail('x@example.org'), 'x@example.org');
  assert.strictEqual(certificate.checkEmail('y@example.org'), undefined);
  assert.strictEqual(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  assert.strictEqual(certificate.checkIP('127.0.0.2'), undefined);
  const legacy = certificate.toLegacyObject();
  assert.deepStrictEqual({ ...legacy.subject }, { C: 'DE', O: 'Heddle', OU: ['a', 'b'], CN: 'example.org' });
  assert.deepStrictEqual({ ...legacy.infoAccess }, { 'OCSP - URI': ['http://ocsp.example.org/'] });
  assert.strictEqual(legacy.nistCurve, 'P-256');
  assert.strictEqual(legacy.bits, 256);
  const clone = structuredClone(certificate);
  assert(clone instanceof X509Certificate);
  assert.strictEqual(clone.fingerprint, certificate.fingerprint);
}

const certificate = new X509Certificate(pem);
assert.throws(() => certificate.verify(privateKey), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => certificate.checkPrivateKey(certificate.publicKey), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => certificate.checkHost(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => certificate.checkHost('x', { subject: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => certificate.checkIssued({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => certificate.checkIP('x'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => new X509Certificate('nonsense'), { code: 'ERR_OSSL_PEM_NO_START_LINE' });
assert.throws(() => new X509Certificate(1), { code: 'ERR_INVALID_ARG_TYPE' });
