// The streams of a child: all of what it wrote comes before 'close', in whatever way it ends.
'use strict';
const assert = require('assert');
const { exec, execFile, execFileSync, spawn, spawnSync } = require('child_process');
const { once } = require('events');

async function run(code, options) {
  const child = spawn(process.execPath, ['-e', code], options);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { err += text; });
  const events = [];
  for (const name of ['spawn', 'exit', 'close']) child.on(name, (...args) => events.push([name, ...args]));
  await once(child, 'close');
  return { out, err, events };
}

(async () => {
  let result = await run('console.log("out"); console.error("err"); process.exit(3)');
  assert.deepStrictEqual(result, {
    out: 'out\n', err: 'err\n', events: [['spawn'], ['exit', 3, null], ['close', 3, null]],
  });
  result = await run('process.stdout.write("x".repeat(2e6), () => process.exit())');
  assert.strictEqual(result.out.length, 2e6);
  result = await run('process.stdout.write("y".repeat(1e6), () => process.kill(process.pid, "SIGKILL"))');
  assert.strictEqual(result.out.length, 1e6);
  assert.deepStrictEqual(result.events.at(-1), ['close', null, 'SIGKILL']);
  // A grandchild that holds the pipe delays 'close', not 'exit'.
  result = await run('require("child_process").spawn("sh", ["-c", "sleep 0.2; echo late"], { stdio: "inherit" }).unref()');
  assert.strictEqual(result.out, 'late\n');

  const all = await Promise.all(Array.from({ length: 16 }, (_, i) => new Promise((resolve) => {
    execFile('sh', ['-c', `printf %065536d ${i}; echo e${i} >&2; exit ${i}`], (error, stdout, stderr) => {
      resolve([error === null ? 0 : error.code, stdout.length, Number(stdout), stderr]);
    });
  })));
  assert.deepStrictEqual(all, all.map((_, i) => [i, 65536, i, `e${i}\n`]));

  const [failure] = await new Promise((resolve) => exec('echo a; exit 4', (...args) => resolve(args)));
  assert.strictEqual(failure.code, 4);
  assert.strictEqual(failure.cmd, 'echo a; exit 4');
  const missing = spawn('no-such-program-here');
  const [error] = await once(missing, 'error');
  assert.deepStrictEqual([error.code, error.syscall, error.path], ['ENOENT', 'spawn no-such-program-here', 'no-such-program-here']);
  assert.strictEqual(missing.pid, undefined);

  const timed = spawn('sleep', ['100'], { timeout: 50, killSignal: 'SIGINT' });
  assert.deepStrictEqual(await once(timed, 'exit'), [null, 'SIGINT']);
  const controller = new AbortController();
  const aborted = spawn('sleep', ['100'], { signal: controller.signal });
  const failed = once(aborted, 'error').then(([e]) => e);
  controller.abort();
  assert.strictEqual((await failed).name, 'AbortError');

  assert.strictEqual(execFileSync('cat', { input: 'fed' }).toString(), 'fed');
  const sync = spawnSync('sh', ['-c', 'echo o; echo e >&2; kill -TERM $$'], { encoding: 'utf8' });
  assert.deepStrictEqual([sync.stdout, sync.stderr, sync.status, sync.signal], ['o\n', 'e\n', null, 'SIGTERM']);
  assert.strictEqual(spawnSync('sleep', ['10'], { timeout: 30 }).error.code, 'ETIMEDOUT');
})();
