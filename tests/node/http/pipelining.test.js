// Pipelined requests: every one is answered, in order, with its own body, however the bytes are cut.
'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');

const COUNT = 30;

// Kinds alternate: no body, a body of known length, a chunked body.
function requestText(i) {
  const head = `/${i} HTTP/1.1\r\nHost: a\r\n`;
  if (i % 3 === 0) return `GET ${head}\r\n`;
  if (i % 3 === 1) return `POST ${head}Content-Length: ${String(i).length + 5}\r\n\r\nbody-${i}`;
  const text = `chunk-${i}`;
  return `PUT ${head}Transfer-Encoding: chunked\r\n\r\n${text.length.toString(16)};x=y\r\n${text}\r\n0\r\nT: ${i}\r\n\r\n`;
}

function expectedText(i) {
  return [`GET /${i} `, `POST /${i} body-${i}`, `PUT /${i} chunk-${i}`][i % 3];
}

const server = http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => { body += chunk; });
  req.on('end', () => {
    const answer = `${req.method} ${req.url} ${body}`;
    // Some answers are ready before those of the requests in front of them.
    const delay = Number(req.url.slice(1)) % 4;
    if (delay === 0) res.end(`${answer}\n`);
    else setTimeout(() => res.end(`${answer}\n`), delay);
  });
});

function run(port, pieces) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
      const bodies = text.match(/(GET|POST|PUT) \/\d+ [^\n]*(?=\n)/g) ?? [];
      if (bodies.length < COUNT) return;
      socket.destroy();
      assert.deepStrictEqual(bodies, Array.from({ length: COUNT }, (_, i) => expectedText(i)));
      resolve();
    });
    (async () => {
      for (const piece of pieces) {
        socket.write(piece);
        if (pieces.length > 1) await new Promise((go) => setImmediate(go));
      }
    })();
  });
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const text = Array.from({ length: COUNT }, (_, i) => requestText(i)).join('');
  await run(port, [text]);
  await run(port, text.match(/[^]{1,7}/g));
  await run(port, text.match(/[^]{1,100}/g));
  server.close();
});
