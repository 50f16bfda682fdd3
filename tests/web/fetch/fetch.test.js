// fetch() over HTTP: bodies both ways, redirects, aborting and what goes wrong.
'use strict';

const assert = require('assert');
const http = require('http');

const server = http.createServer((req, res) => {
  const [, path, argument] = req.url.split('/');
  if (path === 'redirect') {
    res.writeHead(Number(argument), { location: '/echo/there?q' }).end();
  } else if (path === 'loop') {
    res.writeHead(302, { location: '/loop' }).end();
  } else if (path === 'slow') {
    res.write('a');
  } else if (path === 'short') {
    res.writeHead(200, { 'content-length': 5 });
    res.write('abc', () => res.destroy());
  } else if (path === 'status') {
    res.writeHead(Number(argument)).end();
  } else {
    let body = '';
    req.setEncoding('utf8').on('data', (chunk) => { body += chunk; });
    req.on('end', () => {
      res.setHeader('Set-Cookie', ['a=1', 'b=2']);
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }));
    });
  }
});

async function main() {
  const base = `http://127.0.0.1:${server.address().port}`;
  {
    const response = await fetch(`${base}/echo`, { headers: { 'X-A': 'b' } });
    assert(response instanceof Response);
    assert.strictEqual(response.status, 200);
    assert.strictEqual(response.statusText, 'OK');
    assert.strictEqual(response.ok, true);
    assert.strictEqual(response.type, 'basic');
    assert.strictEqual(response.url, `${base}/echo`);
    assert.strictEqual(response.redirected, false);
    assert.deepStrictEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.throws(() => response.headers.set('a', 'b'), TypeError);
    const seen = await response.json();
    assert.strictEqual(seen.method, 'GET');
    assert.strictEqual(seen.headers['x-a'], 'b');
    assert.strictEqual(seen.headers.accept, '*/*');
    assert.strictEqual(response.bodyUsed, true);
    await assert.rejects(response.text(), TypeError);
  }

  const form = new FormData();
  form.append('name', 'value');
  form.append('file', new Blob(['content'], { type: 'text/x' }), 'n.txt');
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('streamed'));
      controller.close();
    },
  });
  for (const [body, type, text] of [
    ['text', 'text/plain;charset=UTF-8', /^text$/],
    [new URLSearchParams({ a: 'b c' }), 'application/x-www-form-urlencoded;charset=UTF-8', /^a=b\+c$/],
    [new Blob(['blob'], { type: 'text/y' }), 'text/y', /^blob$/],
    [new Uint8Array([97, 98]), undefined, /^ab$/],
    [stream, undefined, /^streamed$/],
    [form, /^multipart\/form-data; boundary=/, /name="file"; filename="n.txt"\r\nContent-Type: text\/x\r\n\r\ncontent\r\n/],
  ]) {
    const response = await fetch(`${base}/echo`, { method: 'post', body, duplex: 'half' });
    const seen = await response.json();
    assert.strictEqual(seen.method, 'POST');
    assert.match(seen.body, text);
    if (type instanceof RegExp) assert.match(seen.headers['content-type'], type);
    else assert.strictEqual(seen.headers['content-type'], type);
  }

  for (const status of [301, 302, 303, 307, 308]) {
    const again = status >= 307;
    const response = await fetch(`${base}/redirect/${status}`, { method: 'POST', body: 'x' });
    const seen = await response.json();
    assert.strictEqual(response.redirected, true);
    assert.strictEqual(response.url, `${base}/echo/there?q`);
    assert.strictEqual(seen.method, again ? 'POST' : 'GET');
    assert.strictEqual(seen.body, again ? 'x' : '');
  }
  assert.strictEqual((await fetch(`${base}/redirect/302`, { redirect: 'manual' })).status, 302);
  await assert.rejects(fetch(`${base}/redirect/302`, { redirect: 'error' }), { message: 'fetch failed' });
  await assert.rejects(fetch(`${base}/loop`), { message: 'fetch failed' });

  const empty = await fetch(`${base}/status/204`);
  assert.strictEqual(empty.body, null);
  assert.strictEqual(await empty.text(), '');
  assert.strictEqual((await fetch(`${base}/status/404`)).ok, false);

  await assert.rejects(fetch(`${base}/echo`, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  {
    const controller = new AbortController();
    const response = await fetch(`${base}/slow`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    await assert.rejects(response.text(), { name: 'AbortError', code: 20 });
  }
  await assert.rejects((await fetch(`${base}/short`)).text(), { name: 'TypeError', message: 'terminated' });
  await assert.rejects(fetch('nonsense'), { name: 'TypeError', message: 'Failed to parse URL from nonsense' });
  await assert.rejects(fetch('foo://a'), { name: 'TypeError', message: 'fetch failed' });

  const data = await fetch('data:text/x;base64,aGVsbG8=');
  assert.strictEqual(data.headers.get('content-type'), 'text/x');
  assert.strictEqual(await data.text(), 'hello');

  server.closeAllConnections();
  server.close();
}

server.listen(0, '127.0.0.1', main);
