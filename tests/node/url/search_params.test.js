// URLSearchParams, by itself and as a view of a URL.
'use strict';

const assert = require('assert');
const { inspect } = require('util');

assert.strictEqual(new URLSearchParams('?a=b&c=d%20e&a=f+g').toString(), 'a=b&c=d+e&a=f+g');
assert.strictEqual(new URLSearchParams({ a: 'b', c: 1 }).toString(), 'a=b&c=1');
assert.strictEqual(new URLSearchParams([['a', 'b'], new Set(['c', 'd'])]).toString(), 'a=b&c=d');
assert.strictEqual(new URLSearchParams(new Map([['x', 'y']])).toString(), 'x=y');
assert.strictEqual(new URLSearchParams('a=%&b=%zz&c=%ff').toString(), 'a=%25&b=%25zz&c=%EF%BF%BD');
assert.strictEqual(new URLSearchParams("a=*-._~!'()").toString(), 'a=*-._%7E%21%27%28%29');

const p = new URLSearchParams('b=2&a=1&b=3&c=4');
assert.strictEqual(p.size, 4);
assert.strictEqual(p.get('b'), '2');
assert.deepStrictEqual(p.getAll('b'), ['2', '3']);
assert.strictEqual(p.get('none'), null);
assert.strictEqual(p.has('b', '3'), true);
assert.strictEqual(p.has('b', '9'), false);
p.sort();
assert.strictEqual(`${p}`, 'a=1&b=2&b=3&c=4');
p.set('b', 'x');
p.delete('c', '9');
p.append('d', '\ud800');
assert.strictEqual(`${p}`, 'a=1&b=x&c=4&d=%EF%BF%BD');
p.delete('c');
assert.deepStrictEqual([...p], [['a', '1'], ['b', 'x'], ['d', '\ufffd']]);
assert.deepStrictEqual([...p.keys()], ['a', 'b', 'd']);
assert.deepStrictEqual([...p.values()], ['1', 'x', '\ufffd']);
const seen = [];
p.forEach(function(value, name, self) { seen.push(name + value, self === p, this.t); }, { t: 1 });
assert.deepStrictEqual(seen.slice(0, 3), ['a1', true, 1]);

const url = new URL('http://h/?x=1#f');
url.searchParams.append('y', 'a b');
assert.strictEqual(url.href, 'http://h/?x=1&y=a+b#f');
url.search = '?z=3';
assert.strictEqual(url.searchParams.get('z'), '3');
assert.strictEqual(url.searchParams.size, 1);
url.searchParams.delete('z');
assert.strictEqual(url.href, 'http://h/#f');
url.href = 'http://other/?q=1';
assert.strictEqual(url.searchParams.get('q'), '1');

assert.strictEqual(inspect(new URLSearchParams('a=1&b=2')), "URLSearchParams { 'a' => '1', 'b' => '2' }");
assert.strictEqual(inspect(new URLSearchParams()), 'URLSearchParams {}');
const iterator = new URLSearchParams('a=1&b=2').entries();
iterator.next();
assert.strictEqual(inspect(iterator), "URLSearchParams Iterator { [ 'b', '2' ] }");
assert.strictEqual(Object.prototype.toString.call(iterator), '[object URLSearchParams Iterator]');

assert.throws(() => new URLSearchParams([['a']]), { code: 'ERR_INVALID_TUPLE' });
assert.throws(() => new URLSearchParams([null]), { code: 'ERR_INVALID_TUPLE' });
assert.throws(() => new URLSearchParams({ [Symbol.iterator]: 1 }), { code: 'ERR_ARG_NOT_ITERABLE' });
assert.throws(() => p.get(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => p.forEach(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => URLSearchParams.prototype.get.call({}, 'a'), { code: 'ERR_INVALID_THIS' });
