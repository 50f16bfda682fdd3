// fetch with streams, forms, redirects, aborts and errors; Request, Response, Headers, FormData, Blob and File.
'use strict';

const http = require('http');
const { once } = require('events');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error?.name ?? error, error?.code, error?.message, error?.cause?.code ?? ''); } };

async function main() {
  const server = http.createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    const { pathname } = new URL(req.url, 'http://h');
    if (pathname === '/redirect') { res.writeHead(302, { Location: '/echo' }); res.end(); } else if (pathname === '/307') { res.writeHead(307, { Location: '/echo' }); res.end(); } else if (pathname === '/loop') { res.writeHead(302, { Location: '/loop' }); res.end(); } else if (pathname === '/stream') { for (const part of ['a', 'b', 'c']) res.write(part); res.end(); } else if (pathname === '/cut') { res.writeHead(200, { 'Content-Length': 10 }); res.write('abc', () => req.socket.destroy()); } else if (pathname === '/cookies') { res.setHeader('Set-Cookie', ['a=1', 'b=2']); res.end(); } else if (pathname === '/204') { res.writeHead(204); res.end(); } else if (pathname === '/hang') { res.write('x'); } else { res.setHeader('Content-Type', 'application/json'); res.end(JSON.stringify({ method: req.method, type: req.headers['content-type']?.replace(/boundary=.*/, 'boundary'), length: req.headers['content-length'], te: req.headers['transfer-encoding'], custom: req.headers['x-custom'], body: body.replace(/-+formdata-undici-\d+/g, 'BOUNDARY') })); }
  });
  server.listen(0);
  await once(server, 'listening');
  const base = `http://localhost:${server.address().port}`;
  const echo = async (path, options) => JSON.stringify(await (await fetch(`${base}${path}`, options)).json());

  await show('get', () => echo('/echo', { headers: { 'X-Custom': 'c' } }));
  await show('post text', () => echo('/echo', { method: 'POST', body: 'text' }));
  await show('post params', () => echo('/echo', { method: 'POST', body: new URLSearchParams({ a: '1 2', b: '\u00e9' }) }));
  await show('post stream', () => echo('/echo', { method: 'POST', body: ReadableStream.from([Buffer.from('s1'), Buffer.from('s2')]), duplex: 'half' }));
  await show('stream without duplex', () => echo('/echo', { method: 'POST', body: ReadableStream.from(['s']) }));
  await show('post iterable', () => echo('/echo', { method: 'POST', body: (async function* () { yield Buffer.from('it'); })(), duplex: 'half' }));
  await show('post blob', () => echo('/echo', { method: 'POST', body: new Blob(['b'], { type: 'text/x' }) }));
  await show('post form', () => { const form = new FormData(); form.append('f', 'v\n"q"'); form.append('file', new File(['content'], 'n"ame.txt', { type: 'text/plain' })); form.append('f', 'w'); return echo('/echo', { method: 'POST', body: form }); });
  await show('get body', () => fetch(`${base}/echo`, { body: 'x' }));
  await show('redirect', async () => { const r = await fetch(`${base}/redirect`, { method: 'POST', body: 'x' }); return [r.redirected, r.url.replace(base, ''), (await r.json()).method]; });
  await show('307', async () => JSON.stringify(await (await fetch(`${base}/307`, { method: 'POST', body: 'kept' })).json()));
  await show('manual', async () => { const r = await fetch(`${base}/redirect`, { redirect: 'manual' }); return [r.status, r.type, r.headers.get('location')]; });
  await show('redirect error', () => fetch(`${base}/redirect`, { redirect: 'error' }));
  await show('loop', () => fetch(`${base}/loop`));
  await show('stream', async () => { let all = ''; for await (const chunk of (await fetch(`${base}/stream`)).body.pipeThrough(new TextDecoderStream())) all += chunk; return all; });
  await show('cut', async () => (await fetch(`${base}/cut`)).text());
  await show('cookies', async () => (await fetch(`${base}/cookies`)).headers.getSetCookie());
  await show('204', async () => { const r = await fetch(`${base}/204`); return [r.status, r.body, await r.text()]; });
  await show('abort', () => fetch(`${base}/hang`, { signal: AbortSignal.abort() }));
  await show('abort reason', () => { const c = new AbortController(); c.abort(new RangeError('mine')); return fetch(base, { signal: c.signal }); });
  await show('abort body', async () => { const c = new AbortController(); const r = await fetch(`${base}/hang`, { signal: c.signal }); c.abort(); return r.text(); });
  await show('refused', () => fetch('http://127.0.0.1:1/'));
  await show('bad url', () => fetch('nope'));
  await show('bad scheme', () => fetch('ftp://x'));
  await show('bad method', () => fetch(base, { method: 'TRACE' }));
  await show('data', async () => [await (await fetch('data:text/plain;base64,aGk=')).text(), await (await fetch('data:,a%20b')).text()]);
  await show('blob url', async () => { const url = URL.createObjectURL(new Blob(['obj'])); const out = await (await fetch(url)).text(); URL.revokeObjectURL(url); return out; });
  await show('twice', async () => { const r = new Response('x'); await r.text(); return r.text(); });
  await show('clone', async () => { const r = new Response('x'); const c = r.clone(); return [await r.text(), await c.text(), r.bodyUsed]; });
  await show('json', async () => { const r = Response.json({ a: 1 }, { status: 201 }); return [r.status, r.headers.get('content-type'), await r.json()]; });
  await show('bad json', () => new Response('{').json());
  await show('bad status', () => new Response('', { status: 99 }));
  await show('null body', () => new Response('x', { status: 204 }));
  await show('static', () => [Response.error().type, Response.redirect('http://x/', 301).headers.get('location')]);
  await show('request', async () => { const q = new Request('http://x/a#f', { method: 'put', body: 'b', headers: [['a', '1'], ['A', '2']] }); return [q.method, q.url, q.headers.get('a'), await q.clone().text(), q.redirect, q.mode, q.credentials, q.cache]; });
  await show('headers', () => { const h = new Headers({ b: '2', A: '1' }); h.append('a', '3'); h.set('c', ' x '); return [[...h], h.has('B'), h.get('none')]; });
  await show('bad header', () => new Headers({ 'a b': '1' }));
  await show('bad value', () => new Headers({ a: 'x\n\u0000' }));
  await show('form', async () => { const f = await new Response('a=1&b=2', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }).formData(); return [...f]; });
  await show('multipart', async () => { const f = new FormData(); f.set('k', 'v'); f.set('bin', new Blob(['z']), 'name.bin'); const back = await new Response(f).formData(); return [back.get('k'), back.get('bin').name, await back.get('bin').text(), back.get('bin').type]; });
  await show('form methods', () => { const f = new FormData(); f.append('a', '1'); f.append('a', '2'); f.set('b', 'x'); f.delete('b'); return [f.getAll('a'), f.get('b'), f.has('a'), [...f.keys()]]; });
  await show('form bad', () => new FormData().append('a', 'b', 'name'));
  await show('file', async () => { const f = new File(['a', new Uint8Array([98])], 'n', { type: 'T/X', lastModified: 5 }); return [f.name, f.size, f.type, f.lastModified, await f.slice(1).text(), f.slice(0, 1).constructor.name]; });
  await show('blob', async () => { const b = new Blob(['\u00e9', '\n'], { endings: 'native' }); return [b.size, await b.bytes(), (await b.arrayBuffer()).byteLength, await b.slice(-1).text()]; });
  server.closeAllConnections();
  server.close();
}

main();
