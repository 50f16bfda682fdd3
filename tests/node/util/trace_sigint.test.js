'use strict';
// --trace-sigint and util.setTraceSigInt(): SIGINT shows what runs, and then ends the program as always.
const assert = require('assert');
const { spawn } = require('child_process');

const busy = 'function spin() { process.kill(process.pid, "SIGINT"); while (true); } spin();';
const header = 'KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`';

function run(flags, code, check) {
  const child = spawn(process.execPath, [...flags, '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  child.stdout.once('data', () => child.kill('SIGINT'));
  let checked = false;
  child.on('close', (code, signal) => {
    checked = true;
    check(stderr.trimEnd().split('\n'), signal, code);
  });
  process.on('exit', () => assert.ok(checked, code));
}

function traced(lines, signal) {
  assert.strictEqual(signal, 'SIGINT');
  assert.strictEqual(lines[0], header);
  assert.match(lines[1], /^ {4}at spin \(\[eval\]:1:\d+\)$/);
  assert.ok(lines.length > 3 && lines.length <= 11);
}

function silent(lines, signal) {
  assert.strictEqual(signal, 'SIGINT');
  assert.deepStrictEqual(lines, ['']);
}

run(['--trace-sigint'], busy, traced);
run([], `require('util').setTraceSigInt(true); ${busy}`, traced);
run([], busy, silent);
run(['--trace-sigint'], `require('util').setTraceSigInt(false); ${busy}`, silent);

// Nothing runs: there is nothing to show.
run(['--trace-sigint'], 'setTimeout(() => {}, 1e8); console.log(1)', (lines, signal) => {
  assert.strictEqual(signal, 'SIGINT');
  assert.deepStrictEqual(lines, [header]);
});

// A program that listens does what it wants.
run(['--trace-sigint'], 'process.on("SIGINT", () => process.exit(7)); setTimeout(() => {}, 1e8); console.log(1)',
    (lines, signal, code) => {
      assert.strictEqual(code, 7);
      assert.deepStrictEqual(lines, ['']);
    });
