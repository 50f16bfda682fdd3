// A file system that is full and one that is read-only, mounted for this test in a namespace of its own: the error
// reaches the caller in each form, what is left is of the new content, and no descriptor stays open.
// https://man7.org/linux/man-pages/man5/tmpfs.5.html
'use strict';

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');
const { once } = require('events');
const { pipeline } = require('stream/promises');
const { forms, inEachForm } = require('./forms');

const KiB = 1024;

const openDescriptors = () => fs.readdirSync('/proc/self/fd').length;

// What a failed write leaves is a beginning of what was to be written.
function checkRemains(file, letter) {
  const left = fs.readFileSync(file, 'latin1');
  assert.strictEqual(left, letter.repeat(left.length));
}

async function checkWrites(folder, limit, code) {
  const noRoom = { code, syscall: 'write' };
  const file = path.join(folder, 'file');
  for (const options of [undefined, { flush: true }]) {
    for (const call of forms) {
      for (const data of ['n'.repeat(2 * limit), Buffer.alloc(2 * limit, 'n'), 'n'.repeat(20 * limit)]) {
        fs.writeFileSync(file, 'o'.repeat(limit / 2));
        await assert.rejects(call('writeFile', file, data, options), noRoom);
        checkRemains(file, 'n');
      }
      // The same length again needs no more room; what has reported success is whole.
      for (const letter of ['a', 'b']) {
        await call('writeFile', file, letter.repeat(limit * 3 / 4), options);
        assert.strictEqual(fs.readFileSync(file, 'latin1'), letter.repeat(limit * 3 / 4));
      }
      await assert.rejects(call('appendFile', file, 'b'.repeat(limit), options), noRoom);
      checkRemains(file, 'b');
      await call('writeFile', file, 'short', options);
      assert.strictEqual(fs.readFileSync(file, 'latin1'), 'short');
      fs.rmSync(file);
    }
  }

  const stream = fs.createWriteStream(file);
  stream.end(Buffer.alloc(2 * limit, 's'));
  const [error] = await once(stream, 'error');
  assert.strictEqual(error.code, code);
  if (!stream.closed) await once(stream, 'close');
  checkRemains(file, 's');
  await assert.rejects(pipeline([Buffer.alloc(2 * limit)], fs.createWriteStream(file)), noRoom);

  const handle = await fs.promises.open(file, 'w');
  await assert.rejects(handle.writeFile('h'.repeat(2 * limit)), noRoom);
  assert.strictEqual((await handle.stat()).size, limit);
  await handle.close();
  checkRemains(file, 'h');
  fs.rmSync(file);
}

async function onFullSystem(folder) {
  const before = openDescriptors();
  await checkWrites(folder, 64 * KiB, 'ENOSPC');

  const large = path.join(os.tmpdir(), `heddle_large_${process.pid}`);
  const copy = path.join(folder, 'copy');
  fs.writeFileSync(large, Buffer.alloc(256 * KiB, 'c'));
  try {
    await inEachForm({ code: 'ENOSPC', path: large, dest: copy }, 'copyFile', large, copy);
    assert.ok(!fs.existsSync(copy));
    await inEachForm({ code: 'ENOSPC' }, 'cp', large, copy);
  } finally {
    fs.rmSync(large);
    fs.rmSync(copy, { force: true });
  }

  // The system has room for few names.
  const made = [];
  const fill = () => {
    for (let i = 0; i < 1000; i++) {
      const name = path.join(folder, `name_${i}`);
      fs.writeFileSync(name, '');
      made.push(name);
    }
  };
  assert.throws(fill, { code: 'ENOSPC', syscall: 'open' });
  const more = path.join(folder, 'more');
  await inEachForm({ code: 'ENOSPC', syscall: 'mkdir', path: more }, 'mkdir', more);
  await inEachForm({ code: 'ENOSPC', syscall: 'open', path: more }, 'writeFile', more, 'x');
  await inEachForm({ code: 'ENOSPC', syscall: 'symlink', dest: more }, 'symlink', 'x', more);
  await inEachForm({ code: 'ENOSPC', syscall: 'mkdtemp' }, 'mkdtemp', more);
  for (const name of made) fs.rmSync(name);
  assert.strictEqual(openDescriptors(), before);
}

async function onReadOnlySystem(folder) {
  const before = openDescriptors();
  const file = path.join(folder, 'file');
  const inner = path.join(folder, 'inner');
  const added = path.join(folder, 'added');
  const readOnly = (syscall, path) => (path ? { code: 'EROFS', errno: -30, syscall, path } : { code: 'EROFS', syscall });

  for (const options of [undefined, { flush: true }]) {
    await inEachForm(readOnly('open', file), 'writeFile', file, 'new', options);
    await inEachForm(readOnly('open', file), 'writeFile', file, Buffer.from('new'), options);
    await inEachForm(readOnly('open', added), 'writeFile', added, '', options);
    await inEachForm(readOnly('open', file), 'appendFile', file, 'new', options);
  }
  await inEachForm(readOnly('open', file), 'open', file, 'r+');
  await inEachForm(readOnly('open'), 'truncate', file, 1);
  await inEachForm(readOnly('mkdir', added), 'mkdir', added);
  await inEachForm(readOnly('mkdtemp'), 'mkdtemp', added);
  await inEachForm(readOnly('rmdir', inner), 'rmdir', inner);
  await inEachForm(readOnly('unlink', file), 'unlink', file);
  // Node's rmSync makes an error without a code of what it does not expect.
  for (const call of forms.slice(1)) {
    await assert.rejects(call('rm', file), { code: 'EROFS', path: file });
    await assert.rejects(call('rm', inner, { recursive: true }), { code: 'EROFS' });
  }
  await inEachForm(readOnly('rename', file), 'rename', file, added);
  await inEachForm({ ...readOnly('link', file), dest: added }, 'link', file, added);
  await inEachForm(readOnly('symlink', 'x'), 'symlink', 'x', added);
  await inEachForm(readOnly('chmod', file), 'chmod', file, 0o600);
  await inEachForm(readOnly('chown', file), 'chown', file, 0, 0);
  await inEachForm(readOnly('utime', file), 'utimes', file, 1, 1);
  await inEachForm({ code: 'EROFS', syscall: 'copyfile', path: file, dest: added }, 'copyFile', file, added);
  await inEachForm({ code: 'EROFS' }, 'cp', inner, added, { recursive: true });
  await inEachForm(readOnly('access', file), 'access', file, fs.constants.W_OK);
  await assert.rejects(pipeline(['x'], fs.createWriteStream(file)), readOnly('open', file));

  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'old');
  assert.deepStrictEqual(fs.readdirSync(folder), ['file', 'inner']);
  assert.strictEqual(openDescriptors(), before);
}

// With a limit of the length of files instead of a file system.
async function withLimit(folder) {
  const before = openDescriptors();
  await checkWrites(folder, 64 * KiB, 'EFBIG');
  assert.strictEqual(openDescriptors(), before);
}

const children = { onFullSystem, onReadOnlySystem, withLimit };

const mounts = {
  onFullSystem: 'mount -t tmpfs -o size=64k,nr_inodes=20 none "$1"',
  onReadOnlySystem: 'mount -t tmpfs none "$1" && printf old > "$1/file" && mkdir "$1/inner" && mount -o remount,ro "$1"',
};

// Runs a function of `children` in a process whose shell has run `prepare` before; `$1` is its folder.
function run(command, name, prepare) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-small-'));
  const script = `${prepare} || exit 77; folder=$1; name=$2; shift 2; exec "$@" "$name" "$folder"`;
  const args = [...command, 'sh', '-c', script, 'sh', folder, name, process.execPath, __filename];
  const { status, error, stdout, stderr } = spawnSync(args[0], args.slice(1), { encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  return { isDone: status === 0, isRefused: Boolean(error) || status === 77 || /unshare/.test(stderr), text: stdout + stderr };
}

function main() {
  for (const name of Object.keys(mounts)) {
    const tries = [['unshare', '-rm'], ['unshare', '-m']];
    const result = tries.reduce((last, command) => (last.isRefused ? run(command, name, mounts[name]) : last),
                                { isRefused: true });
    if (result.isRefused) console.log(`${name} is left out: this machine does not let the test mount a file system`);
    else assert.ok(result.isDone, result.text);
  }
  const limited = run(['env'], 'withLimit', 'trap "" XFSZ && ulimit -f 128');
  assert.ok(limited.isDone, limited.text);
}

if (process.argv.length > 2) children[process.argv[2]](process.argv[3]);
else main();
