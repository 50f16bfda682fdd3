// What a client hears when the response is bad, late or never comes.
'use strict';

const assert = require('assert');
const { once } = require('events');
const http = require('http');
const net = require('net');

// A server that answers each connection with these bytes and then ends, or does not.
async function answering(bytes, end, run) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      if (end) socket.end(bytes, 'latin1');
      else if (bytes) socket.write(bytes, 'latin1');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const req = http.get({ port: server.address().port, host: '127.0.0.1', agent: false });
  await run(req);
  req.destroy();
  server.close();
}

async function fails(bytes, code, reason) {
  await answering(bytes, true, async (req) => {
    const [error] = await once(req, 'error');
    assert.strictEqual(error.code, code, bytes);
    if (reason) assert.strictEqual(error.message, `Parse Error: ${reason}`);
    if (error.rawPacket) assert.strictEqual(error.rawPacket.toString('latin1'), bytes);
  });
}

async function main() {
  await fails('HTTX/1.1 200 OK\r\n\r\n', 'HPE_INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/');
  await fails('HTTP/1.1 20 OK\r\n\r\n', 'HPE_INVALID_STATUS', 'Invalid status code');
  await fails('HTTP/1.1 200 OK\n\n', 'HPE_CR_EXPECTED', 'Missing expected CR after response line');
  await fails('HTTP/1.1 200 OK\r\nA b\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN', 'Invalid header token');
  await fails(`HTTP/1.1 200 OK\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW', 'Header overflow');
  await fails('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
              'HPE_INVALID_TRANSFER_ENCODING', 'Transfer-Encoding can\'t be present with Content-Length');
  await fails('', 'ECONNRESET');
  await fails('HTTP/1.1 200', 'ECONNRESET');

  // The body is shorter than was said.
  await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', true, async (req) => {
    const [res] = await once(req, 'response');
    res.resume();
    const [error] = await once(res, 'error');
    assert.strictEqual(error.code, 'ECONNRESET');
    assert.strictEqual(error.message, 'aborted');
    assert.strictEqual(res.complete, false);
    assert.strictEqual(res.aborted, true);
  });

  // The end of the connection ends a body without a length.
  await answering('HTTP/1.1 200 OK\r\n\r\nabc', true, async (req) => {
    const [res] = await once(req, 'response');
    let body = '';
    for await (const chunk of res) body += chunk;
    assert.strictEqual(body, 'abc');
    assert.strictEqual(res.complete, true);
  });

  await answering('', false, async (req) => {
    req.setTimeout(20);
    await once(req, 'timeout');
    req.destroy(Object.assign(new Error('late'), { code: 'LATE' }));
    const [error] = await once(req, 'error');
    assert.strictEqual(error.code, 'LATE');
  });

  await answering('', false, async (req) => {
    const events = [];
    for (const name of ['abort', 'error', 'close']) req.on(name, (arg) => events.push(arg?.code ?? name));
    req.on('socket', () => setImmediate(() => req.abort()));
    await new Promise((resolve) => req.on('close', resolve));
    assert.deepStrictEqual(events, ['abort', 'ECONNRESET', 'close']);
    assert.strictEqual(req.aborted, true);
  });

  {
    const signal = AbortSignal.abort();
    const req = http.get({ port: 1, host: '127.0.0.1', signal });
    const [error] = await once(req, 'error');
    assert.strictEqual(error.code, 'ABORT_ERR');
  }
  {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    const [error] = await once(http.get({ port, host: '127.0.0.1' }), 'error');
    assert.strictEqual(error.code, 'ECONNREFUSED');
  }
}

main();
