// The heap: its numbers, snapshots, profiles, and who is alive in it.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');

for (const [name, value] of Object.entries(v8.getHeapStatistics())) assert.strictEqual(typeof value, 'number', name);
const before = v8.getHeapStatistics().total_allocated_bytes;
const kept = Array.from({ length: 1e5 }, (_, i) => ({ i }));
assert.ok(v8.getHeapStatistics().total_allocated_bytes > before + kept.length);
assert.ok(v8.getHeapSpaceStatistics().some((space) => space.space_name === 'old_space' && space.space_size > 0));
assert.ok(v8.getHeapCodeStatistics().bytecode_and_metadata_size > 0);
assert.strictEqual(typeof v8.getCppHeapStatistics('brief').committed_size_bytes, 'number');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heap-'));
const file = path.join(folder, 'a.heapsnapshot');
assert.strictEqual(v8.writeHeapSnapshot(file, { exposeNumericValues: true }), file);
assert.ok(JSON.parse(fs.readFileSync(file, 'utf8')).nodes.length > 1000);
assert.throws(() => v8.writeHeapSnapshot(folder), { code: 'EISDIR', syscall: 'open' });
fs.rmSync(folder, { recursive: true });

const stream = v8.getHeapSnapshot({ exposeInternals: true });
let text = '';
stream.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
process.on('exit', () => assert.strictEqual(JSON.parse(text).snapshot.meta.node_fields[0], 'type'));

const profiler = new v8.GCProfiler();
profiler.start();
for (let i = 0; i < 50; i++) kept.push(new Array(1e5).fill({}));
const gc = profiler.stop();
assert.strictEqual(gc.version, 1);
assert.ok(gc.statistics.length > 0);
for (const run of gc.statistics) {
  assert.strictEqual(typeof run.gcType, 'string');
  assert.ok(run.cost >= 0);
  assert.ok(run.beforeGC.heapStatistics.usedHeapSize > 0);
  assert.strictEqual(typeof run.afterGC.heapSpaceStatistics[0].spaceName, 'string');
}
assert.strictEqual(profiler.stop(), undefined);

const cpu = v8.startCpuProfile();
const other = v8.startCpuProfile();
const until = performance.now() + 20;
while (performance.now() < until);
const profile = JSON.parse(cpu.stop());
assert.ok(profile.nodes.length > 1 && profile.samples.length === profile.timeDeltas.length);
assert.strictEqual(cpu.stop(), undefined);
assert.ok(JSON.parse(other.stop()).nodes.length > 1);

const heap = v8.startHeapProfile({ sampleInterval: 1024 });
assert.throws(() => v8.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
kept.push(...Array.from({ length: 1e4 }, (_, i) => ({ i })));
assert.ok(JSON.parse(heap.stop()).samples.length > 0);
v8.startHeapProfile({ forceGC: true, stackDepth: 0 }).stop();

process.on('warning', () => {});
class Seen {}
assert.strictEqual(v8.queryObjects(Seen), 0);
kept.push(new Seen());
assert.strictEqual(v8.queryObjects(Seen), 1);
assert.deepStrictEqual(v8.queryObjects(Seen, { format: 'summary' }), ['Seen {}']);

assert.strictEqual(v8.isStringOneByteRepresentation('a\u00e9'), true);
assert.strictEqual(v8.isStringOneByteRepresentation('\u20ac'), false);
assert.ok(!v8.startupSnapshot.isBuildingSnapshot());
assert.throws(() => v8.startupSnapshot.addSerializeCallback(() => {}), { code: 'ERR_NOT_BUILDING_SNAPSHOT' });
