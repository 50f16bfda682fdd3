// The REPL over a pipe: values, errors, multi-line input, commands, await, its own contexts and writers.
'use strict';

const repl = require('repl');
const { PassThrough } = require('stream');
const { spawnSync } = require('child_process');

const lines = [
  '1 + 1', '"text"', 'const a = { b: [1, { c: 2 }] }', 'a', 'undefined', '_', 'throw new Error("thrown")', '_error.message', 'nothing',
  'let x = (', '5)', 'x', 'function f() {', 'return 7;', '}', 'f()', '{ a: 1 }', '({ a: 1 })', 'let 5', 'if (true) {', '"in"', '}', '`multi', 'line`',
  '.help', '.nope', 'class A { #p = 1 }', 'new A()', 'Promise.reject(new Error("rejected")); 1', 'x = 6, y = 7', 'y', '.break', 'import fs from "fs"', 'Symbol("s")', 'new Map([[1, 2]])', '// note', '', '.editor', 'var z = 1;', 'z + 1', '.exit',
];
const { stdout, status } = spawnSync(process.execPath, ['-i'], { input: `${lines.join('\n')}\n`, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', NODE_REPL_HISTORY: '' } });
console.log(stdout.replace(/\(node:\d+\)/g, '(node)').replace(/Welcome to .*/, 'Welcome').replace(/^ +at .*\n/gm, ''));
console.log(status);

const input = new PassThrough();
const output = new PassThrough();
let shown = '';
output.on('data', (data) => { shown += data; });
const server = repl.start({ prompt: '? ', input, output, terminal: false, useGlobal: false, ignoreUndefined: true, writer: (value) => `<${typeof value}:${String(value)}>` });
server.context.shared = 42;
server.defineCommand('say', { help: 'says it', action(text) { this.output.write(`said ${text}\n`); this.displayPrompt(); } });
server.on('exit', () => {
  console.log(shown);
  console.log(repl.builtinModules.includes('fs'), typeof repl.REPL_MODE_SLOPPY, repl.writer.options.showProxy);
  custom();
});
input.write('shared\nvar own = 1\nown\nundefined\n.say words here\ntypeof process\nown2\n');
setImmediate(() => input.end('.exit\n'));

function custom() {
  const from = new PassThrough();
  const to = new PassThrough();
  let all = '';
  to.on('data', (data) => { all += data; });
  const mine = repl.start({ prompt: '', input: from, output: to, eval(code, context, name, done) { const word = code.trim(); if (word === 'more') return done(new repl.Recoverable(new SyntaxError('more'))); done(word === 'bad' ? new Error('evaluated badly') : null, word.toUpperCase()); } });
  mine.on('reset', () => { all += 'reset\n'; });
  mine.on('exit', () => console.log(all.replace(/^ +at .*\n/gm, '')));
  from.end('hello\nbad\n.clear\n');
}
