// The class Worker, and what a worker knows of itself.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const EventEmitter = require('events');
const process = require('process');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_WORKER_NOT_RUNNING,
    ERR_WORKER_OUT_OF_MEMORY,
    ERR_WORKER_INIT_FAILED,
    ERR_WORKER_PATH,
    ERR_WORKER_UNSERIALIZABLE_ERROR,
  },
} = require('internal/errors');
const {
  validateArray,
  validateBoolean,
  validateNumber,
  validateObject,
  validateString,
} = require('internal/validators');
const { MessageChannel, receiveMessageOnPort } = require('internal/worker/io');
const { setupPortReferencing } = require('internal/worker/message_port');
const current = require('internal/worker/current');
const messageTypes = require('internal/worker/messages');

// A worker's own worker_threads loads this file too: what only a parent needs is required where it is used.
const { isMainThread } = current;
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

const kHandle = Symbol('kHandle');
const kPort = Symbol('kPort');
const kPublicPort = Symbol('kPublicPort');
const kOnExit = Symbol('kOnExit');
const kOnMessage = Symbol('kOnMessage');
const kDispose = Symbol('kDispose');
const kParentSideStdio = Symbol('kParentSideStdio');
const kLoopStartTime = Symbol('kLoopStartTime');
const kIsOnline = Symbol('kIsOnline');
const kResourceLimits = Symbol('kResourceLimits');
const kOnCouldNotSerializeErr = Symbol('kOnCouldNotSerializeErr');
const kOnErrorMessage = Symbol('kOnErrorMessage');

function getCwdCounter() {
  if (current.cwdCounter !== undefined) return current.cwdCounter;
  // A program may have deleted the name; the class is still there.
  const { SharedArrayBuffer = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer.constructor } =
    globalThis;
  const counter = new Uint32Array(new SharedArrayBuffer(4));
  current.cwdCounter = counter;
  const { chdir } = process;
  process.chdir = { chdir(directory) {
    Reflect.apply(chdir, process, [directory]);
    Atomics.add(counter, 0, 1);
  } }.chdir;
  return counter;
}

function setEnvironmentData(key, value) {
  if (value === undefined) current.environmentData.delete(key);
  else current.environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return current.environmentData.get(key);
}

// What becomes of `filename`: {url} for data: and file: URLs, {source} for eval, {path} otherwise.
function resolveFile(filename, options) {
  const path = require('path');
  const { isURL, fileURLToPath } = require('internal/url');
  if (options.eval) {
    if (typeof filename !== 'string') throw new ERR_INVALID_ARG_VALUE('options.eval', options.eval,
                                                                      'must be false when \'filename\' is not a string');
    return { eval: 'classic', filename };
  }
  if (isURL(filename) && filename.protocol === 'data:') return { eval: 'url', filename: `${filename}` };
  if (isURL(filename)) return { filename: fileURLToPath(filename) };
  if (typeof filename !== 'string') throw new ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) return { filename: path.resolve(filename) };
  throw new ERR_WORKER_PATH(filename);
}

function parseResourceLimits(limits) {
  const read = (name) => (typeof limits?.[name] === 'number' ? Math.max(limits[name], name === 'stackSizeMb' ? 0 : 2) : 0);
  return [read('maxYoungGenerationSizeMb'), read('maxOldGenerationSizeMb'), read('codeRangeSizeMb'),
          typeof limits?.stackSizeMb === 'number' ? limits.stackSizeMb : 0];
}

class Worker extends EventEmitter {
  constructor(filename, options = { __proto__: null }) {
    super();
    if (process.permission !== undefined) {
      require('internal/process/permission').assertGranted('worker', '--allow-worker');
    }
    if (options.execArgv) validateArray(options.execArgv, 'options.execArgv');
    let argv;
    if (options.argv) {
      validateArray(options.argv, 'options.argv');
      argv = options.argv.map(String);
    }
    const file = resolveFile(filename, options);

    let env;
    if (typeof options.env === 'object' && options.env !== null) {
      env = { ...options.env };
    } else if (options.env === undefined || options.env === null) {
      env = { ...process.env };
    } else if (options.env !== SHARE_ENV) {
      throw new ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'],
                                     options.env);
    }
    let name = 'WorkerThread';
    if (options.name) {
      validateString(options.name, 'options.name');
      name = options.name.trim();
    }

    const { values, execArgv } = require('internal/worker/exec_argv').threadOptions(options.execArgv || undefined,
                                               options.env !== SHARE_ENV ? env : undefined);
    if (isMainThread) {
      require('internal/worker/messaging').listenOnMainThread();
      // Threads may ask for its inspector.
      ops.op_v8_inspector('thread', '', 0, '');
    }

    const { port1, port2 } = new MessageChannel();
    const handle = new ops.Worker();
    handle.threadName = name;
    const hooks = require('internal/async_hooks');
    if (hooks.initHooksExist()) {
      hooks.emitInit(hooks.newAsyncId(), 'WORKER', hooks.getDefaultTriggerAsyncId(), handle);
    }
    this.performance = { eventLoopUtilization: eventLoopUtilization.bind(this) };
    this[kLoopStartTime] = -1;
    this[kHandle] = handle;
    this[kPort] = port1;
    port1.on('message', (data) => this[kOnMessage](data));
    port1.start();
    this[kIsOnline] = false;

    const { port1: publicPort, port2: publicPeer } = new MessageChannel();
    this[kPublicPort] = publicPort;
    for (const event of ['message', 'messageerror']) {
      publicPort.on(event, (message) => this.emit(event, message));
    }
    setupPortReferencing(publicPort, this, 'message');
    // Listening does not keep the parent alive: the running thread does.
    port1.unref();
    publicPort.unref();

    // The streams come into being when something is written or somebody asks.
    this[kParentSideStdio] = {
      stdin: options.stdin ? new (require('internal/worker/stdio').WritableWorkerStdio)(port1, 'stdin') : null,
      stdout: null,
      stderr: null,
      own: { stdout: !!options.stdout, stderr: !!options.stderr },
    };

    const limits = parseResourceLimits(options.resourceLimits);
    this[kResourceLimits] = describeLimits(limits, options.resourceLimits);

    const transferList = [publicPeer];
    if (options.transferList) {
      for (const item of options.transferList) transferList.push(item);
    }
    port1.postMessage({
      argv,
      type: messageTypes.LOAD_SCRIPT,
      filename: file.filename,
      doEval: file.eval,
      workerData: options.workerData,
      environmentData: current.environmentData,
      cwdCounter: getCwdCounter(),
      publicPort: publicPeer,
      hasStdin: !!options.stdin,
      trackUnmanagedFds: !!(options.trackUnmanagedFds ?? true),
      env: env && { ...env },
      shareEnv: options.env === SHARE_ENV,
      threadName: name,
      resourceLimits: this[kResourceLimits],
    }, transferList);

    const onexit = (code, errorCode, errorMessage) => this[kOnExit](code, errorCode, errorMessage);
    const inFrame = require('internal/core').getAsyncContext() !== undefined;
    handle.onexit = inFrame ? require('internal/async_context_frame').bind(onexit) : onexit;
    // Starting it hands the port over.
    handle.start(JSON.stringify({
      main: 'worker_thread',
      permission: process.permission !== undefined,
      record: !!(env ?? process.env).NODE_V8_COVERAGE || !!values['--cpu-prof'] || !!values['--heap-prof'] ||
        values['--heapsnapshot-near-heap-limit'] > 0,
      trace: ops.op_trace_events_get() !== '' && `${name}`,
      argv: [process.execPath, file.eval ? '[worker eval]' : file.filename, ...argv ?? []],
      execArgv,
      execPath: process.execPath,
      values,
    }), port2, ...limits);

    // A message listener that comes later must find everything: the port starts on the next tick.
    publicPort.start();
    process.nextTick(() => process.emit('worker', this));
    require('internal/diagnostics_channel/if_loaded').channelInUse('worker_threads')?.publish({ worker: this });
  }

  [kOnExit](code, errorCode, errorMessage) {
    // What the worker has sent is delivered before its end is told.
    drain(this[kPort], (message) => this[kOnMessage](message));
    drain(this[kPublicPort], (message) => this.emit('message', message));
    this[kPublicPort].unref();
    this[kPublicPort].close();
    this[kDispose]();

    let error;
    if (errorCode === 'ERR_WORKER_OUT_OF_MEMORY') error = new ERR_WORKER_OUT_OF_MEMORY(errorMessage.split(': ').at(-1));
    else if (errorCode !== undefined) error = new ERR_WORKER_INIT_FAILED(errorMessage);
    if (error) this.emit('error', error);
    this.emit('exit', code);
  }

  [kOnMessage](message) {
    switch (message.type) {
      case messageTypes.UP_AND_RUNNING:
        this[kIsOnline] = true;
        this.emit('online');
        return;
      case messageTypes.COULD_NOT_SERIALIZE_ERROR:
        this[kOnCouldNotSerializeErr]();
        return;
      case messageTypes.ERROR_MESSAGE:
        this[kOnErrorMessage](message.error);
        return;
      case messageTypes.STDIO_PAYLOAD: {
        const readable = readableOf(this, message.stream);
        for (const { chunk, encoding } of message.chunks) readable.push(chunk, encoding);
        return;
      }
      case messageTypes.STDIO_WANTS_MORE_DATA:
        this[kParentSideStdio][message.stream]?.[require('internal/worker/stdio').kStdioWantsMoreDataCallback]();
    }
  }

  [kOnErrorMessage](form) {
    this.emit('error', require('internal/error_serdes').deserializeError(form));
  }

  [kOnCouldNotSerializeErr]() {
    this.emit('error', new ERR_WORKER_UNSERIALIZABLE_ERROR());
  }

  [kDispose]() {
    this[kHandle].onexit = null;
    this[kHandle] = null;
    this[kPort].close();
    this[kPort] = null;
    this[kPublicPort] = null;
    const { stdout, stderr } = this[kParentSideStdio];
    if (stdout !== null && !stdout.readableEnded) stdout.push(null);
    if (stderr !== null && !stderr.readableEnded) stderr.push(null);
  }

  postMessage(...args) {
    if (this[kPublicPort] === null) return;
    Reflect.apply(this[kPublicPort].postMessage, this[kPublicPort], args);
  }

  terminate(callback) {
    this.ref();
    if (typeof callback === 'function') {
      process.emitWarning(
        'Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.',
        'DeprecationWarning', 'DEP0132');
      if (this[kHandle] === null) return Promise.resolve();
      this.once('exit', (exitCode) => callback(null, exitCode));
    }
    if (this[kHandle] === null) return Promise.resolve();
    this[kHandle].stopThread();
    // A listener would stand between the program's own and their order.
    return new Promise((resolve) => {
      this.once('exit', resolve);
    });
  }

  async [Symbol.asyncDispose]() {
    await this.terminate();
  }

  ref() {
    if (this[kHandle] === null) return;
    this[kHandle].ref();
    this[kPublicPort].ref();
  }

  unref() {
    if (this[kHandle] === null) return;
    this[kHandle].unref();
    this[kPublicPort].unref();
  }

  get threadId() {
    if (this[kHandle] === null) return -1;
    return this[kHandle].threadId;
  }

  get threadName() {
    if (this[kHandle] === null) return null;
    return this[kHandle].threadName;
  }

  get stdin() {
    return this[kParentSideStdio].stdin;
  }

  get stdout() {
    return readableOf(this, 'stdout');
  }

  get stderr() {
    return readableOf(this, 'stderr');
  }

  get resourceLimits() {
    return this[kHandle] === null ? {} : { ...this[kResourceLimits] };
  }

  getHeapSnapshot(options) {
    if (options === undefined) options = { __proto__: null };
    validateObject(options, 'options');
    for (const name of ['exposeInternals', 'exposeNumericValues']) {
      if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
    }
    return ask(this, 'heapSnapshot', (bytes) => {
      const { HeapSnapshotStream } = require('internal/worker/heap_snapshot_stream');
      return new HeapSnapshotStream(bytes);
    });
  }

  getHeapStatistics() {
    return ask(this, 'heapStatistics', (numbers) => {
      const statistics = {};
      for (let i = 0; i < heapStatisticsNames.length; i++) statistics[heapStatisticsNames[i]] = numbers[i];
      return statistics;
    });
  }

  cpuUsage(prev) {
    if (prev) {
      validateObject(prev, 'prev');
      validateNumber(prev.user, 'prev.user', 0, Number.MAX_SAFE_INTEGER);
      validateNumber(prev.system, 'prev.system', 0, Number.MAX_SAFE_INTEGER);
    }
    const usage = this[kHandle]?.cpuUsage();
    if (usage === undefined) return Promise.reject(new ERR_WORKER_NOT_RUNNING());
    const { 0: user, 1: system } = usage;
    if (!prev) return Promise.resolve({ user, system });
    return Promise.resolve({ user: Math.max(user - prev.user, 0), system: Math.max(system - prev.system, 0) });
  }

  startCpuProfile(options) {
    return startProfile(this, 'Cpu', options);
  }

  startHeapProfile(options) {
    return startProfile(this, 'Heap', options);
  }
}

function startProfile(worker, kind, options) {
  const profiles = require('internal/worker/profile');
  const normal = profiles[`normalize${kind}ProfileOptions`](options);
  const native = worker[kHandle];
  if (native === null) return Promise.reject(new ERR_WORKER_NOT_RUNNING());
  return profiles[`start${kind}Profile`](() => worker[kHandle] !== null, native, normal);
}

const heapStatisticsNames = [
  'total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size', 'used_heap_size',
  'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage', 'number_of_native_contexts',
  'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size', 'external_memory',
];

// Asks the running thread by a method of its handle; `read` makes the result of what it answers.
function ask(worker, method, read) {
  if (worker[kHandle] === null) return Promise.reject(new ERR_WORKER_NOT_RUNNING());
  return new Promise((resolve, reject) => {
    worker[kHandle][method]((answer) => {
      if (answer === undefined) reject(new ERR_WORKER_NOT_RUNNING());
      else resolve(read(answer));
    });
  });
}

// worker.performance.eventLoopUtilization(), called with the Worker as `this`.
function eventLoopUtilization(util1, util2) {
  const { internalEventLoopUtilization } = require('internal/perf/event_loop_utilization');
  if (this[kHandle] === null) return { idle: 0, active: 0, utilization: 0 };
  const now = ops.op_perf_now();
  const { 0: start, 1: idle } = this[kHandle].loopTimes(now);
  if (start === -1) return { idle: 0, active: 0, utilization: 0 };
  return internalEventLoopUtilization(start, idle, util1, util2, now);
}

function describeLimits([young, old, codeRange, stack], given) {
  if (!given) return { maxYoungGenerationSizeMb: 96, maxOldGenerationSizeMb: 4096, codeRangeSizeMb: 0, stackSizeMb: 4 };
  return {
    maxYoungGenerationSizeMb: young || 96,
    maxOldGenerationSizeMb: old || 4096,
    codeRangeSizeMb: codeRange || 0,
    stackSizeMb: stack || 4,
  };
}

// worker.stdout or worker.stderr, made at the first use.
function readableOf(worker, name) {
  const stdio = worker[kParentSideStdio];
  if (stdio[name] !== null) return stdio[name];
  const { kIncrementsPortRef, ReadableWorkerStdio } = require('internal/worker/stdio');
  const port = worker[kPort];
  const stream = new ReadableWorkerStdio(port, name);
  stdio[name] = stream;
  if (port === null) stream.push(null);
  if (!stdio.own[name]) {
    stream[kIncrementsPortRef] = false;
    pipeWithoutWarning(stream, process[name]);
    // It flows from now on: what is pushed next is written at once, before the worker's end is told.
    stream.read(0);
  }
  return stream;
}

function drain(port, deliver) {
  let message;
  while ((message = receiveMessageOnPort(port)) !== undefined) deliver(message.message);
}

function pipeWithoutWarning(source, dest) {
  const sourceMax = source._maxListeners;
  const destMax = dest._maxListeners;
  source.setMaxListeners(Infinity);
  dest.setMaxListeners(Infinity);
  source.pipe(dest);
  source._maxListeners = sourceMax;
  dest._maxListeners = destMax;
}

module.exports = {
  getEnvironmentData,
  isMainThread,
  ownsProcessState: isMainThread,
  setEnvironmentData,
  SHARE_ENV,
  threadId: current.threadId,
  Worker,
};
