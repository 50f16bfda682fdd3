'use strict';
// run(): the events of files in processes of their own, in their order; what is no test of node:test; without isolation;
// options that are wrong.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('node:test');

const write = (name, text) => {
  fs.writeFileSync(name, text);
  return path.resolve(name);
};

const slow = write('slow.js', `
  const { test } = require('node:test');
  console.log('said by slow');
  test('first', async (t) => { t.diagnostic('a remark'); await new Promise((r) => setTimeout(r, 100)); });
  test.skip('second');
`);
const quick = write('quick.js', `
  const { describe, it } = require('node:test');
  describe('group', () => {
    it('bad', () => { throw new RangeError('no'); });
    it('good', { todo: true }, () => {});
  });
`);
const plain = write('plain.js', 'process.stderr.write(process.env.NODE_TEST_CONTEXT + process.argv[2]); process.exitCode = 3;');

async function collect(options) {
  const events = [];
  for await (const event of run(options)) events.push(event);
  return events;
}

const outcomes = (events) => events
  .filter(({ type }) => type === 'test:pass' || type === 'test:fail')
  .map(({ type, data }) => `${type.slice(5)} ${data.nesting} ${path.basename(data.name)}`);

async function inProcesses() {
  const events = await collect({ files: [slow, quick, plain], concurrency: 3, argv: ['!'] });
  assert.deepStrictEqual(outcomes(events), [
    'pass 0 first', 'pass 0 second', 'fail 1 bad', 'pass 1 good', 'fail 0 group', 'fail 0 plain.js',
  ]);
  const of = (type) => events.filter((event) => event.type === type).map(({ data }) => data);
  assert.deepStrictEqual(of('test:stdout').map(({ message, file }) => [message, file]), [['said by slow\n', slow]]);
  assert.deepStrictEqual(of('test:stderr').map(({ message }) => message), ['child-v8!\n']);
  const bad = of('test:fail')[0];
  assert.ok(bad.details.error.cause instanceof RangeError);
  assert.strictEqual(bad.details.error.failureType, 'testCodeFailure');
  assert.strictEqual(bad.file, quick);
  assert.strictEqual(bad.entryFile, quick);
  const own = of('test:fail').at(-1);
  assert.strictEqual(own.details.error.exitCode, 3);
  assert.strictEqual(of('test:diagnostic')[0].message, 'a remark');
  const summary = of('test:summary').at(-1);
  const { tests, passed, failed, skipped, todo, suites, topLevel } = summary.counts;
  assert.deepStrictEqual([tests, passed, failed, skipped, todo, suites, topLevel], [5, 1, 2, 1, 1, 1, 4]);
  assert.strictEqual(summary.success, false);
  assert.strictEqual(of('test:summary').length, 3);
}

async function filtered() {
  const events = await collect({ files: [slow, quick], testNamePatterns: ['/FIRST/i', 'good'], testSkipPatterns: /bad/ });
  assert.deepStrictEqual(outcomes(events), ['pass 0 first', 'pass 1 good', 'pass 0 group']);
  const part = await collect({ files: [slow, quick, plain], shard: { index: 2, total: 3 } });
  assert.deepStrictEqual([...new Set(part.map(({ data }) => data.entryFile).filter(Boolean))], [quick]);
}

async function aborted() {
  const never = write('never.js', 'require("node:test").test("never", () => new Promise((r) => setTimeout(r, 1e6)));');
  const byTime = await collect({ files: [never], timeout: 200 });
  assert.strictEqual(byTime.at(-1).data.success, false);
  const failed = byTime.find(({ type }) => type === 'test:fail').data;
  assert.strictEqual(failed.details.error.failureType, 'testTimeoutFailure');
  const controller = new AbortController();
  const stream = run({ files: [never], signal: controller.signal });
  stream.on('test:dequeue', () => controller.abort());
  let kind;
  stream.on('test:fail', ({ details }) => { kind = details.error.failureType; });
  for await (const event of stream) assert.ok(event);
  assert.strictEqual(kind, 'testAborted');
}

for (const [options, code] of [
  [null, 'ERR_INVALID_ARG_TYPE'],
  [{ files: 1 }, 'ERR_INVALID_ARG_TYPE'],
  [{ watch: 1 }, 'ERR_INVALID_ARG_TYPE'],
  [{ files: ['a'], globPatterns: ['b'] }, 'ERR_INVALID_ARG_VALUE'],
  [{ shard: { index: 3, total: 2 } }, 'ERR_OUT_OF_RANGE'],
  [{ testNamePatterns: [1] }, 'ERR_INVALID_ARG_TYPE'],
  [{ isolation: 'some' }, 'ERR_INVALID_ARG_VALUE'],
  [{ isolation: 'none', env: {} }, 'ERR_INVALID_ARG_VALUE'],
  [{ execArgv: 'x' }, 'ERR_INVALID_ARG_TYPE'],
]) assert.throws(() => run(options), { code }, JSON.stringify(options));

inProcesses().then(filtered).then(aborted);
