// 1xx responses, Expect, Upgrade and CONNECT.
'use strict';

const assert = require('assert');
const { once } = require('events');
const http = require('http');

const server = http.createServer((req, res) => {
  if (req.url === '/hints') {
    res.writeEarlyHints({ 'link': '</a.css>; rel=preload', 'x-b': 'c' });
    res.writeProcessing();
    res.end('done');
    return;
  }
  req.resume().on('end', () => res.end('done'));
});
server.on('checkContinue', (req, res) => {
  if (req.url === '/no') {
    res.writeHead(413).end();
    return;
  }
  res.writeContinue();
  server.emit('request', req, res);
});
for (const name of ['upgrade', 'connect']) {
  server.on(name, (req, socket, head) => {
    assert.strictEqual(head.toString(), name === 'connect' ? 'first' : '');
    socket.write(name === 'upgrade' ?
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello' :
      'HTTP/1.1 200 Connection Established\r\n\r\nhello');
    socket.pipe(socket);
  });
}

async function talk(req, name) {
  req.end(name === 'connect' ? 'first' : undefined);
  const [res, socket, head] = await once(req, name);
  assert.strictEqual(res.statusCode, name === 'upgrade' ? 101 : 200);
  assert.strictEqual(head.toString(), 'hello');
  socket.write('ping');
  const [data] = await once(socket, 'data');
  assert.strictEqual(data.toString(), 'ping');
  socket.end();
  await once(socket, 'close');
}

server.listen(0, '127.0.0.1', async () => {
  const base = { port: server.address().port, host: '127.0.0.1', agent: false };

  {
    const seen = [];
    const req = http.get({ ...base, path: '/hints' });
    req.on('information', (info) => seen.push([info.statusCode, info.statusMessage, info.headers]));
    const [res] = await once(req, 'response');
    res.resume();
    assert.deepStrictEqual(seen, [
      [103, 'Early Hints', { 'link': '</a.css>; rel=preload', 'x-b': 'c' }],
      [102, 'Processing', {}],
    ]);
    await once(res, 'end');
  }
  {
    const req = http.request({ ...base, method: 'POST', headers: { Expect: '100-continue' } });
    await once(req, 'continue');
    req.end('body');
    const [res] = await once(req, 'response');
    assert.strictEqual(res.statusCode, 200);
    res.resume();
    await once(res, 'end');
  }
  {
    const req = http.request({ ...base, path: '/no', method: 'POST', headers: { Expect: '100-continue' } });
    req.flushHeaders();
    const [res] = await once(req, 'response');
    assert.strictEqual(res.statusCode, 413);
    assert.strictEqual(res.headers.connection, 'close');
    res.resume();
    req.destroy();
  }
  await talk(http.request({ ...base, headers: { Connection: 'Upgrade', Upgrade: 'echo' } }), 'upgrade');
  await talk(http.request({ ...base, method: 'CONNECT', path: 'a:1' }), 'connect');
  server.close();
});
