// Standard output into a pipe and into a file: complete and in order, also when the program ends at once.
'use strict';

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const LINES = 20_000;
const program = `
  const line = 'x'.repeat(60);
  for (let i = 0; i < ${LINES}; i++) console.log(i + line);
  process.stderr.write('err');
  process.stdout.write('last', () => process.exit(3));
`;

function check(text) {
  const lines = text.split('\n');
  assert.strictEqual(lines.length, LINES + 1);
  for (let i = 0; i < LINES; i++) assert.strictEqual(lines[i], `${i}${'x'.repeat(60)}`);
  assert.strictEqual(lines[LINES], 'last');
}

{
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', maxBuffer: 1 << 24 });
  assert.strictEqual(stderr, 'err');
  assert.strictEqual(status, 3);
  check(stdout);
}
{
  const file = path.join(os.tmpdir(), `standard-streams-${process.pid}`);
  const fd = fs.openSync(file, 'w');
  const { stderr, status } = spawnSync(process.execPath, ['-e', program], { stdio: ['ignore', fd, 'pipe'], encoding: 'utf8' });
  fs.closeSync(fd);
  assert.strictEqual(stderr, 'err');
  assert.strictEqual(status, 3);
  check(fs.readFileSync(file, 'utf8'));
  fs.unlinkSync(file);
}
{
  // A slow reader at the end of the pipe loses nothing either.
  const command = `"${process.execPath}" -e "for (let i = 0; i < 5000; i++) console.log('y'.repeat(99))" | (sleep 0.2; wc -c)`;
  assert.strictEqual(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.trim(), '500000');
}
{
  // The streams cannot be closed, and say what they are.
  const code = `
    process.stdout.end; const kinds = [process.stdout._type, process.stdout.fd, process.stderr.fd, process.stdin.fd];
    process.stdout.destroy();
    process.stdout.on('close', () => console.log(JSON.stringify(kinds)));
  `;
  const { stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  assert.strictEqual(stdout, '["pipe",1,2,0]\n');
}
{
  // stdin: a pipe, a file, and nothing.
  const code = "let t = ''; process.stdin.on('data', (c) => { t += c; }).on('end', () => console.log(t.length))";
  assert.strictEqual(spawnSync(process.execPath, ['-e', code], { input: 'z'.repeat(200_000), encoding: 'utf8' }).stdout, '200000\n');
  const fd = fs.openSync(__filename, 'r');
  const size = fs.readFileSync(__filename, 'utf8').length;
  assert.strictEqual(spawnSync(process.execPath, ['-e', code], { stdio: [fd, 'pipe', 'inherit'], encoding: 'utf8' }).stdout, `${size}\n`);
  fs.closeSync(fd);
  assert.strictEqual(spawnSync(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }).stdout, '0\n');
}
