// node:v8. https://nodejs.org/api/v8.html
'use strict';

const { kEmptyObject } = require('internal/util');
const { validateString, validateUint32 } = require('internal/validators');
const {
  cachedDataVersionTag,
  getCppHeapStatistics,
  getHeapCodeStatistics,
  getHeapSpaceStatistics,
  getHeapStatistics,
} = require('internal/v8/heap_statistics');
const {
  DefaultDeserializer,
  DefaultSerializer,
  Deserializer,
  Serializer,
  deserialize,
  serialize,
} = require('internal/v8/serdes');
const { GCProfiler } = require('internal/v8/gc_profiler');
const { createHook, onInit, onBefore, onAfter, onSettled } = require('internal/promise_hooks');
const { namespace: startupSnapshot } = require('internal/v8/startup_snapshot');

function getHeapSnapshot(options) {
  return require('internal/heap_utils').getHeapSnapshot(options);
}

function writeHeapSnapshot(filename, options) {
  return require('internal/heap_utils').writeHeapSnapshot(filename, options);
}

function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  // Not V8 aborts but what deals with the exception, so that a capture callback comes first.
  if (/^--abort[-_]on[-_]uncaught[-_]exception$/.test(flags)) {
    require('internal/options').setOptions({ '--abort-on-uncaught-exception': true });
    return;
  }
  ops.op_v8_flags(flags);
}

let snapshotNearHeapLimit = false;

function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  if (snapshotNearHeapLimit || require('internal/options').getOptionValue('--heapsnapshot-near-heap-limit') > 0) return;
  snapshotNearHeapLimit = true;
  require('internal/heap_utils').watchHeapLimit(limit);
}

let profileNearHeapLimit = false;

// What is written is the profile of v8.startHeapProfile(); where none has begun, nothing.
function setHeapProfileNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  if (profileNearHeapLimit) return;
  profileNearHeapLimit = true;
  require('internal/heap_utils').watchHeapLimit(limit, 'heapprofile');
}

function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return ops.op_v8_is_one_byte(content);
}

function queryObjects(ctor, options = kEmptyObject) {
  return require('internal/v8/query_objects').queryObjects(ctor, options);
}

function startCpuProfile(options) {
  return require('internal/v8/profilers').startCpuProfile(options);
}

function startHeapProfile(options) {
  return require('internal/v8/profilers').startHeapProfile(options);
}

// Without NODE_V8_COVERAGE there is nothing to write.
function takeCoverage() {
  require('internal/process/recording').tellMaps();
  ops.op_v8_record('take', '', 0);
}

function stopCoverage() {
  ops.op_v8_record('stop', '', 0);
}

module.exports = {
  cachedDataVersionTag,
  getHeapSnapshot,
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  getCppHeapStatistics,
  setFlagsFromString,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize,
  takeCoverage,
  stopCoverage,
  serialize,
  writeHeapSnapshot,
  promiseHooks: { createHook, onInit, onBefore, onAfter, onSettled },
  queryObjects,
  startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  setHeapProfileNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile,
  startHeapProfile,
};
