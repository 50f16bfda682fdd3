'use strict';
// Uncaught exceptions: the text, the exit code, the capture callback.
const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const fs = require('fs');
const os = require('os');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'uncaught-'));
const run = (code) => {
  const file = path.join(folder, 'a.js');
  fs.writeFileSync(file, code);
  const child = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  return { status: child.status, out: child.stdout, err: child.stderr.replaceAll(file, 'FILE') };
};

try {
  {
    const { status, err } = run('\n  throw Object.assign(new RangeError("bad"), { code: "X" });\n');
    assert.strictEqual(status, 1);
    const lines = err.split('\n');
    assert.deepStrictEqual(lines.slice(0, 5), [
      'FILE:2', '  throw Object.assign(new RangeError("bad"), { code: "X" });', '  ^', '', 'RangeError: bad',
    ]);
    assert.match(err, /\n  code: 'X'\n}\n\nNode\.js v26\.\d+\.\d+\n$/);
  }
  {
    const { status, err } = run('throw { a: 1 };');
    assert.strictEqual(status, 1);
    assert.match(err, /^\nFILE:1\nthrow \{ a: 1 \};\n\^\n\{ a: 1 \}\n\nNode\.js/);
  }
  assert.match(run('throw null;').err, /\nnull\n\(Use `\S+ --trace-uncaught \.\.\.` to show where the exception was thrown\)\n/);
  assert.strictEqual(run('process.on("uncaughtException", () => { throw 1; }); throw 2;').status, 7);
  assert.strictEqual(run('process.on("exit", () => { process.exitCode = 9; }); throw 2;').status, 9);
  assert.deepStrictEqual(run(`
    process.setUncaughtExceptionCaptureCallback((e) => console.log('captured', e));
    process.on('uncaughtException', () => console.log('never'));
    throw 3;`), { status: 0, out: 'captured 3\n', err: '' });
  assert.deepStrictEqual(run(`
    process.on('uncaughtException', (e, origin) => console.log(e, origin));
    queueMicrotask(() => { throw 4; });
    queueMicrotask(() => console.log('next'));`), { status: 0, out: '4 uncaughtException\nnext\n', err: '' });
} finally {
  fs.rmSync(folder, { recursive: true });
}
