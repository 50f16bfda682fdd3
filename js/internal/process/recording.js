// What the command line or NODE_V8_COVERAGE has V8 write down about a whole thread: profiles, coverage, heap snapshots.
// Loaded only where something of it is asked for. https://nodejs.org/api/cli.html#--cpu-prof
'use strict';

const process = require('process');
const { getOptionValue } = require('internal/options');

function record(kind, flag, extension, defaultInterval) {
  if (!getOptionValue(flag)) return;
  const { diagnosticFilename } = require('internal/heap_utils');
  const { basename, resolve } = require('path');
  const given = getOptionValue(`${flag}-name`);
  // Programs name their files by the process: `${pid}` stands for it.
  const name = given ? given.replaceAll('${pid}', `${process.pid}`) : basename(diagnosticFilename(kind, extension));
  const path = resolve(getOptionValue(`${flag}-dir`) || getOptionValue('--diagnostic-dir') || '', name);
  ops.op_v8_record(kind === 'CPU' ? 'cpu' : 'heap', path, getOptionValue(`${flag}-interval`) || defaultInterval);
}

function recordCoverage() {
  const { env } = process;
  if (getOptionValue('--experimental-test-coverage')) {
    require('internal/test_runner/coverage/coverage').begin();
    // What runs there are reporters, not the program.
    if (getOptionValue('--test') && getOptionValue('--test-isolation') !== 'none') return;
  }
  if (!env.NODE_V8_COVERAGE) return;
  // Children that run elsewhere write to the same folder.
  const folder = env.NODE_V8_COVERAGE = require('path').resolve(env.NODE_V8_COVERAGE);
  ops.op_v8_record('coverage', folder, 0);
  const maps = require('internal/source_map/source_map_cache');
  maps.enableForCoverage();
  process.on('exit', tellMaps);
  // A signal to itself may be the end, and then no listener of 'exit' runs.
  const { _kill } = process;
  process._kill = (pid, signal) => {
    tellMaps();
    return _kill(pid, signal);
  };
}

function tellMaps() {
  const all = require('internal/source_map/source_map_cache').sourceMapCacheToObject();
  if (all !== undefined) ops.op_v8_record('maps', JSON.stringify(all), 0);
}

function listenForSnapshots() {
  const signal = getOptionValue('--heapsnapshot-signal');
  if (signal) {
    require('internal/validators').validateSignalName(signal);
    process.on(signal, () => require('v8').writeHeapSnapshot());
  }
}

function watchHeap() {
  const count = getOptionValue('--heapsnapshot-near-heap-limit');
  if (count > 0) require('internal/heap_utils').watchHeapLimit(count);
}

function start(isWorker) {
  recordCoverage();
  record('CPU', '--cpu-prof', 'cpuprofile', 1000);
  record('Heap', '--heap-prof', 'heapprofile', 512 * 1024);
  if (!isWorker) {
    listenForSnapshots();
    if (getOptionValue('--trace-sigint')) require('internal/util/trace_sigint').setTraceSigInt(true);
  }
  watchHeap();
}

module.exports = { start, tellMaps };
