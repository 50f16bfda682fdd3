'use strict';
// --cpu-prof, --heap-prof and NODE_V8_COVERAGE: what is written at the end of a process, however it ends.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const script = path.resolve('program.js');
fs.writeFileSync(script, `'use strict';
function used() { return 1; }
function unused() { return 2; }
let sum = 0;
for (let i = 0; i < 1e5; i++) sum += used();
if (process.argv[2] === 'exit') process.exit(3);
if (process.argv[2] === 'kill') process.kill(process.pid, 'SIGTERM');
if (process.argv[2] === 'worker') new (require('worker_threads').Worker)(__filename);
`);

function run(args, env, how) {
  return spawnSync(process.execPath, [...args, script, how], { env: { ...process.env, ...env }, encoding: 'utf8' });
}

function files(folder) {
  return fs.readdirSync(folder).map((name) => path.join(folder, name));
}

for (const [how, code, signal] of [['drained', 0, null], ['exit', 3, null], ['kill', null, 'SIGTERM']]) {
  const folder = path.resolve(`cpu-${how}`);
  const child = run(['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '100'], {}, how);
  assert.strictEqual(child.status, code, child.stderr);
  assert.strictEqual(child.signal, signal);
  const [file, ...rest] = files(folder);
  assert.deepStrictEqual(rest, []);
  assert.match(path.basename(file), /^CPU\.\d{8}\.\d{6}\.\d+\.0\.001\.cpuprofile$/);
  assert.ok(JSON.parse(fs.readFileSync(file)).nodes.length > 0);
}

{
  const folder = path.resolve('heap');
  const child = run(['--heap-prof', '--heap-prof-dir', folder, '--heap-prof-name', 'x.heapprofile'], {}, 'exit');
  assert.strictEqual(child.status, 3, child.stderr);
  assert.ok(JSON.parse(fs.readFileSync(path.join(folder, 'x.heapprofile'))).head);
}

{
  const child = run(['--cpu-prof-name', 'x'], {}, '');
  assert.strictEqual(child.status, 9);
  assert.match(child.stderr, /--cpu-prof-name must be used with --cpu-prof/);
}

for (const [how, count] of [['exit', 1], ['worker', 2]]) {
  const folder = path.resolve(`coverage-${how}`);
  const child = run([], { NODE_V8_COVERAGE: folder }, how);
  assert.strictEqual(child.status, how === 'exit' ? 3 : 0, child.stderr);
  const list = files(folder);
  assert.strictEqual(list.length, count);
  for (const file of list) {
    assert.match(path.basename(file), /^coverage-\d+-\d+-\d+(-\d+)?\.json$/);
    const { result, timestamp } = JSON.parse(fs.readFileSync(file));
    assert.strictEqual(typeof timestamp, 'number');
    const { functions } = result.find(({ url }) => url.endsWith('/program.js'));
    const countOf = (name) => functions.find(({ functionName }) => functionName === name).ranges[0].count;
    assert.strictEqual(countOf('used'), 1e5);
    assert.strictEqual(countOf('unused'), 0);
  }
}
