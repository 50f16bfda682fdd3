// Numbers about V8's heap. https://nodejs.org/api/v8.html#v8getheapstatistics
'use strict';

const { validateOneOf } = require('internal/validators');

// What op_v8_heap_numbers answers.
const kHeap = 0;
const kCode = 1;
const kSpace = 2;
const kMiscellaneous = 3;
const kCppHeap = 4;

const heapNames = [
  'total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size', 'used_heap_size',
  'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage', 'number_of_native_contexts',
  'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size', 'external_memory',
  'total_allocated_bytes',
];
const codeNames = [
  'code_and_metadata_size', 'bytecode_and_metadata_size', 'external_script_source_size', 'cpu_profiler_metadata_size',
];
const spaceNames = ['space_size', 'space_used_size', 'space_available_size', 'physical_space_size'];
const cppNames = ['committed_size_bytes', 'resident_size_bytes', 'used_size_bytes'];

const numbers = new Float64Array(heapNames.length);

function read(target, names, kind, index) {
  ops.op_v8_heap_numbers(kind, index, numbers);
  for (let i = 0; i < names.length; i++) target[names[i]] = numbers[i];
  return target;
}

function getHeapStatistics() {
  return read({}, heapNames, kHeap, 0);
}

function getHeapCodeStatistics() {
  return read({}, codeNames, kCode, 0);
}

function getHeapSpaceStatistics() {
  ops.op_v8_heap_numbers(kMiscellaneous, 0, numbers);
  const spaces = [];
  for (let i = 0, count = numbers[1]; i < count; i++) {
    spaces.push(read({ space_name: ops.op_v8_space_name(i) }, spaceNames, kSpace, i));
  }
  return spaces;
}

// V8 gives the details of this heap to nobody outside of it: both levels have the totals only.
function getCppHeapStatistics(type = 'detailed') {
  validateOneOf(type, 'type', ['brief', 'detailed']);
  const result = read({ __proto__: null }, cppNames, kCppHeap, 0);
  result.space_statistics = [];
  result.type_names = [];
  result.detail_level = type;
  return result;
}

function cachedDataVersionTag() {
  ops.op_v8_heap_numbers(kMiscellaneous, 0, numbers);
  return numbers[0];
}

module.exports = {
  cachedDataVersionTag,
  getCppHeapStatistics,
  getHeapCodeStatistics,
  getHeapSpaceStatistics,
  getHeapStatistics,
};
