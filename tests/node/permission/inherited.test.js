// Flags: --permission --allow-fs-read=* --allow-child-process --allow-worker
// Stderr: /SecurityWarning/
'use strict';
// Children and threads may do no more than this process; paths of the command line may be folders and beginnings.
const assert = require('assert');
const { spawnSync } = require('child_process');
const { Worker, isMainThread } = require('worker_threads');

const ask = 'console.log(["fs.read", "fs.write", "child", "worker", "net"].map((n) => +process.permission.has(n)).join(""))';
const run = (args, env) => spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });

if (isMainThread) {
  assert.strictEqual(run(['-e', ask]).stdout, '10110\n');
  assert.strictEqual(run(['--permission', '--allow-net', '-e', ask]).stdout, '00001\n');
  assert.strictEqual(run(['-e', ask], { NODE_OPTIONS: '--permission --allow-fs-write=*' }).stdout, '01000\n');
  assert.match(run(['--allow-worker', '-e', '1'], { NODE_OPTIONS: '--permission' }).stderr, /SecurityWarning/);

  const has = (...paths) => paths.map((path) => `+process.permission.has("fs.read", "${path}")`).join();
  const { stdout } = run([
    '--permission', '--allow-fs-read=/usr', '--allow-fs-read=/nowhere/a*', '--allow-fs-read=/nowhere/file', '-e',
    `console.log([${has('/usr', '/usr/x', '/usr/../etc', '/nowhere/ab', '/nowhere/b', '/nowhere/file', '/nowhere/fil')}].join(""))`,
  ]);
  assert.strictEqual(stdout, '1101010\n');

  new Worker(__filename).on('exit', (code) => assert.strictEqual(code, 0));
} else {
  assert.strictEqual(process.permission.has('fs.write'), false);
  assert.throws(() => require('fs').writeFileSync('x', ''), { code: 'ERR_ACCESS_DENIED' });
}
