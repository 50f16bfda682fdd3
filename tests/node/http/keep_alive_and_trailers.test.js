// http: keep-alive and its end, trailers, Expect, upgrade, CONNECT, pipelined bytes, aborts on both sides, header forms.
'use strict';

const http = require('http');
const net = require('net');
const { once } = require('events');

const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };
const listen = async (server) => { server.listen(0, '127.0.0.1'); await once(server, 'listening'); return server.address().port; };
async function raw(port, bytes, wait = 'close') {
  const socket = net.connect(port, '127.0.0.1');
  let got = '';
  socket.setEncoding('latin1').on('data', (chunk) => { got += chunk; });
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, wait);
  return got.replace(/Date: .*\r\n/g, '').replace(/\r\n/g, '|');
}

async function main() {
  const server = http.createServer(async (req, res) => {
    const body = await text(req).catch((error) => `broken ${error.code}`);
    if (req.url === '/trailers') {
      res.writeHead(200, { Trailer: 'X-End' });
      res.write('part');
      res.addTrailers({ 'X-End': `saw ${JSON.stringify(req.trailers)}` });
      res.end();
    } else if (req.url === '/headers') {
      res.setHeader('Set-Cookie', ['a=1', 'b=2']);
      res.appendHeader('X-More', 'one').appendHeader('x-more', 'two');
      res.setHeaders(new Map([['X-Map', '1']]));
      res.writeHead(201, 'Made', ['X-Raw', 'r', 'X-Raw', 's']);
      res.end(JSON.stringify(res.getHeaderNames()));
    } else {
      res.end(`${req.method} ${req.url} ${body} ${req.headers.connection}`);
    }
  });
  const port = await listen(server);
  console.log(await raw(port, 'GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyzGET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'));
  console.log(await raw(port, 'GET / HTTP/1.0\r\n\r\n'));
  console.log(await raw(port, 'POST /trailers HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2;ext=1\r\nab\r\n0\r\nX-T: 1\r\nx-t: 2\r\n\r\n'));
  console.log(await raw(port, 'GET /headers HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'));
  console.log(await raw(port, 'GET / HTTP/1.1\r\n\r\n'));
  console.log(await raw(port, 'GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'));
  console.log(await raw(port, 'BREW / HTTP/1.1\r\nHost: h\r\n\r\n'));
  console.log(await raw(port, 'GET / HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n'));
  console.log(await raw(port, 'GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n'));
  console.log(await raw(port, 'HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'));
  server.on('checkContinue', (req, res) => { res.writeContinue(); req.resume(); res.writeEarlyHints({ link: '</s.css>; rel=preload' }); res.end('continued'); });
  server.on('checkExpectation', (req, res) => { res.writeHead(417); res.end('no'); });
  console.log(await raw(port, 'POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx'));
  console.log(await raw(port, 'POST / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx'));
  server.on('upgrade', (req, socket, head) => { socket.end(`HTTP/1.1 101 Go\r\nUpgrade: mine\r\nConnection: Upgrade\r\n\r\n${req.headers.upgrade}:${head}`); });
  server.on('connect', (req, socket, head) => { socket.end(`HTTP/1.1 200 Connected\r\n\r\n${req.url}:${head}`); });
  console.log(await raw(port, 'GET /u HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: mine\r\n\r\nheadbytes'));
  console.log(await raw(port, 'CONNECT host:1 HTTP/1.1\r\nHost: h\r\n\r\ntunnel'));

  const upgrade = http.get({ port, headers: { Connection: 'Upgrade', Upgrade: 'mine' } });
  const [res, socket, head] = await once(upgrade, 'upgrade');
  console.log(res.statusCode, String(head));
  socket.destroy();
  const continued = http.request({ port, method: 'POST', headers: { Expect: '100-continue', 'Content-Length': 1 } });
  const order = [];
  continued.on('continue', () => { order.push('continue'); continued.end('x'); });
  continued.on('information', (info) => order.push(info.statusCode));
  continued.flushHeaders();
  console.log(await text((await once(continued, 'response'))[0]), order);
  const trailing = http.request({ port, path: '/trailers', method: 'POST', headers: { Trailer: 'X-Mine' } });
  trailing.write('a');
  trailing.addTrailers({ 'X-Mine': 'sent' });
  trailing.end();
  const [answer] = await once(trailing, 'response');
  console.log(await text(answer), answer.trailers, answer.rawTrailers);

  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ports = [];
  for (let i = 0; i < 3; i++) {
    const req = http.get({ port, agent, path: `/${i}` });
    const [r] = await once(req, 'response');
    console.log(await text(r), req.reusedSocket);
    ports.push(r.socket?.localPort ?? req.socket.localPort);
    await new Promise(setImmediate);
  }
  console.log(new Set(ports).size, Object.keys(agent.freeSockets).length);
  agent.destroy();

  const aborting = http.createServer((req, r) => { r.write('begin'); req.on('close', () => console.log('request closed', req.aborted, r.writableEnded)); });
  const abortPort = await listen(aborting);
  const aborted = http.get({ port: abortPort });
  const [partial] = await once(aborted, 'response');
  aborted.on('error', (error) => console.log('request', error.message));
  partial.on('error', (error) => console.log('response', error.message));
  partial.once('data', () => aborted.destroy(new Error('client gave up')));
  await new Promise((resolve) => aborted.on('close', resolve));
  console.log(partial.aborted, partial.complete, partial.errored?.message);
  const controller = new AbortController();
  const never = http.get({ port: abortPort, signal: controller.signal });
  controller.abort();
  console.log((await once(never, 'error'))[0].code);
  aborting.closeAllConnections();
  aborting.close();
  for (const bad of [{ path: '/a b' }, { method: 'G T' }, { headers: { 'a b': 1 } }, { headers: { a: 'x\ny' } }, { protocol: 'ftp:' }, { port: 99999 }]) {
    try { http.request({ port, ...bad }); console.log('sent'); } catch (error) { console.log(error.code, error.message); }
  }
  server.close();
  server.closeAllConnections();
}

main();
