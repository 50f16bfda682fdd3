// Profiles of a worker, taken by its parent. https://nodejs.org/api/worker_threads.html#workerstartcpuprofileoptions
'use strict';

const { codes: { ERR_HEAP_PROFILE_HAVE_BEEN_STARTED, ERR_WORKER_NOT_RUNNING } } = require('internal/errors');
const {
  cpuProfileText,
  heapProfileText,
  normalizeCpuProfileOptions,
  normalizeHeapProfileOptions,
} = require('internal/v8/profilers');

let sessions = 0;

// `native` is the handle of the worker.
function ask(native, session, commands, last) {
  const messages = commands.map(({ 0: method, 1: params }) => JSON.stringify({ id: 1, method, params })).join('\n');
  return new Promise((resolve, reject) => {
    native.inspector(session, messages, last, (answer) => {
      const read = answer ? JSON.parse(answer) : undefined;
      if (read?.result === undefined) reject(new ERR_WORKER_NOT_RUNNING());
      else resolve(read.result);
    });
  });
}

// Two classes that differ by name only, neither of them the base of the other.
const handleClass = (name) => ({
  [name]: class {
    #promise;
    #take;

    constructor(take) {
      this.#take = take;
    }

    stop() {
      return this.#promise ??= this.#take();
    }

    async [Symbol.asyncDispose]() {
      await this.stop();
    }
  },
})[name];

const CPUProfileHandle = handleClass('CPUProfileHandle');
const HeapProfileHandle = handleClass('HeapProfileHandle');

async function startCpuProfile(isRunning, native, { samplingIntervalMicros, maxSamples }) {
  const session = ++sessions;
  const commands = [['Profiler.enable']];
  if (samplingIntervalMicros > 0) commands.push(['Profiler.setSamplingInterval', { interval: samplingIntervalMicros }]);
  await ask(native, session, [...commands, ['Profiler.start']], false);
  return new CPUProfileHandle(async () => {
    if (!isRunning()) throw new ERR_WORKER_NOT_RUNNING();
    const { profile } = await ask(native, session, [['Profiler.stop']], true);
    return cpuProfileText(profile, maxSamples);
  });
}

// The workers whose heap is being sampled: V8 does it for one profile at a time.
const sampled = new WeakSet();

async function startHeapProfile(isRunning, native, { sampleInterval, stackDepth, forceGC, major, minor }) {
  if (sampled.has(native)) throw new ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  sampled.add(native);
  const session = ++sessions;
  await ask(native, session, [
    ['HeapProfiler.enable'],
    ['HeapProfiler.startSampling', {
      samplingInterval: sampleInterval,
      stackDepth,
      includeObjectsCollectedByMajorGC: major,
      includeObjectsCollectedByMinorGC: minor,
    }],
  ], false);
  return new HeapProfileHandle(async () => {
    if (!isRunning()) throw new ERR_WORKER_NOT_RUNNING();
    sampled.delete(native);
    const collect = forceGC ? [['HeapProfiler.collectGarbage']] : [];
    const { profile } = await ask(native, session, [...collect, ['HeapProfiler.stopSampling']], true);
    return heapProfileText(profile);
  });
}

module.exports = { normalizeCpuProfileOptions, normalizeHeapProfileOptions, startCpuProfile, startHeapProfile };
