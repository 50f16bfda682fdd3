// A request and its response; the agent keeps the connection, and a new one goes on with the session.
'use strict';
const assert = require('assert');
const fs = require('fs');
const https = require('https');
const path = require('path');

const key = fs.readFileSync(path.join(__dirname, '../tls/fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, '../tls/fixtures/cert.pem'));

const server = https.createServer({ key, cert }, (req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    res.setHeader('x-encrypted', `${req.socket.encrypted}`);
    res.end(`${req.method} ${req.url} ${Buffer.concat(chunks).length}`);
  });
});

function send(options, body) {
  return new Promise((resolve, reject) => {
    const req = https.request({ port: server.address().port, ca: cert, servername: 'localhost', ...options }, (res) => {
      let text = '';
      const { authorized } = res.socket;
      const resumed = res.socket.isSessionReused();
      res.setEncoding('utf8');
      res.on('data', (chunk) => { text += chunk; });
      res.on('end', () => resolve({ text, res, req, authorized, resumed }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

server.listen(0, async () => {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const first = await send({ agent, path: '/a' });
  assert.strictEqual(first.text, 'GET /a 0');
  assert.strictEqual(first.res.headers['x-encrypted'], 'true');
  assert.strictEqual(first.authorized, true);
  const second = await send({ agent, path: '/b', method: 'POST' }, Buffer.alloc(300_000));
  assert.strictEqual(second.text, 'POST /b 300000');
  assert.strictEqual(second.req.reusedSocket, true);
  agent.destroy();
  const third = await send({ agent, path: '/c' });
  assert.strictEqual(third.resumed, true);
  agent.destroy();
  await assert.rejects(send({ ca: undefined, agent: false }), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  server.close();
});

assert.strictEqual(new https.Agent().getName({ host: 'a', port: 1 }), 'a:1:::::::::::::::::::::');
