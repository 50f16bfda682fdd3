// A session goes on in a second connection; keys are told to whom listens.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const tls = require('tls');

const key = fs.readFileSync(path.join(__dirname, 'fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, 'fixtures/cert.pem'));

function connect(port, options) {
  return new Promise((resolve, reject) => {
    let session;
    const lines = [];
    const client = tls.connect({ port, ca: cert, ...options });
    client.on('session', (value) => { session = value; });
    client.on('keylog', (line) => lines.push(`${line}`));
    client.on('error', reject);
    client.on('secureConnect', () => client.resume());
    client.on('close', () => resolve({ session, lines, reused: reused }));
    let reused;
    client.on('end', () => { reused = client.isSessionReused(); });
  });
}

async function main() {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
    const server = tls.createServer({ key, cert, maxVersion }, (socket) => socket.end('hello'));
    await new Promise((resolve) => server.listen(0, resolve));
    const { port } = server.address();
    const first = await connect(port, { servername: 'localhost' });
    assert.ok(Buffer.isBuffer(first.session));
    assert.strictEqual(first.reused, false);
    assert.ok(first.lines.length > 0);
    assert.match(first.lines[0], /^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]+\n$/);
    const second = await connect(port, { servername: 'localhost', session: first.session });
    assert.strictEqual(second.reused, true);
    assert.strictEqual(server.getTicketKeys().length, 48);
    await new Promise((resolve) => server.close(resolve));
  }
}
main();
