// path.posix: the table of each function.
'use strict';

const assert = require('assert');
const { posix } = require('path');

const table = [
  ['normalize', ['./fixtures///b/../b/c.js'], 'fixtures/b/c.js'],
  ['normalize', ['/foo/../../../bar'], '/bar'],
  ['normalize', ['a//b//../b'], 'a/b'],
  ['normalize', ['../../../foo/../../../bar'], '../../../../../bar'],
  ['normalize', ['///..//./foo/.//bar/'], '/foo/bar/'],
  ['normalize', [''], '.'],
  ['normalize', ['./'], './'],
  ['join', ['.', 'x/b', '..', '/b/c.js'], 'x/b/c.js'],
  ['join', ['/', '..', '..'], '/'],
  ['join', ['', ''], '.'],
  ['join', ['foo', '../../../bar'], '../../bar'],
  ['resolve', ['/var/lib', '../', 'file/'], '/var/file'],
  ['resolve', ['/some/dir', '.', '/absolute/'], '/absolute'],
  ['resolve', ['/foo/tmp.3/', '../tmp.3/cycles/root.js'], '/foo/tmp.3/cycles/root.js'],
  ['relative', ['/var/lib', '/var/apache'], '../apache'],
  ['relative', ['/var/', '/var/lib'], 'lib'],
  ['relative', ['/', '/var/lib'], 'var/lib'],
  ['relative', ['/foo/bar/baz', '/foo/bar/baz-quux'], '../baz-quux'],
  ['relative', ['/baz', '/'], '..'],
  ['relative', ['/a/b', '/a/b'], ''],
  ['dirname', ['/a/b/'], '/a'],
  ['dirname', ['/a'], '/'],
  ['dirname', ['a'], '.'],
  ['dirname', ['//a'], '//'],
  ['dirname', ['////'], '/'],
  ['basename', ['/a/b.html', '.html'], 'b'],
  ['basename', ['a/b/'], 'b'],
  ['basename', ['.js', '.js'], ''],
  ['basename', ['x.js', 'x.js'], ''],
  ['basename', ['a/.js', '.js'], '.js'],
  ['extname', ['a.b.c'], '.c'],
  ['extname', ['.bashrc'], ''],
  ['extname', ['..'], ''],
  ['extname', ['...'], '.'],
  ['extname', ['a/b.c/'], '.c'],
  ['extname', ['a.'], '.'],
  ['isAbsolute', ['/a'], true],
  ['isAbsolute', ['a'], false],
  ['toNamespacedPath', ['/a/b'], '/a/b'],
  ['format', [{ dir: '/d', base: 'b.c' }], '/d/b.c'],
  ['format', [{ root: '/', name: 'n', ext: 'txt' }], '/n.txt'],
  ['format', [{ root: '/', dir: '/', base: 'x' }], '/x'],
];
for (const [name, args, expected] of table) {
  assert.strictEqual(posix[name](...args), expected, `${name}(${args.map(String)})`);
}

assert.deepStrictEqual(posix.parse('/home/u/file.txt'), {
  root: '/', dir: '/home/u', base: 'file.txt', ext: '.txt', name: 'file',
});
assert.deepStrictEqual(posix.parse('./a'), { root: '', dir: '.', base: 'a', ext: '', name: 'a' });
assert.deepStrictEqual(posix.parse('/'), { root: '/', dir: '/', base: '', ext: '', name: '' });

assert.strictEqual(posix.resolve(''), process.cwd());
assert.strictEqual(posix.sep, '/');
assert.strictEqual(posix.delimiter, ':');
assert.strictEqual(require('path/posix'), posix);
assert.strictEqual(posix.posix, posix);

for (const name of ['normalize', 'join', 'resolve', 'dirname', 'basename', 'extname', 'parse', 'isAbsolute']) {
  assert.throws(() => posix[name](1), { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' }, name);
}
assert.throws(() => posix.relative('a', null), { code: 'ERR_INVALID_ARG_TYPE', message: /"to"/ });
assert.throws(() => posix.resolve('a', 1), { code: 'ERR_INVALID_ARG_TYPE', message: /"paths\[1\]"/ });
assert.throws(() => posix.basename('a', 1), { code: 'ERR_INVALID_ARG_TYPE', message: /"suffix"/ });
assert.throws(() => posix.format('a'), { code: 'ERR_INVALID_ARG_TYPE', message: /"pathObject"/ });
