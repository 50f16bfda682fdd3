// Headers, FormData, Request and Response by themselves.
'use strict';

const assert = require('assert');

{
  const headers = new Headers([['B', '1'], ['a', ' 2\t']]);
  headers.append('A', '3');
  assert.strictEqual(headers.get('a'), '2, 3');
  assert.deepStrictEqual([...headers], [['a', '2, 3'], ['b', '1']]);
  assert.deepStrictEqual([...headers.keys()], ['a', 'b']);
  headers.set('a', 'x');
  headers.delete('B');
  assert.deepStrictEqual([...new Headers(headers)], [['a', 'x']]);
  assert.strictEqual(headers.get('none'), null);
  assert.strictEqual(headers.has('A'), true);
  assert.strictEqual(Object.prototype.toString.call(headers), '[object Headers]');
  for (const [name, value] of [['', 'a'], ['a b', 'c'], ['a', 'b\nc'], ['a', '\u0100']]) {
    assert.throws(() => headers.append(name, value), TypeError);
  }
  assert.throws(() => new Headers([['a']]), TypeError);
  assert.throws(() => headers.get(), TypeError);
  const cookies = new Headers([['set-cookie', 'a'], ['Set-Cookie', 'b']]);
  assert.deepStrictEqual(cookies.getSetCookie(), ['a', 'b']);
  assert.deepStrictEqual([...cookies], [['set-cookie', 'a'], ['set-cookie', 'b']]);
}
{
  const form = new FormData();
  form.append('a', 1);
  form.append('a', '2');
  form.set('b', new Blob(['x']), 'y');
  assert.strictEqual(form.get('a'), '1');
  assert.deepStrictEqual(form.getAll('a'), ['1', '2']);
  assert.strictEqual(form.get('b').name, 'y');
  assert(form.get('b') instanceof File);
  form.set('a', '3');
  assert.deepStrictEqual([...form.keys()], ['a', 'b']);
  form.delete('a');
  assert.strictEqual(form.has('a'), false);
  assert.throws(() => form.append('a'), TypeError);
  assert.throws(() => form.append('a', 'b', 'c'), TypeError);
}
{
  const request = new Request('http://a/b#c', { method: 'post', body: 'x', headers: { d: 'e' } });
  assert.strictEqual(request.method, 'POST');
  assert.strictEqual(request.url, 'http://a/b#c');
  assert.strictEqual(request.headers.get('d'), 'e');
  assert.strictEqual(request.redirect, 'follow');
  assert.strictEqual(request.signal.aborted, false);
  const copy = new Request(request, { method: 'PUT' });
  assert.strictEqual(copy.method, 'PUT');
  assert.strictEqual(copy.headers.get('d'), 'e');
  assert.throws(() => new Request('/relative'), TypeError);
  assert.throws(() => new Request('http://u:p@a/'), TypeError);
  assert.throws(() => new Request('http://a', { method: 'TRACE' }), TypeError);
  assert.throws(() => new Request('http://a', { body: 'x' }), TypeError);
  assert.throws(() => new Request('http://a', { redirect: 'maybe' }), TypeError);
  const controller = new AbortController();
  const followed = new Request('http://a', { signal: controller.signal });
  controller.abort();
  assert.strictEqual(followed.signal.aborted, true);
}

async function bodies() {
  const response = new Response('{"a":1}', { status: 201, statusText: 'Made', headers: { b: 'c' } });
  assert.strictEqual(response.status, 201);
  assert.strictEqual(response.statusText, 'Made');
  assert.strictEqual(response.headers.get('content-type'), 'text/plain;charset=UTF-8');
  const copy = response.clone();
  assert.deepStrictEqual(await response.json(), { a: 1 });
  assert.strictEqual(await copy.text(), '{"a":1}');
  assert.throws(() => response.clone(), TypeError);
  assert.strictEqual((await new Response('abc').arrayBuffer()).byteLength, 3);
  assert.deepStrictEqual(await new Response('abc').bytes(), new Uint8Array([97, 98, 99]));
  const blob = await new Response('abc', { headers: { 'content-type': 'text/z' } }).blob();
  assert.strictEqual(blob.type, 'text/z');
  assert.strictEqual(await blob.text(), 'abc');

  const reader = new Response('abc').body.getReader();
  assert.deepStrictEqual((await reader.read()).value, new Uint8Array([97, 98, 99]));

  const form = new FormData();
  form.append('a"b', 'c\nd');
  form.append('e', new File(['f'], 'g.txt', { type: 'text/h' }));
  const back = await new Response(form).formData();
  assert.strictEqual(back.get('a"b'), 'c\r\nd');
  assert.strictEqual(back.get('e').name, 'g.txt');
  assert.strictEqual(await back.get('e').text(), 'f');

  assert.strictEqual(Response.json([1]).headers.get('content-type'), 'application/json');
  assert.strictEqual(Response.redirect('http://a/', 301).headers.get('location'), 'http://a/');
  assert.strictEqual(Response.error().type, 'error');
  assert.throws(() => new Response('', { status: 99 }), RangeError);
  assert.throws(() => new Response('x', { status: 204 }), TypeError);
  assert.throws(() => Response.redirect('http://a/', 200), RangeError);
  await assert.rejects(new Response('x').formData(), TypeError);
  await assert.rejects(new Response('{').json(), SyntaxError);
}

bodies();
