// v8.startCpuProfile() and v8.startHeapProfile(). https://nodejs.org/api/v8.html#v8startcpuprofileoptions
'use strict';

const { codes: { ERR_HEAP_PROFILE_HAVE_BEEN_STARTED } } = require('internal/errors');
const { validateBoolean, validateInteger, validateNumber, validateObject } = require('internal/validators');
const { Session } = require('internal/v8/session');

const kMaxUint32 = 2 ** 32 - 1;
const kMaxInterval = (2 ** 31 - 1) / 1000;

// The protocol writes the ids of scripts as text, V8's own profiles as numbers.
function numberScripts(node) {
  const { callFrame } = node;
  callFrame.scriptId = Number(callFrame.scriptId);
}

function cpuProfileText(profile, maxSamples) {
  profile.nodes.forEach(numberScripts);
  if (profile.samples.length > maxSamples) {
    profile.samples.length = maxSamples;
    profile.timeDeltas.length = maxSamples;
  }
  return JSON.stringify(profile);
}

function heapProfileText(profile) {
  const nodes = [profile.head];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    numberScripts(node);
    for (const child of node.children) nodes.push(child);
  }
  return JSON.stringify({ samples: profile.samples, head: profile.head });
}

class CpuProfile {
  #session = new Session();
  #maxSamples;

  constructor(samplingInterval, maxSamples) {
    this.#maxSamples = maxSamples;
    this.#session.post('Profiler.enable');
    if (samplingInterval > 0) this.#session.post('Profiler.setSamplingInterval', { interval: samplingInterval });
    this.#session.post('Profiler.start');
  }

  stop() {
    const { profile } = this.#session.post('Profiler.stop');
    this.#session.close();
    return cpuProfileText(profile, this.#maxSamples);
  }
}

class HeapProfile {
  #session = new Session();
  #forceGC;

  constructor({ sampleInterval, stackDepth, forceGC, major, minor }) {
    this.#forceGC = forceGC;
    this.#session.post('HeapProfiler.enable');
    this.#session.post('HeapProfiler.startSampling', {
      samplingInterval: sampleInterval,
      // The protocol knows no profile without a frame.
      stackDepth: Math.max(stackDepth, 1),
      includeObjectsCollectedByMajorGC: major,
      includeObjectsCollectedByMinorGC: minor,
    });
  }

  stop() {
    if (this.#forceGC) this.#session.collectGarbage();
    const { profile } = this.#session.post('HeapProfiler.stopSampling');
    this.#session.close();
    return heapProfileText(profile);
  }
}

// Milliseconds to V8's microseconds; 0 leaves the choice to V8.
function normalizeCpuProfileOptions(options = {}) {
  validateObject(options, 'options');
  const { sampleInterval, maxBufferSize } = options;
  if (sampleInterval !== undefined) validateNumber(sampleInterval, 'options.sampleInterval', 0, kMaxInterval);
  if (maxBufferSize !== undefined) validateInteger(maxBufferSize, 'options.maxBufferSize', 1, kMaxUint32);
  return {
    samplingIntervalMicros: sampleInterval === undefined ? 0 : Math.floor(sampleInterval * 1000),
    maxSamples: maxBufferSize ?? kMaxUint32,
  };
}

function normalizeHeapProfileOptions(options = {}) {
  validateObject(options, 'options');
  const {
    sampleInterval = 512 * 1024,
    stackDepth = 16,
    forceGC = false,
    includeObjectsCollectedByMajorGC = false,
    includeObjectsCollectedByMinorGC = false,
  } = options;
  validateInteger(sampleInterval, 'options.sampleInterval', 1);
  validateInteger(stackDepth, 'options.stackDepth', 0);
  validateBoolean(forceGC, 'options.forceGC');
  validateBoolean(includeObjectsCollectedByMajorGC, 'options.includeObjectsCollectedByMajorGC');
  validateBoolean(includeObjectsCollectedByMinorGC, 'options.includeObjectsCollectedByMinorGC');
  return {
    sampleInterval,
    stackDepth,
    forceGC,
    major: includeObjectsCollectedByMajorGC,
    minor: includeObjectsCollectedByMinorGC,
  };
}

class SyncCPUProfileHandle {
  #profile;

  constructor(profile) {
    this.#profile = profile;
  }

  stop() {
    const profile = this.#profile;
    this.#profile = undefined;
    return profile?.stop();
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

// V8 samples the heap for one profile at a time.
let heapProfile;

class SyncHeapProfileHandle {
  #stopped = false;

  stop() {
    if (this.#stopped) return undefined;
    this.#stopped = true;
    const profile = heapProfile;
    heapProfile = undefined;
    return profile.stop();
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

function startCpuProfile(options) {
  const { samplingIntervalMicros, maxSamples } = normalizeCpuProfileOptions(options);
  return new SyncCPUProfileHandle(new CpuProfile(samplingIntervalMicros, maxSamples));
}

function startHeapProfile(options) {
  const normal = normalizeHeapProfileOptions(options);
  if (heapProfile !== undefined) throw new ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  heapProfile = new HeapProfile(normal);
  return new SyncHeapProfileHandle();
}

module.exports = {
  CpuProfile,
  HeapProfile,
  cpuProfileText,
  heapProfileText,
  normalizeCpuProfileOptions,
  normalizeHeapProfileOptions,
  startCpuProfile,
  startHeapProfile,
};
