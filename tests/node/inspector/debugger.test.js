'use strict';
// The debugger at the prompt: what its commands show of a program.
const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');

fs.writeFileSync('program.js', `let total = 0;
function add(amount) {
  total += amount;
  return total;
}
add(1);
const more = 2;
add(more);
console.log('total', total);
`);

const child = spawn(process.execPath, ['inspect', '--port=0', 'program.js'], { stdio: ['pipe', 'pipe', 'inherit'] });
let output = '';
let changed = () => {};
child.stdout.setEncoding('utf8').on('data', (text) => {
  output += text;
  changed();
});

// What comes until all of it has been seen and there is a prompt.
async function until(...patterns) {
  while (!patterns.every((pattern) => pattern.test(output)) || !/> $/.test(output)) {
    await new Promise((resolve) => changed = resolve);
  }
  const seen = output.replaceAll('\b', '');
  output = '';
  return seen;
}

function command(line, ...patterns) {
  child.stdin.write(`${line}\n`);
  return until(...patterns);
}

async function test() {
  const start = await until(/Break on start in/);
  assert.match(start, /< Debugger listening on ws:/);
  assert.match(start, /connecting to 127\.0\.0\.1:\d+ \.\.\.[^]* ok\n/);
  assert.match(start, /Break on start in program\.js:1\n> 1 let total = 0;\n {2}2 function add\(amount\) \{\n/);

  assert.match(await command('sb(3)', /> 3/), /> 3 {3}total \+= amount;/);
  assert.match(await command('breakpoints', /#0/), /#0 program\.js:3\n/);
  assert.match(await command('c', /break in/), /break in program\.js:3\n {2}1 let total = 0;/);
  assert.match(await command('bt', /#1/), /#0 add program\.js:3:\d+\n#1 \(anonymous\) program\.js:6:\d+\n/);
  assert.match(await command('exec amount + 41', /42/), /42\n/);
  assert.match(await command('exec [amount, { a: "b" }, null]', /]\n/), /\[ 1, Object, null \]\n/);
  await command('watch("total")');
  assert.match(await command('watchers', /0:/), / {2}0: total = 0\n/);
  assert.match(await command('n', /step in/), /step in program\.js:4\nWatchers:\n {2}0: total = 1\n\n/);
  assert.match(await command('o', /step in/), /step in program\.js:7\n/);
  assert.match(await command('list(1)', />/), / {2}6 add\(1\);\n> 7 const more = 2;\n {2}8 add\(more\);\n/);
  assert.match(await command('scripts', /program/), /\* \d+: program\.js\n/);
  assert.match(await command('cb("program.js", 4)', /Could/), /Could not find breakpoint at program\.js:4/);
  await command('cb("program.js", 3)');
  assert.match(await command('breakpoints', /No/), /No breakpoints yet/);
  assert.match(await command('sb("other.js", 2)', /Warning/), /Warning: script 'other\.js' was not loaded yet\./);
  assert.match(await command('Runtime.evaluate({ expression: "1" })', /}/),
               /\{ result: \{ type: 'number', value: 1, description: '1' \} \}/);
  assert.match(await command('watch()', /ERR_/), /ERR_INVALID_ARG_TYPE/);
  assert.match(await command('repl', /leave/), /Press Ctrl\+C to leave debug repl\n/);
  assert.match(await command('total', /1\n/), /1\n> $/);
  assert.match(await command('.interrupt', /debug> $/), /debug> /);
  assert.match(await command('c', /disconnect/), /< total 3\n/);
  assert.match(await command('kill'), /debug> /);
  assert.match(await command('c', /Uncaught/), /Use `run` to start the app again\./);
  assert.match(await command('run', /Break on start in/), /Break on start in program\.js:1\n/);
  child.stdin.end('.exit\n');
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.strictEqual(code, 0);
}

test().then(() => console.log('done'));
process.on('exit', (code) => {
  child.kill();
  if (code === 0) assert.strictEqual(child.exitCode, 0);
});
