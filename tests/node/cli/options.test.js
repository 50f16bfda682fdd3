// The command line: --env-file, --run, what is refused and what is taken.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'options-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function run(args, options = {}) {
  const env = { ...process.env, ...options.env };
  const { status, stdout, stderr } = spawnSync(
    process.execPath, args, { cwd: folder, encoding: 'utf8', input: '', ...options, env });
  return { status, stdout, stderr };
}

const print = (...names) => ['-p', names.map((name) => `process.env.${name}`).join('+"|"+')];

fs.writeFileSync(path.join(folder, 'a.env'), 'AA=1 # one\nexport BB="x # y\\nz"\nCC=first\nDD=\n# EE=5\nFF=\'q\' rest\n');
fs.writeFileSync(path.join(folder, 'b.env'), 'CC=second\nNODE_OPTIONS=--no-deprecation\n');
assert.strictEqual(run(['--env-file=a.env', '--env-file', 'b.env', ...print('AA', 'BB', 'CC', 'DD', 'EE', 'FF')]).stdout,
                   '1|x # y\nz|second||undefined|q\n');
assert.strictEqual(run(['--env-file=a.env', ...print('AA', 'CC')], { env: { AA: 'mine' } }).stdout, 'mine|first\n');
assert.strictEqual(run(['--env-file=b.env', '-p', 'process.noDeprecation']).stdout, 'true\n');
const missing = run(['--env-file=no.env', '-p', '1']);
assert.strictEqual(missing.status, 9);
assert.match(missing.stderr, /: no\.env: not found\n$/);
const optional = run(['--env-file-if-exists=no.env', '-p', '1']);
assert.deepStrictEqual([optional.status, optional.stdout], [0, '1\n']);
assert.match(optional.stderr, /^no\.env not found\. Continuing without it\.\n/);

for (const [args, message] of [
  [['--no-title', '-p', '1'], '--no-title is an invalid negation because it is not a boolean option'],
  [['--title=', '-p', '1'], '--title= requires an argument'],
  [['--no-such-thing', '-p', '1'], 'bad option: --no-such-thing'],
  [['-c', '-e', '1'], 'either --check or --eval can be used, not both'],
]) {
  const { status, stderr } = run(args);
  assert.strictEqual(status, 9);
  assert.ok(stderr.includes(message), stderr);
}
assert.strictEqual(run(['--warnings=whatever', '-p', '1']).stdout, '1\n');

assert.strictEqual(run(['--disable-proto=delete', '-p', '"__proto__" in {}']).stdout, 'false\n');
assert.match(run(['--disable-proto=throw', '-e', '({}).__proto__']).stderr, /ERR_PROTO_ACCESS/);
assert.match(run(['--trace-uncaught', '-e', 'throw 1']).stderr, /\n1\nThrown at:\n {4}at \[eval\]:1:1\n/);
assert.doesNotMatch(run(['--no-extra-info-on-fatal-exception', '-e', 'throw 1']).stderr, /Node\.js v/);

fs.mkdirSync(path.join(folder, 'sub', 'node_modules', '.bin'), { recursive: true });
fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({
  scripts: { args: 'printf "[%s]"', env: 'echo $NODE_RUN_SCRIPT_NAME $NODE_RUN_PACKAGE_JSON_PATH $PATH; pwd', bad: 1, fail: 'exit 3' },
}));
const sub = { cwd: path.join(folder, 'sub') };
assert.deepStrictEqual(run(['--run', 'args', '--', 'a b', "it's", ''], sub), { status: 0, stdout: "[a b][it's][]", stderr: '' });
const [line, cwd] = run(['--run', 'env'], sub).stdout.split('\n');
assert.ok(line.startsWith(`env ${folder}/package.json ${folder}/sub/node_modules/.bin:`), line);
assert.strictEqual(cwd, folder);
assert.strictEqual(run(['--run', 'fail']).status, 1);
const unknown = run(['--run', 'none']);
assert.strictEqual(unknown.status, 1);
assert.ok(unknown.stderr.startsWith(`Missing script: "none" for ${folder}/package.json\n\nAvailable scripts are:\n  args: `));
assert.match(run(['--run', 'bad']).stderr, /Script "bad" is unexpectedly not a string/);
