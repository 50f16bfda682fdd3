// https with client certificates, names, protocols, ciphers, refusals, agents and sessions.
'use strict';

const fs = require('fs');
const https = require('https');
const path = require('path');
const tls = require('tls');
const { once } = require('events');

const fixture = (name) => fs.readFileSync(path.join(__dirname, '../tls/fixtures', name));
const pair = { key: fixture('key.pem'), cert: fixture('cert.pem') };
const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.code, error.reason?.slice?.(0, 80)); } };
const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };

async function get(port, options) {
  const req = https.get({ port, host: '127.0.0.1', agent: false, ...options });
  const [res] = await once(req, 'response');
  return [res.statusCode, await text(res)];
}

async function main() {
  const subject = (cert) => (cert && cert.subject ? Object.keys(cert.subject).sort().join() : 'none');
  const server = https.createServer({ ...pair, requestCert: true, rejectUnauthorized: false }, (req, res) => {
    res.end(`${req.socket.authorized} ${req.socket.authorizationError} ${subject(req.socket.getPeerCertificate())} ${req.socket.servername} ${req.socket.alpnProtocol} ${req.socket.getProtocol()}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await show('not trusted', () => get(port));
  await show('ignored', () => get(port, { rejectUnauthorized: false }));
  await show('trusted', () => get(port, { ca: pair.cert, checkServerIdentity: () => undefined }));
  await show('with certificate', () => get(port, { ...pair, ca: pair.cert, checkServerIdentity: () => undefined }));
  await show('own check', () => get(port, { ca: pair.cert, checkServerIdentity: (host, cert) => Object.assign(new Error(`no ${host}`), { code: `OWN_${typeof cert.fingerprint256}` }) }));
  await show('servername', () => get(port, { ca: pair.cert, servername: 'some.name', checkServerIdentity: () => undefined }));
  await show('tls 1.2', () => get(port, { rejectUnauthorized: false, maxVersion: 'TLSv1.2' }));
  await show('no version', () => get(port, { rejectUnauthorized: false, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' }));
  await show('bad version', () => get(port, { minVersion: 'TLSv9' }));
  await show('bad ciphers', () => get(port, { ciphers: 'NOPE' }));
  await show('bad key', () => get(port, { key: 'no key', cert: pair.cert }));
  await show('bad ca', () => get(port, { ca: 5 }));
  await show('http to https', () => new Promise((resolve, reject) => require('http').get({ port, host: '127.0.0.1' }, resolve).on('error', reject)));
  await show('url', async () => { const [res] = await once(https.get(`https://127.0.0.1:${port}/x`, { rejectUnauthorized: false, agent: false }), 'response'); return text(res); });
  await show('keep alive', async () => { const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false }); const reused = []; for (let i = 0; i < 2; i++) { const req = https.get({ port, host: '127.0.0.1', agent }); const [res] = await once(req, 'response'); await text(res); reused.push(req.reusedSocket); await new Promise(setImmediate); } const names = Object.keys(agent.freeSockets).length; agent.destroy(); return [reused, names]; });
  await show('protocol', () => https.get({ protocol: 'http:' }));

  const strict = https.createServer({ ...pair, requestCert: true, ca: pair.cert }, (req, res) => res.end('let in'));
  strict.on('tlsClientError', (error) => console.log('server saw', error.code));
  strict.listen(0, '127.0.0.1');
  await once(strict, 'listening');
  await show('refused without', () => get(strict.address().port, { rejectUnauthorized: false, maxVersion: 'TLSv1.2' }));
  await show('let in with', () => get(strict.address().port, { ...pair, rejectUnauthorized: false }));
  await show('identity', () => [tls.checkServerIdentity('a.example', { subject: { CN: 'b.example' } })?.code, tls.checkServerIdentity('x.b.org', { subjectaltname: 'DNS:*.b.org', subject: {} }), tls.checkServerIdentity('1.2.3.4', { subjectaltname: 'IP Address:1.2.3.4', subject: {} })]);
  await show('context', () => [tls.createSecureContext(pair).constructor.name, tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION, tls.DEFAULT_ECDH_CURVE]);
  strict.close();
  server.close();
  server.closeAllConnections();
  strict.closeAllConnections();
}

main();
