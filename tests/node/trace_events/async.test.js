'use strict';
// `node.async_hooks`, `node.environment`, `node.bootstrap` and threads: who does what, and when.
const assert = require('assert');
const { traced } = require('./traced.js');

const shape = ({ ph, name }) => `${ph} ${name}`;

{
  const { events } = traced('node.async_hooks', 'setTimeout(() => { Promise.resolve().then(() => {}); }, 1)');
  const timeout = events.filter(({ name }) => name.startsWith('Timeout'));
  assert.deepStrictEqual(timeout.map(shape), ['b Timeout', 'B Timeout_CALLBACK', 'E Timeout_CALLBACK', 'e Timeout']);
  assert.strictEqual(new Set(timeout.map(({ id }) => id)).size, 1);
  assert.deepStrictEqual(timeout[0].args, { data: { triggerAsyncId: 1, executionAsyncId: 1 } });
  const id = parseInt(timeout[0].id, 16);
  const [first, second] = events.filter(({ name, ph }) => name === 'PROMISE' && ph === 'b');
  assert.deepStrictEqual(first.args, { data: { triggerAsyncId: id, executionAsyncId: id } });
  assert.strictEqual(second.args.data.triggerAsyncId, parseInt(first.id, 16));
}

// Native resources have another phase for their callbacks.
{
  const { events } = traced('node.async_hooks', 'fs.stat(".", () => {})');
  const stat = events.filter(({ name }) => name.startsWith('FSREQCALLBACK'));
  assert.deepStrictEqual(stat.map(shape), ['b FSREQCALLBACK', 'b FSREQCALLBACK_CALLBACK', 'e FSREQCALLBACK_CALLBACK',
                                           'e FSREQCALLBACK']);
}

{
  const { events } = traced('node.environment,node.bootstrap', `
    setImmediate(() => {});
    setTimeout(() => { const end = Date.now() + 5; while (Date.now() < end); }, 1);
  `);
  const find = (name) => events.filter((event) => event.name === name);
  for (const name of ['environment', 'nodeStart', 'v8Start', 'bootstrapComplete', 'loopStart', 'loopExit']) {
    assert.deepStrictEqual(find(name).map(shape), [`I ${name}`]);
  }
  const at = (name) => find(name)[0].ts;
  assert.ok(at('nodeStart') <= at('v8Start'));
  assert.ok(at('v8Start') <= at('environment'));
  assert.ok(at('bootstrapComplete') <= at('loopStart'));
  assert.ok(at('loopStart') <= at('loopExit'));
  assert.ok(find('CheckImmediate').length >= 1);
  const [timers] = find('RunTimers').sort((a, b) => b.dur - a.dur);
  assert.strictEqual(timers.ph, 'X');
  // Microseconds.
  assert.ok(timers.dur >= 4000 && timers.dur < 60e6, `${timers.dur}`);
  assert.ok(timers.tdur <= timers.dur + 1000);
  assert.deepStrictEqual(find('Environment').map(shape), ['b Environment', 'e Environment']);
  for (const name of ['BeforeExit', 'RunCleanup', 'AtExit']) assert.strictEqual(find(name).length, 1);
}

// Workers write into the same file, under their own ids.
{
  const { events, metadata, pid, stdout } = traced('node.async_hooks,node.console', `
    const { Worker } = require('worker_threads');
    console.log(process.hrtime.bigint() / 1000n + '');
    new Worker("setTimeout(() => console.count('in worker'), 1)", { eval: true, name: 'named' });
    console.count('in main');
  `);
  const thread = metadata.find(({ args }) => args.name === '[worker 1] named').tid;
  assert.notStrictEqual(thread, pid);
  const counts = events.filter(({ ph }) => ph === 'C');
  assert.deepStrictEqual(counts.map(({ name, tid }) => [name, tid]), [['count::in main', pid], ['count::in worker', thread]]);
  assert.ok(events.some(({ name, tid }) => name === 'Timeout_CALLBACK' && tid === thread));
  // The clock is that of process.hrtime().
  const distance = counts[0].ts - Number(stdout.split('\n')[0]);
  assert.ok(distance >= 0 && distance < 60e6, `${distance}`);
}
