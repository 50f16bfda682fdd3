// A server of node:http fed with requests that are broken, and a client with such answers, over sockets of the machine and
// over streams that bring the bytes in pieces.
// Env: TZ=UTC
'use strict';

const http = require('http');
const net = require('net');
const { Duplex } = require('stream');
const { fuzz } = require('./run.js');
const { string } = require('./primitives.js');

const methods = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT', 'PATCH', 'get', 'G', 'QUERY', 'M-SEARCH', 'PRI', 'X'.repeat(30), ''];
const targets = ['/', '*', '/a?b=c#d', 'http://h/p', '//x', 'a:80', '/\u00e9', '/%zz', '/ b', '', '/' + 'a'.repeat(500)];
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'http/1.1', 'HTTP/1.', 'HTTP/11', 'ICE/1.0', ''];
const headers = [
  'Host: a', 'Host: a', 'Host: a', 'Content-Length: 3', 'Content-Length: 0', 'Content-Length: 3, 3', 'Content-Length: -1', 'Content-Length: 0x3', 'Content-Length: 99999999999999999999', 'content-length: 5', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: chunked, gzip', 'Transfer-Encoding: x',
  'Transfer-Encoding : chunked', 'Connection: close', 'Connection: keep-alive', 'Connection: upgrade', 'Upgrade: x', 'Upgrade: websocket', 'Expect: 100-continue', 'Expect: x', 'A: b', 'a:b', 'A:', ':', 'A b: c', 'A: \u0000', 'A: \u00ff', 'A: b\tc', ' folded', '\tfolded', 'Cookie: a=1', 'cookie: b=2', 'Set-Cookie: a', '__proto__: x', 'constructor: y', 'A\u0000: b', 'Keep-Alive: timeout=1', 'Trailer: T', 'TE: trailers', 'Proxy-Connection: close', 'Date: x', `Long: ${'v'.repeat(300)}`, 'x'.repeat(200),
];
const bodies = ['', 'abc', 'abcde', '3\r\nabc\r\n0\r\n\r\n', '3\r\nabc\r\n0\r\nT: v\r\n\r\n', '3;ext=1\r\nabc\r\n0\r\n\r\n', '3 \r\nabc\r\n0\r\n\r\n', 'x\r\n', '-1\r\n', 'ffffffffffffffffff\r\n', '3\r\nabcd\r\n0\r\n\r\n', '3\nabc\n0\n\n', '0\r\n\r\n', '0\r\n', '3\r\nab'];
const ends = ['\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\r\n', ''];

function message(random, first) {
  let text = first + random.pick(ends);
  for (let left = random.below(6); left > 0; left--) text += random.pick(headers) + random.pick(ends);
  return text + random.pick(ends) + random.pick(bodies);
}

function mutated(random, text) {
  const data = Buffer.from(text, 'latin1');
  for (let left = random.chance(40) ? random.below(4) : 0; left > 0 && data.length > 0; left--) data[random.below(data.length)] = random.pick([0, 10, 13, 32, 58, 255, random.below(256)]);
  return random.chance(10) ? data.subarray(0, random.below(data.length + 1)) : data;
}

function requests(random) {
  let text = '';
  for (let left = 1 + random.below(3); left > 0; left--) text += message(random, random.chance(3) ? string(random) : `${random.pick(methods)} ${random.pick(targets)} ${random.chance(75) ? 'HTTP/1.1' : random.pick(versions)}`);
  return mutated(random, text);
}

function answers(random) {
  const status = random.pick(['200 OK', '204 No Content', '304 Not Modified', '100 Continue', '101 Switching Protocols', '103 Early Hints', '999 ', '99 x', '2000 x', '200', '', 'OK', '200 \u00e9', '301 Moved']);
  let text = message(random, `${random.chance(80) ? 'HTTP/1.1' : random.pick(versions)} ${status}`);
  if (random.chance(30)) text += message(random, 'HTTP/1.1 200 OK');
  return mutated(random, text);
}

// The bytes in pieces; what is written to it is kept.
class Pieces extends Duplex {
  constructor(pieces, ends) {
    super({ autoDestroy: true });
    this.pieces = ends ? [...pieces, null] : pieces;
    this.written = [];
  }

  _read() {
    if (this.pieces.length === 0) return;
    const piece = this.pieces.shift();
    setImmediate(() => this.push(piece));
  }

  _write(chunk, encoding, callback) {
    this.written.push(chunk);
    callback();
  }

  setTimeout() { return this; }
  setNoDelay() { return this; }
  setKeepAlive() { return this; }
  ref() { return this; }
  unref() { return this; }
}

function pieces(random, data) {
  if (random.chance(40)) return [data];
  const cut = [];
  let from = 0;
  while (from < data.length && cut.length < 12) {
    const to = Math.min(data.length, from + 1 + random.below(random.chance(50) ? 4 : 60));
    cut.push(data.subarray(from, to));
    from = to;
  }
  if (from < data.length) cut.push(data.subarray(from));
  return cut;
}

const turns = async (count) => { for (let i = 0; i < count; i++) await new Promise((resolve) => { setImmediate(resolve); }); };
const plain = (bytes) => Buffer.concat(bytes).toString('latin1').replace(/Date: [^\r]*/g, 'Date: now');

function watch(server, log) {
  server.on('clientError', (error, socket) => {
    log.push(`clientError ${error.code} ${error.message} ${error.bytesParsed}`);
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    socket.destroy();
  });
  server.on('connect', (request, socket, head) => { log.push(`connect ${request.url} ${head.length}`); socket.destroy(); });
  server.on('dropRequest', () => log.push('dropRequest'));
  return server;
}

function answer(log, random) {
  const status = random.pick([200, 200, 200, 204, 304, 404]);
  const early = random.chance(20);
  return (request, response) => {
    log.push(`${request.method} ${request.url} ${request.httpVersion} ${request.rawHeaders.join('|')} ${JSON.stringify(request.headers)}`);
    let size = 0;
    const body = [];
    request.on('data', (chunk) => { size += chunk.length; body.push(chunk); });
    request.on('end', () => {
      log.push(`end ${size} ${plain(body)} ${JSON.stringify(request.trailers)} ${request.complete}`);
      if (!response.writableEnded) response.end('done');
    });
    request.on('aborted', () => log.push('aborted'));
    request.on('error', (error) => log.push(`request ${error.code}`));
    response.statusCode = status;
    if (early) response.end('early');
  };
}

const settings = (random) => ({
  insecureHTTPParser: random.chance(30), maxHeaderSize: random.pick([undefined, undefined, 200, 1000]), requireHostHeader: random.pick([undefined, false]), joinDuplicateHeaders: random.chance(20), rejectNonStandardBodyWrites: random.chance(20), keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, connectionsCheckingInterval: 1 << 30, uniqueHeaders: random.pick([undefined, ['a']]),
});

function fromStream(random) {
  const log = [];
  const server = watch(http.createServer(settings(random), answer(log, random)), log);
  if (random.chance(30)) server.on('upgrade', (request, socket, head) => { log.push(`upgrade ${request.url} ${head.length}`); socket.destroy(); });
  if (random.chance(30)) server.on('checkContinue', (request, response) => { log.push('continue'); response.writeContinue(); server.emit('request', request, response); });
  const stream = new Pieces(pieces(random, requests(random)), random.chance(60));
  return async () => {
    const count = stream.pieces.length;
    stream.on('error', (error) => log.push(`stream ${error.code}`));
    server.emit('connection', stream);
    await turns(count + 12);
    stream.destroy();
    await turns(3);
    server.close();
    return [log, plain(stream.written)];
  };
}

function fromClient(random) {
  const log = [];
  const stream = new Pieces(pieces(random, answers(random)), random.chance(70));
  const options = { method: random.pick(['GET', 'HEAD', 'POST', 'CONNECT']), insecureHTTPParser: random.chance(30), maxHeaderSize: random.pick([undefined, 200]), joinDuplicateHeaders: random.chance(20), createConnection: () => stream };
  return async () => {
    const count = stream.pieces.length;
    const request = http.request(options);
    request.on('response', (response) => {
      log.push(`${response.statusCode} ${response.statusMessage} ${response.httpVersion} ${response.rawHeaders.join('|')}`);
      const body = [];
      response.on('data', (chunk) => body.push(chunk));
      response.on('end', () => log.push(`end ${plain(body)} ${JSON.stringify(response.trailers)} ${response.complete}`));
      response.on('aborted', () => log.push('aborted'));
      response.on('error', (error) => log.push(`response ${error.code}`));
    });
    request.on('information', (it) => log.push(`information ${it.statusCode}`));
    request.on('continue', () => log.push('continue'));
    request.on('upgrade', (response, socket, head) => { log.push(`upgrade ${response.statusCode} ${head.length}`); socket.destroy(); });
    request.on('connect', (response, socket, head) => { log.push(`connect ${response.statusCode} ${head.length}`); socket.destroy(); });
    request.on('error', (error) => log.push(`error ${error.code} ${error.message}`));
    request.on('close', () => log.push('close'));
    request.end();
    await turns(count + 12);
    stream.destroy();
    await turns(3);
    return [log, plain(stream.written)];
  };
}

let listening;
let handler;

// Over a socket: everything is written at once.
function fromSocket(random) {
  const log = [];
  const data = requests(random);
  const respond = answer(log, random);
  return async () => {
    listening ??= new Promise((resolve) => {
      const server = watch(http.createServer({ keepAliveTimeout: 0 }, (...args) => handler(...args)), []);
      server.on('upgrade', (request, socket) => socket.destroy());
      server.unref();
      server.listen(0, () => resolve(server.address().port));
    });
    handler = respond;
    const socket = net.connect(await listening);
    const received = [];
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => {});
    socket.end(data);
    await new Promise((resolve) => { socket.on('close', resolve); });
    return [log.filter((line) => !/^(aborted|request)/.test(line)), plain(received)];
  };
}

fuzz((random) => {
  const form = random.below(10);
  if (form < 6) return fromStream(random);
  if (form < 9) return fromClient(random);
  return fromSocket(random);
}, 1000, { awaits: true, strays: true }).then(async () => { if (listening) await listening; });
