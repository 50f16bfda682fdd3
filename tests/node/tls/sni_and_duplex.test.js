// Contexts by name, over any duplex stream.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const tls = require('tls');
const { duplexPair } = require('stream');

const key = fs.readFileSync(path.join(__dirname, 'fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, 'fixtures/cert.pem'));
const context = tls.createSecureContext({ key, cert });

const [clientSide, serverSide] = duplexPair();
const names = [];
const server = new tls.TLSSocket(serverSide, {
  isServer: true,
  SNICallback(name, callback) {
    names.push(name);
    setImmediate(callback, null, context);
  },
});
server.on('data', (chunk) => server.end(`<${chunk}>`));

const client = tls.connect({ socket: clientSide, ca: cert, servername: 'localhost' }, () => {
  assert.strictEqual(client.authorized, true);
  client.write('text');
});
let text = '';
client.setEncoding('utf8');
client.on('data', (chunk) => { text += chunk; });
client.on('end', () => {
  assert.strictEqual(text, '<text>');
  assert.deepStrictEqual(names, ['localhost']);
  client.destroy();
});
process.on('exit', () => assert.strictEqual(text, '<text>'));
