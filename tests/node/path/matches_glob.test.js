// path.matchesGlob: wildcards, classes, braces, extended patterns, globstar.
'use strict';

const assert = require('assert');
const { posix, win32 } = require('path');

const yes = [
  ['/foo/bar', '/foo/*'],
  ['foo/bar/baz', 'foo/**'],
  ['foo/bar/baz', '**/baz'],
  ['a/b.js', 'a/*.js'],
  ['a/b.js', '*/*.{js,ts}'],
  ['b', '[a-c]'],
  ['d', '[!a-c]'],
  ['ab', 'a?'],
  ['a3', 'a{1..5}'],
  ['ab', '@(ab|cd)'],
  ['abab', '+(ab)'],
  ['x', '!(y)'],
  ['.a', '.*'],
];
const no = [
  ['/foo/bar/baz', '/foo/*'],
  ['.a', '*'],
  ['foo/.hidden/x', 'foo/**/x'],
  ['a/b', 'a?b'],
  ['y', '!(y)'],
  ['A', 'a'],
  ['a', 'a/b'],
];
for (const [path, pattern] of yes) assert.strictEqual(posix.matchesGlob(path, pattern), true, `${path} ${pattern}`);
for (const [path, pattern] of no) assert.strictEqual(posix.matchesGlob(path, pattern), false, `${path} ${pattern}`);

assert.strictEqual(win32.matchesGlob('foo\\bar\\baz', 'foo\\**'), true);
assert.strictEqual(win32.matchesGlob('foo\\bar', 'foo/*'), true);
assert.throws(() => posix.matchesGlob(1, 'a'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => posix.matchesGlob('a', 1), { code: 'ERR_INVALID_ARG_TYPE' });
