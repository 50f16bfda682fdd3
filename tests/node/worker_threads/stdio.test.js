// What a worker writes reaches its parent before its end is told; nothing is lost by process.exit().
'use strict';
const assert = require('assert');
const { Worker } = require('worker_threads');

function output(source, options) {
  return new Promise((resolve) => {
    const worker = new Worker(source, { eval: true, stdout: true, stderr: true, ...options });
    let out = '';
    let err = '';
    worker.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    worker.stderr.setEncoding('utf8').on('data', (text) => { err += text; });
    worker.on('error', () => {});
    worker.on('exit', (code) => setImmediate(() => resolve({ out, err, code })));
    options?.during?.(worker);
  });
}

(async () => {
  assert.deepStrictEqual(await output('console.log("a"); console.error("b"); console.log("c")'),
                         { out: 'a\nc\n', err: 'b\n', code: 0 });
  assert.deepStrictEqual(
    await output('process.on("exit", () => console.log("last")); console.log("first"); process.exit(2)'),
    { out: 'first\nlast\n', err: '', code: 2 });
  const many = await output('for (let i = 0; i < 5000; i++) console.log(i); process.exit(0)');
  assert.strictEqual(many.out, Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(''));
  const big = await output('process.stdout.write("x".repeat(3e6), () => process.stdout.write("end"))');
  assert.strictEqual(big.out.length, 3e6 + 3);
  const thrown = await output('console.log("before"); throw new Error("x")');
  assert.strictEqual(thrown.out, 'before\n');

  const echoed = await output('process.stdin.setEncoding("utf8").on("data", (t) => process.stdout.write(t.toUpperCase()))', {
    stdin: true,
    during(worker) {
      worker.stdin.write('one ');
      worker.stdin.end('two');
    },
  });
  assert.deepStrictEqual(echoed, { out: 'ONE TWO', err: '', code: 0 });
  const none = await output('process.stdin.on("end", () => console.log("ended")).resume()');
  assert.strictEqual(none.out, 'ended\n');
})();
