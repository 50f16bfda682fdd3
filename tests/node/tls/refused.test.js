// Connections that fail: the codes on both sides.
'use strict';
const assert = require('assert');
const fs = require('fs');
const net = require('net');
const path = require('path');
const tls = require('tls');

const key = fs.readFileSync(path.join(__dirname, 'fixtures/key.pem'));
const cert = fs.readFileSync(path.join(__dirname, 'fixtures/cert.pem'));

function failure(serverOptions, clientOptions) {
  return new Promise((resolve) => {
    const result = {};
    const server = tls.createServer({ key, cert, ...serverOptions });
    const done = () => {
      if (!result.client || (serverOptions.expectsError && !result.server)) return;
      server.close();
      resolve(result);
    };
    server.on('tlsClientError', (err) => {
      result.server = err.code;
      done();
    });
    server.listen(0, () => {
      const client = tls.connect({ port: server.address().port, ...clientOptions });
      client.on('error', (err) => {
        result.client = err.code;
        done();
      });
    });
  });
}

async function main() {
  assert.strictEqual((await failure({}, {})).client, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.strictEqual(
    (await failure({}, { ca: cert, servername: 'example.org' })).client, 'ERR_TLS_CERT_ALTNAME_INVALID');
  assert.deepStrictEqual(
    await failure({ minVersion: 'TLSv1.3', expectsError: true }, { ca: cert, maxVersion: 'TLSv1.2' }),
    { client: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', server: 'ERR_SSL_UNSUPPORTED_PROTOCOL' });

  // A server that does not speak TLS, and one that says nothing.
  for (const [answer, code] of [['HTTP/1.1 400 Bad Request\r\n\r\n', /^ERR_SSL_/], ['', /^ECONNRESET$/]]) {
    await new Promise((resolve) => {
      const server = net.createServer((socket) => socket.end(answer)).listen(0, () => {
        tls.connect(server.address().port).on('error', (err) => {
          assert.match(err.code, code);
          if (answer === '') {
            assert.strictEqual(
              err.message, 'Client network socket disconnected before secure TLS connection was established');
          }
          server.close(resolve);
        });
      });
    });
  }
}
main();
