// path.win32: drives, shares, device names.
'use strict';

const assert = require('assert');
const { win32 } = require('path');

const table = [
  ['normalize', ['C:/foo/../bar'], 'C:\\bar'],
  ['normalize', ['C:..\\..\\abc'], 'C:..\\..\\abc'],
  ['normalize', ['//server/share/dir/../x/'], '\\\\server\\share\\x\\'],
  ['normalize', ['//server/share'], '\\\\server\\share\\'],
  ['normalize', ['/a/b'], '\\a\\b'],
  ['normalize', ['./c:/../d'], '.\\d'],
  ['normalize', ['CON:../x'], '.\\CON:..\\x'],
  ['join', ['c:/', 'a', '..', 'b'], 'c:\\b'],
  ['join', ['//server', 'share', 'f'], '\\\\server\\share\\f'],
  ['join', ['/', '/foo'], '\\foo'],
  ['resolve', ['c:/blah\\blah', 'd:/games', 'c:../a'], 'c:\\blah\\a'],
  ['resolve', ['//server/share', '..', 'relative\\'], '\\\\server\\share\\relative'],
  ['relative', ['c:/AaAa/bbbb', 'c:/aaaa/cccc'], '..\\cccc'],
  ['relative', ['c:/a', 'd:/b'], 'd:\\b'],
  ['relative', ['\\\\foo\\bar', '\\\\foo\\bar\\baz'], 'baz'],
  ['dirname', ['c:\\foo'], 'c:\\'],
  ['dirname', ['\\\\unc\\share\\foo'], '\\\\unc\\share\\'],
  ['dirname', ['c:foo\\bar'], 'c:foo'],
  ['basename', ['C:file.txt', '.txt'], 'file'],
  ['basename', ['C:\\'], ''],
  ['extname', ['c:\\a.b\\c'], ''],
  ['isAbsolute', ['C:/'], true],
  ['isAbsolute', ['C:'], false],
  ['isAbsolute', ['\\\\server'], true],
  ['toNamespacedPath', ['C:\\a'], '\\\\?\\C:\\a'],
  ['toNamespacedPath', ['\\\\foo\\bar\\x'], '\\\\?\\UNC\\foo\\bar\\x'],
  ['format', [{ dir: 'C:\\d', base: 'b' }], 'C:\\d\\b'],
];
for (const [name, args, expected] of table) {
  assert.strictEqual(win32[name](...args), expected, `${name}(${args.map(String)})`);
}
assert.deepStrictEqual(win32.parse('C:\\path\\dir\\index.html'), {
  root: 'C:\\', dir: 'C:\\path\\dir', base: 'index.html', ext: '.html', name: 'index',
});
assert.deepStrictEqual(win32.parse('\\\\server\\share\\file'), {
  root: '\\\\server\\share\\', dir: '\\\\server\\share\\', base: 'file', ext: '', name: 'file',
});
assert.strictEqual(win32.sep, '\\');
assert.strictEqual(win32.delimiter, ';');
assert.strictEqual(require('path/win32'), win32);
