// Errors cross the threads with their class, code, properties and cause.
'use strict';
const assert = require('assert');
const { Worker } = require('worker_threads');

const failing = (source) => new Promise((resolve) => {
  new Worker(source, { eval: true }).on('error', resolve);
});

(async () => {
  let error = await failing('const e = new TypeError("m"); e.code = "E_X"; e.extra = { a: [1] }; throw e');
  assert(error instanceof TypeError);
  assert.strictEqual(error.message, 'm');
  assert.strictEqual(error.code, 'E_X');
  assert.deepStrictEqual(error.extra, { a: [1] });
  assert.match(error.stack, /\n\nTypeError: m\n {4}at \[worker eval\]:1/);
  assert(error.stack.startsWith('[worker eval]:1\nconst e = '));
  error = await failing('throw new RangeError("outer", { cause: new SyntaxError("inner") })');
  assert(error instanceof RangeError);
  assert(error.cause instanceof SyntaxError);
  assert.strictEqual(error.cause.message, 'inner');
  error = await failing('throw new AggregateError([new Error("one")], "all")');
  assert.strictEqual(error.errors[0].message, 'one');
  error = await failing('require("fs").readFileSync("/does/not/exist")');
  assert.strictEqual(error.code, 'ENOENT');
  assert.strictEqual(error.syscall, 'open');
  error = await failing('Buffer.alloc("x")');
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  assert.strictEqual(error.name, 'TypeError');
  error = await failing('class Own extends Error { constructor(m) { super(m); this.name = "Own"; } } throw new Own("o")');
  assert(error instanceof Error);
  assert.strictEqual(error.name, 'Own');
  assert.strictEqual(await failing('throw 5'), 5);
  assert.strictEqual(await failing('throw "text"'), 'text');
  assert.strictEqual(await failing('throw null'), null);
  assert.strictEqual(await failing('throw undefined'), undefined);
  assert.deepStrictEqual(await failing('throw { a: 1 }'), { a: 1 });
  error = await failing('const e = new Error("circle"); e.self = e; throw e');
  assert.strictEqual(error.message, 'circle');
  error = await failing('const e = new Error("f"); e.fn = () => {}; e.big = 5n; throw e');
  assert.strictEqual(error.big, 5n);
})();
