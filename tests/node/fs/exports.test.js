'use strict';
// Names and lengths of everything that fs exports.
const assert = require('node:assert');
const fs = require('node:fs');

const shape = (object) => Object.entries(Object.getOwnPropertyDescriptors(object))
  .filter(([, descriptor]) => typeof descriptor.value === 'function')
  .map(([key, { value }]) => `${key}:${value.name}/${value.length}`);

const sync = `appendFileSync/3 accessSync/2 chownSync/3 chmodSync/2 closeSync/1 copyFileSync/3 cpSync/3 existsSync/1
fchownSync/3 fchmodSync/2 fdatasyncSync/1 fstatSync/1 fsyncSync/1 ftruncateSync/1 futimesSync/3 globSync/2 lchownSync/3
linkSync/2 lstatSync/1 lutimesSync/3 mkdirSync/2 mkdtempSync/2 mkdtempDisposableSync/2 openSync/3 openAsBlobSync/1
readdirSync/2 readSync/5 readvSync/3 readFileSync/2 readlinkSync/2 realpathSync/2 renameSync/2 rmSync/2 rmdirSync/2
statSync/1 statfsSync/1 symlinkSync/3 truncateSync/2 unlinkSync/1 utimesSync/3 writeFileSync/3 writeSync/5 writevSync/3
opendirSync/2`.split(/\s+/);
const callback = `appendFile/4 access/3 chown/4 chmod/3 close/1 copyFile/4 cp/4 createReadStream/2 createWriteStream/2
exists/2 fchown/4 fchmod/3 fdatasync/2 fstat/1 fsync/2 ftruncate/1 futimes/4 glob/3 lchown/4 link/3 lstat/1 lutimes/4
mkdir/3 mkdtemp/3 open/4 openAsBlob/1 readdir/3 read/6 readv/4 readFile/3 readlink/3 realpath/3 rename/3 rm/3 rmdir/3
stat/1 statfs/1 symlink/4 truncate/3 unwatchFile/2 unlink/2 utimes/4 watch/3 watchFile/3 writeFile/4 write/6 writev/4
opendir/3`.split(/\s+/);
const expected = [...sync, ...callback].map((entry) => `${entry.split('/')[0]}:${entry}`);
expected.push('Dirent:Dirent/3', 'Stats:deprecated/18', '_toUnixTimestamp:toUnixTimestamp/1', 'Dir:Dir/3');
assert.deepStrictEqual(shape(fs).sort(), expected.sort());

const promised = `access/1 copyFile/3 cp/3 glob/2 open/3 opendir/3 rename/2 truncate/1 rm/2 rmdir/2 mkdir/2 readdir/2
readlink/2 symlink/3 lstat/1 stat/1 statfs/1 link/2 unlink/1 chmod/2 lchmod/2 lchown/3 chown/3 utimes/3 lutimes/3
realpath/2 mkdtemp/2 mkdtempDisposable/2 writeFile/3 appendFile/3 readFile/2`.split(/\s+/);
assert.deepStrictEqual(shape(fs.promises).sort(),
                       [...promised.map((entry) => `${entry.split('/')[0]}:${entry}`), 'watch:_watch/1'].sort());
assert.strictEqual(require('node:fs/promises'), fs.promises);
assert.strictEqual(fs.promises.constants, fs.constants);
assert.strictEqual(fs.constants.O_RDONLY, 0);
for (const name of ['ReadStream', 'WriteStream', 'FileReadStream', 'FileWriteStream', 'Utf8Stream']) {
  assert.strictEqual(typeof fs[name], 'function', name);
}
console.log('ok');
