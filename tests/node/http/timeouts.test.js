// The timeouts of a server: a head that does not come, a body that does not come, a connection that idles.
'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');

const server = http.createServer({
  headersTimeout: 100,
  requestTimeout: 200,
  connectionsCheckingInterval: 20,
  keepAliveTimeout: 50,
  keepAliveTimeoutBuffer: 0,
}, (req, res) => {
  if (req.method === 'POST') req.on('error', () => {});
  else res.end();
});

function send(text) {
  const began = Date.now();
  return new Promise((resolve) => {
    const socket = net.connect(server.address().port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => { answer += chunk; });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ status: answer.split(' ')[1], time: Date.now() - began }));
    socket.write(text);
  });
}

server.listen(0, '127.0.0.1', async () => {
  const [nothing, head, body, idle] = await Promise.all([
    send(''),
    send('GET / HTTP/1.1\r\nHost:'),
    send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab'),
    send('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  ]);
  assert.strictEqual(nothing.status, '408');
  assert.strictEqual(head.status, '408');
  assert(head.time >= 90, `${head.time}`);
  assert.strictEqual(body.status, '408');
  assert(body.time >= 190, `${body.time}`);
  assert.strictEqual(idle.status, '200');
  assert(idle.time >= 40, `${idle.time}`);
  server.close();
});
