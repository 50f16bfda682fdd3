// Heap snapshots: as a stream, in a file, when the heap is nearly full.
// https://nodejs.org/api/v8.html#v8getheapsnapshotoptions
'use strict';

const { getOptionValue } = require('internal/options');
const { validateBoolean, validateObject } = require('internal/validators');

// Files of one process are numbered through.
let sequence = 0;

// Kind.date.time.process.thread.number, in the folder that the command line names.
function diagnosticFilename(kind, extension) {
  const date = new Date();
  const two = (number) => `${number}`.padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  const number = `${++sequence}`.padStart(3, '0');
  const thread = ops.op_worker_thread_id();
  const name = `${kind}.${day}.${time}.${require('process').pid}.${thread}.${number}.${extension}`;
  const folder = getOptionValue('--diagnostic-dir');
  return folder ? require('path').join(folder, name) : name;
}

function snapshotOptions(options = {}) {
  validateObject(options, 'options');
  const { exposeInternals = false, exposeNumericValues = false } = options;
  validateBoolean(exposeInternals, 'options.exposeInternals');
  validateBoolean(exposeNumericValues, 'options.exposeNumericValues');
  return { exposeInternals, exposeNumericValues };
}

function getHeapSnapshot(options) {
  const { exposeInternals, exposeNumericValues } = snapshotOptions(options);
  const bytes = ops.op_v8_heap_snapshot('', exposeInternals, exposeNumericValues);
  const { HeapSnapshotStream } = require('internal/worker/heap_snapshot_stream');
  return new HeapSnapshotStream(bytes);
}

function writeHeapSnapshot(filename, options) {
  if (filename !== undefined) filename = `${require('internal/fs/utils').getValidatedPath(filename)}`;
  const { exposeInternals, exposeNumericValues } = snapshotOptions(options);
  filename ??= diagnosticFilename('Heap', 'heapsnapshot');
  ops.op_v8_heap_snapshot(filename, exposeInternals, exposeNumericValues);
  return filename;
}

// The names are made now: no JavaScript runs when the heap is nearly full.
function watchHeapLimit(count, extension = 'heapsnapshot') {
  const { resolve } = require('path');
  const paths = [];
  for (let i = 0; i < Math.min(count, 1000); i++) paths.push(resolve(diagnosticFilename('Heap', extension)));
  ops.op_v8_near_heap_limit(paths, extension === 'heapprofile');
}

module.exports = { diagnosticFilename, getHeapSnapshot, snapshotOptions, watchHeapLimit, writeHeapSnapshot };
