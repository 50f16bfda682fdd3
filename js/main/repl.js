// The bare prompt: expressions, several lines, top-level await, `_`, .help and .exit.
// https://nodejs.org/docs/latest-v26.x/api/repl.html
'use strict';

const process = require('process');

const help = `.break   Sometimes you get stuck, this gets you out
.clear   Alias for .break
.exit    Exit the REPL
.help    Print this help message

Press Ctrl+C to abort current expression, Ctrl+D to exit the REPL
`;

function defineGlobals() {
  const { Module } = require('internal/modules/cjs/loader');
  const { addBuiltinLibsToObject, makeRequireFunction } = require('internal/modules/helpers');
  const module = new Module('<repl>');
  module.paths = Module._nodeModulePaths(ops.op_process_cwd());
  const define = (name, value) => Object.defineProperty(globalThis, name, {
    __proto__: null, value, writable: true, configurable: true, enumerable: false,
  });
  define('module', module);
  define('exports', module.exports);
  define('require', makeRequireFunction(module));
  addBuiltinLibsToObject(globalThis, '<REPL>');
}

// `_` is the last value, until the program assigns it.
function defineLast() {
  const last = { value: undefined, own: false };
  Object.defineProperty(globalThis, '_', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: () => last.value,
    set(value) {
      last.own = true;
      last.value = value;
      process.stdout.write('Expression assignment to _ now disabled.\n');
    },
  });
  return last;
}

function run() {
  const { getOptionValue } = require('internal/options');
  const { inspect } = require('internal/util/inspect');
  const { evaluate } = require('internal/repl/evaluate');
  const { createInterface } = require('readline');
  const { stdin, stdout } = process;
  const colors = !!stdout.isTTY;
  defineGlobals();
  const last = defineLast();

  stdout.write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`);
  const lines = createInterface({ input: stdin, output: stdout, terminal: !!stdin.isTTY && colors, prompt: '> ' });
  let buffer = '';
  let closed = false;
  // One line is done before the next one begins, also when it awaits.
  let work = Promise.resolve();

  const prompt = () => {
    if (closed) return;
    lines.setPrompt(buffer === '' ? '> ' : '| ');
    lines.prompt();
  };
  const show = (value) => {
    if (!last.own) last.value = value;
    stdout.write(`${inspect(value, { colors, showProxy: true })}\n`);
  };
  const report = (error) => {
    const isError = ops.op_is_native_error(error);
    let text = isError ? error.stack ?? `${error}` : inspect(error, { colors });
    if (isError) {
      // Frames of the prompt itself say nothing.
      const frames = text.split('\n');
      const own = frames.findIndex((line) => /^ {4}at (REPL\d+:|.*node:internal)/.test(line));
      text = (own === -1 ? frames : frames.slice(0, own)).join('\n');
    }
    stdout.write(`Uncaught ${text}\n`);
  };
  const command = (line) => {
    const name = line.trim();
    if (name === '.exit') {
      closed = true;
      lines.close();
      return true;
    }
    if (name === '.help') stdout.write(help);
    else if (name === '.break' || name === '.clear') buffer = '';
    else if (buffer !== '' || !/^\.[a-z]+$/.test(name)) return false;
    else stdout.write('Invalid REPL keyword\n');
    return true;
  };

  async function take(line) {
    if (/^\s*\.[a-z]+\s*$/.test(line) && command(line)) return;
    const code = `${buffer}${line}\n`;
    if (code.trim() === '') return;
    buffer = '';
    try {
      const result = evaluate(code);
      if (result.unfinished) {
        buffer = code;
        return;
      }
      show(result.awaits ? await result.value : result.value);
    } catch (error) {
      report(error);
    }
  }

  process.on('uncaughtException', (error) => {
    report(error);
    prompt();
  });
  lines.on('line', (line) => {
    work = work.then(async () => {
      if (closed) return;
      await take(line);
      prompt();
    });
  });
  lines.on('SIGINT', () => {
    buffer = '';
    stdout.write('\n');
    prompt();
  });
  lines.on('close', () => {
    work.then(() => {
      closed = true;
      if (colors) stdout.write('\n');
      process.exit();
    });
  });
  if (getOptionValue('--eval')) require('internal/process/eval').evalScript('[eval]', getOptionValue('--eval'), false);
  prompt();
}

module.exports = { run };
