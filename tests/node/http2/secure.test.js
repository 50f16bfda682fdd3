// A TLS server for both protocols: HTTP/2 and HTTP/1.1 clients get what they can speak, one that speaks neither nothing.
'use strict';
const assert = require('assert');
const fs = require('fs');
const http2 = require('http2');
const https = require('https');
const path = require('path');
const tls = require('tls');

const key = fs.readFileSync(path.join(__dirname, '../tls/fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, '../tls/fixtures/cert.pem'));

const server = http2.createSecureServer({ key, cert, allowHTTP1: true }, (req, res) => {
  const { alpnProtocol } = req.httpVersion === '2.0' ? req.stream.session.socket : req.socket;
  res.setHeader('x-protocol', `${alpnProtocol}`);
  res.end(`${req.httpVersion} ${req.method} ${req.url}`);
});

const client = () => ({ port: server.address().port, ca: cert, servername: 'localhost' });

function overHTTP2() {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`https://127.0.0.1:${server.address().port}`, client());
    session.on('error', reject);
    const stream = session.request({ ':path': '/two' });
    let protocol;
    let text = '';
    stream.on('response', (headers) => { protocol = headers['x-protocol']; });
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => { text += chunk; });
    stream.on('end', () => {
      const { encrypted, alpnProtocol } = session;
      assert.strictEqual(session.socket.authorized, true);
      assert.deepStrictEqual(session.originSet, [`https://localhost:${server.address().port}`]);
      session.close(() => resolve({ text, protocol, encrypted, alpnProtocol }));
    });
  });
}

function overHTTP1() {
  return new Promise((resolve, reject) => {
    const req = https.get({ ...client(), host: '127.0.0.1', path: '/one', agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => { text += chunk; });
      res.on('end', () => resolve({ text, protocol: res.headers['x-protocol'] }));
    });
    req.on('error', reject);
  });
}

function overNothing() {
  return new Promise((resolve) => {
    const socket = tls.connect({ ...client(), host: '127.0.0.1', ALPNProtocols: ['spdy/1'] });
    socket.on('error', resolve);
    socket.on('secureConnect', () => resolve(new Error('connected')));
  });
}

server.listen(0, '127.0.0.1', async () => {
  assert.deepStrictEqual(await overHTTP2(),
                         { text: '2.0 GET /two', protocol: 'h2', encrypted: true, alpnProtocol: 'h2' });
  const one = await overHTTP1();
  assert.strictEqual(one.text, '1.1 GET /one');
  const error = await overNothing();
  assert.match(error.code, /^ERR_SSL_.*NO_APPLICATION_PROTOCOL$/);
  server.close();
});
