// A connection: who hears what, what both sides know of each other, and its end.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const tls = require('tls');

const key = fs.readFileSync(path.join(__dirname, 'fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, 'fixtures/cert.pem'));

const events = { server: [], client: [] };
const server = tls.createServer({ key, cert, ALPNProtocols: ['b', 'a'] }, (socket) => {
  events.server.push('secureConnection');
  assert.strictEqual(socket.encrypted, true);
  assert.strictEqual(socket.servername, 'localhost');
  assert.strictEqual(socket.alpnProtocol, 'b');
  socket.on('data', (chunk) => {
    events.server.push(`data ${chunk}`);
    socket.end('bye');
  });
  socket.on('end', () => events.server.push('end'));
  socket.on('close', () => {
    events.server.push('close');
    server.close();
  });
});

server.listen(0, () => {
  const client = tls.connect({
    port: server.address().port,
    host: 'localhost',
    servername: 'localhost',
    ca: cert,
    ALPNProtocols: ['a', 'b'],
  });
  client.on('connect', () => events.client.push('connect'));
  client.on('secure', () => events.client.push('secure'));
  client.on('secureConnect', () => {
    events.client.push('secureConnect');
    assert.strictEqual(client.authorized, true);
    assert.strictEqual(client.authorizationError, null);
    assert.strictEqual(client.alpnProtocol, 'b');
    assert.strictEqual(client.getProtocol(), 'TLSv1.3');
    assert.deepStrictEqual(Object.keys(client.getCipher()), ['name', 'standardName', 'version']);
    const peer = client.getPeerCertificate();
    assert.strictEqual(peer.subject.CN, 'localhost');
    assert.strictEqual(peer.subjectaltname, 'DNS:localhost, IP Address:127.0.0.1');
    assert.strictEqual(client.isSessionReused(), false);
    client.write('hello');
  });
  client.on('data', (chunk) => events.client.push(`data ${chunk}`));
  client.on('end', () => events.client.push('end'));
  client.on('close', (hadError) => events.client.push(`close ${hadError}`));
});

process.on('exit', () => {
  assert.deepStrictEqual(events.client, ['connect', 'secureConnect', 'secure', 'data bye', 'end', 'close false']);
  assert.deepStrictEqual(events.server, ['secureConnection', 'data hello', 'end', 'close']);
});
