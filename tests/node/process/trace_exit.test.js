'use strict';
// --trace-exit: a program that ends itself says where.
const assert = require('assert');
const { spawnSync } = require('child_process');

function run(code, ...flags) {
  const child = spawnSync(process.execPath, [...flags, '-e', code], { encoding: 'utf8' });
  return { ...child, lines: child.stderr.trimEnd().split('\n') };
}

const code = 'function leave() { process.exit(3); } leave();';
{
  const { lines, pid, status } = run(code, '--trace-exit');
  assert.strictEqual(status, 3);
  assert.strictEqual(lines[0], `(node:${pid}) WARNING: Exited the environment with code 3`);
  assert.match(lines[1], /^ {4}at (process\.)?exit \(node:internal\/process\/per_thread:/);
  assert.match(lines[2], /^ {4}at leave \(\[eval\]:1:\d+\)$/);
  assert.strictEqual(lines.length, 11);
}
assert.strictEqual(run(code, '--trace-exit', '--stack-trace-limit=2').lines.length, 3);
assert.deepStrictEqual(run(code).lines, ['']);
assert.deepStrictEqual(run('1', '--trace-exit').lines, ['']);
{
  const { lines, pid } = run(`new (require('worker_threads').Worker)(${JSON.stringify(code)}, { eval: true })`, '--trace-exit');
  assert.strictEqual(lines[0], `(node:${pid}, thread:1) WARNING: Exited the environment with code 3`);
  assert.match(lines[2], /^ {4}at leave \(\[worker eval\]:1:\d+\)$/);
}
