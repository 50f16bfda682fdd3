// The globals that Node has besides the language's own. The value of a heavy one is made when it is first read.
// https://nodejs.org/docs/latest-v26.x/api/globals.html
'use strict';

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, SymbolToStringTag } = primordials;

const { defineLazy } = require('bootstrap/lazy_values');

function define(target, name, value, enumerable = false) {
  ObjectDefineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

// Builtins whose classes are globals, in the order in which Node lists the names.
const lazyClasses = [
  ['internal/url', ['URL', 'URLSearchParams', 'URLPattern']],
  ['web/dom_exception', ['DOMException', 'QuotaExceededError']],
  ['internal/abort_controller', ['AbortController', 'AbortSignal']],
  ['internal/event_target', ['Event', 'EventTarget', 'CustomEvent']],
  ['internal/encoding', ['TextEncoder', 'TextDecoder']],
  ['stream/web', [
    'TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
    'WritableStreamDefaultWriter', 'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader',
    'ReadableStreamBYOBRequest', 'ReadableByteStreamController', 'ReadableStreamDefaultController',
    'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream',
    'DecompressionStream',
  ]],
  ['internal/worker/io', ['BroadcastChannel', 'MessageChannel', 'MessagePort']],
  ['internal/blob', ['Blob']],
  ['internal/file', ['File']],
  ['perf_hooks', [
    'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
    'PerformanceObserverEntryList', 'PerformanceResourceTiming',
  ]],
  ['web/message_event', ['MessageEvent', 'CloseEvent', 'ErrorEvent']],
  ['web/fetch', ['FormData', 'Headers', 'Request', 'Response']],
  ['web/navigator', ['Navigator']],
  ['web/storage', ['Storage']],
  ['web/websocket', ['WebSocket']],
  ['internal/crypto/webcrypto', ['Crypto', 'CryptoKey', 'SubtleCrypto']],
];

const lazyFunctions = [
  ['internal/structured_clone', ['structuredClone']],
  ['buffer', ['atob', 'btoa']],
  ['web/fetch', ['fetch']],
];

// Runs while the snapshot is made. A class whose builtin does not exist stays away.
function install(target) {
  const timers = require('timers');
  ObjectDefineProperty(target, SymbolToStringTag, {
    __proto__: null, value: 'global', writable: false, enumerable: false, configurable: true,
  });
  // V8 has it, ECMA-402 has not.
  delete target.Intl?.v8BreakIterator;
  defineLazy(target, ['internal/console/global', ['console']]);
  accessor(target, 'process', () => require('process'));
  define(target, 'global', target, true);
  accessor(target, 'Buffer', () => require('buffer').Buffer);
  define(target, 'clearImmediate', timers.clearImmediate, true);
  define(target, 'setImmediate', timers.setImmediate, true);
  for (const entry of lazyClasses) {
    if (ops.op_builtins_exists(entry[0])) defineLazy(target, entry);
  }
  define(target, 'clearInterval', timers.clearInterval, true);
  define(target, 'clearTimeout', timers.clearTimeout, true);
  define(target, 'setInterval', timers.setInterval, true);
  define(target, 'setTimeout', timers.setTimeout, true);
  define(target, 'queueMicrotask', require('internal/process/task_queues').queueMicrotask, true);
  for (const entry of lazyFunctions) {
    if (ops.op_builtins_exists(entry[0])) defineLazy(target, entry, true);
  }
  if (!ops.op_builtins_exists('web/fetch')) define(target, 'fetch', fetchUnavailable, true);
  if (ops.op_builtins_exists('perf_hooks')) lazyAccessor(target, 'performance', () => require('perf_hooks').performance, true);
  if (ops.op_builtins_exists('web/navigator')) {
    lazyAccessor(target, 'navigator', () => require('web/navigator').navigator, false);
  }
  lazyAccessor(target, 'crypto', () => require('internal/crypto/webcrypto').crypto, false);
  lazyAccessor(target, 'sessionStorage', () => require('web/storage').sessionStorage(), true, false);
  lazyAccessor(target, 'localStorage', () => require('web/storage').localStorage(), true, false);
}

async function fetchUnavailable() {
  const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('fetch');
}

// Node keeps these two as accessors, so that a program may replace them.
function accessor(target, name, load) {
  let value;
  ObjectDefineProperty(target, name, {
    __proto__: null,
    get() {
      return value ??= load();
    },
    set(replacement) {
      value = replacement;
    },
    enumerable: false,
    configurable: true,
  });
}

function lazyAccessor(target, name, load, writable, enumerable = true) {
  // The functions are called `get x` and `set x`.
  const { get, set } = ObjectGetOwnPropertyDescriptor({
    get [name]() { return load(); },
    set [name](value) { define(target, name, value, enumerable); },
  }, name);
  ObjectDefineProperty(target, name, {
    __proto__: null, get, set: writable ? set : undefined, enumerable, configurable: true,
  });
}

module.exports = { define, install };
