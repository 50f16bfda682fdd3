'use strict';
// node:inspector/promises: profiles, coverage and a heap snapshot of this program.
const assert = require('assert');
const inspector = require('inspector/promises');

assert.deepStrictEqual(Reflect.ownKeys(inspector), Reflect.ownKeys(require('inspector')));

function work(n) {
  return n < 2 ? n : work(n - 1) + work(n - 2);
}

async function main() {
  const session = new inspector.Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  work(15);
  const { profile } = await session.post('Profiler.stop');
  assert.ok(profile.nodes.length > 0);

  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const fresh = new Function('return 1');
  fresh();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  assert.ok(Array.isArray(result));

  let size = 0;
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => size += params.chunk.length);
  await session.post('HeapProfiler.takeHeapSnapshot');
  assert.ok(size > 10000);

  await assert.rejects(session.post('Runtime.evaluate', { expression: 1 }), { code: 'ERR_INSPECTOR_COMMAND' });
  const { domains } = await session.post('Schema.getDomains');
  assert.ok(domains.some(({ name }) => name === 'Debugger'));
  session.disconnect();
}

let done = false;
main().then(() => done = true);
process.on('exit', () => assert.ok(done));
