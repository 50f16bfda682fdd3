'use strict';
// What a program may be started as: a URL, a data: URL in a worker, a module that no package.json speaks of.
const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const { Worker } = require('worker_threads');

const run = (...args) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { stdout: stdout.trim(), stderr, status };
};

fs.writeFileSync('print.mjs', 'console.log(import.meta.url.split("/").pop(), import.meta.main);');
const relative = run('--entry-url', 'print.mjs?key=value#hash');
assert.strictEqual(relative.stdout, 'print.mjs?key=value#hash true');
assert.match(relative.stderr, /--entry-url is an experimental feature/);
assert.strictEqual(run('--no-warnings', '--entry-url', 'data:text/javascript,console.log(1)').stdout, '1');
assert.match(run('--entry-url', './no%20file.mjs').stderr, /ERR_MODULE_NOT_FOUND/);

fs.mkdirSync('typeless');
fs.writeFileSync('typeless/package.json', '{}');
fs.writeFileSync('typeless/main.js', 'export default 1; console.log("ran");');
const typeless = run('typeless/main.js');
assert.strictEqual(typeless.stdout, 'ran');
assert.match(typeless.stderr, /MODULE_TYPELESS_PACKAGE_JSON/);

assert.strictEqual(run('--input-type=text', '-e', '1').status, 9);
assert.strictEqual(run('--trace-require-module=1', '-e', '1').status, 9);

const worker = new Worker(new URL('data:text/javascript,import{parentPort}from"worker_threads";' +
  'parentPort.postMessage(import.meta.main)'));
worker.once('message', (main) => assert.strictEqual(main, true));
worker.once('exit', (code) => assert.strictEqual(code, 0));
