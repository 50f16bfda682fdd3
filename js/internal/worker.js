// The class Worker, and what a worker knows of itself.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const EventEmitter = require('events');
const process = require('process');
const path = require('path');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_WORKER_INVALID_EXEC_ARGV,
    ERR_WORKER_NOT_RUNNING,
    ERR_WORKER_OUT_OF_MEMORY,
    ERR_WORKER_INIT_FAILED,
    ERR_WORKER_PATH,
    ERR_WORKER_UNSERIALIZABLE_ERROR,
  },
} = require('internal/errors');
const { validateArray, validateObject, validateString } = require('internal/validators');
const { isURL, fileURLToPath } = require('internal/url');
const { MessageChannel, receiveMessageOnPort } = require('internal/worker/io');
const { deserializeError } = require('internal/error_serdes');
const { messageTypes, ReadableWorkerStdio, WritableWorkerStdio } = require('internal/worker/stdio');

const isMainThread = ops.op_worker_is_main_thread();
const threadId = ops.op_worker_thread_id();
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

const kHandle = Symbol('kHandle');
const kPort = Symbol('kPort');
const kPublicPort = Symbol('kPublicPort');
const kOnExit = Symbol('kOnExit');
const kOnMessage = Symbol('kOnMessage');
const kDispose = Symbol('kDispose');
const kParentSideStdio = Symbol('kParentSideStdio');
const kIsOnline = Symbol('kIsOnline');
const kResourceLimits = Symbol('kResourceLimits');
const kOnCouldNotSerializeErr = Symbol('kOnCouldNotSerializeErr');
const kOnErrorMessage = Symbol('kOnErrorMessage');

let environmentData = new Map();

// Options that are the process's and not a thread's.
const processOnly = new Set(['--title', '--max-old-space-size', '--stack-size', '--expose-gc', '--v8-options',
                             '--version', '--help', '--secure-heap', '--abort-on-uncaught-exception', '--check',
                             '--eval', '--print', '--interactive']);

function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

function assignEnvironmentData(data) {
  if (data === undefined) return;
  environmentData = data;
}

// What becomes of `filename`: {url} for data: and file: URLs, {source} for eval, {path} otherwise.
function resolveFile(filename, options) {
  if (options.eval) {
    if (typeof filename !== 'string') throw new ERR_INVALID_ARG_VALUE('options.eval', options.eval,
                                                                      'must be false when \'filename\' is not a string');
    return { eval: 'classic', filename };
  }
  if (isURL(filename) && filename.protocol === 'data:') return { eval: 'module', filename: `import ${JSON.stringify(`${filename}`)}` };
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

function checkExecArgv(execArgv) {
  validateArray(execArgv, 'options.execArgv');
  const bad = execArgv.filter((flag) => processOnly.has(`${flag}`.split('=')[0]));
  if (bad.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(bad);
}

class Worker extends EventEmitter {
  constructor(filename, options = { __proto__: null }) {
    super();
    validateObject(options, 'options');
    if (options.execArgv) checkExecArgv(options.execArgv);
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

    const { port1, port2 } = new MessageChannel();
    const handle = new ops.Worker();
    handle.threadName = name;
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
    // Listening does not keep the parent alive: the running thread does.
    port1.unref();
    publicPort.unref();

    let stdin = null;
    if (options.stdin) stdin = new WritableWorkerStdio(this[kPort], 'stdin');
    const stdout = new ReadableWorkerStdio(this[kPort], 'stdout');
    if (!options.stdout) {
      stdout[require('internal/worker/stdio').kIncrementsPortRef] = false;
      pipeWithoutWarning(stdout, process.stdout);
    }
    const stderr = new ReadableWorkerStdio(this[kPort], 'stderr');
    if (!options.stderr) {
      stderr[require('internal/worker/stdio').kIncrementsPortRef] = false;
      pipeWithoutWarning(stderr, process.stderr);
    }
    this[kParentSideStdio] = { stdin, stdout, stderr };

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
      environmentData,
      publicPort: publicPeer,
      hasStdin: !!options.stdin,
      env: env && { ...env },
      shareEnv: options.env === SHARE_ENV,
      threadName: name,
      resourceLimits: this[kResourceLimits],
    }, transferList);

    const { values, execArgv } = threadOptions(options.execArgv);
    handle.onexit = (code, errorCode, errorMessage) => this[kOnExit](code, errorCode, errorMessage);
    // Starting it hands the port over.
    handle.start(JSON.stringify({
      main: 'worker_thread',
      argv: [process.execPath, file.eval ? '[worker eval]' : file.filename, ...argv ?? []],
      execArgv,
      execPath: process.execPath,
      values,
    }), port2, ...limits);

    // A message listener that comes later must find everything: the port starts on the next tick.
    publicPort.start();
    process.nextTick(() => process.emit('worker', this));
  }

  [kOnExit](code, errorCode, errorMessage) {
    // What the worker has sent is delivered before its end is told.
    drain(this[kPort], (message) => this[kOnMessage](message));
    drain(this[kPublicPort], (message) => this.emit('message', message));
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
        const readable = this[kParentSideStdio][message.stream];
        for (const { chunk, encoding } of message.chunks) readable.push(chunk, encoding);
        return;
      }
      case messageTypes.STDIO_WANTS_MORE_DATA:
        this[kParentSideStdio][message.stream]?.[require('internal/worker/stdio').kStdioWantsMoreDataCallback]();
    }
  }

  [kOnErrorMessage](form) {
    this.emit('error', deserializeError(form));
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
    if (!stdout.readableEnded) stdout.push(null);
    if (!stderr.readableEnded) stderr.push(null);
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
  }

  unref() {
    if (this[kHandle] === null) return;
    this[kHandle].unref();
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
    return this[kParentSideStdio].stdout;
  }

  get stderr() {
    return this[kParentSideStdio].stderr;
  }

  get resourceLimits() {
    return this[kHandle] === null ? {} : { ...this[kResourceLimits] };
  }

  getHeapSnapshot() {
    const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');
    const Reason = this[kHandle] === null ? ERR_WORKER_NOT_RUNNING : ERR_FEATURE_UNAVAILABLE_ON_PLATFORM;
    return Promise.reject(new Reason('worker.getHeapSnapshot'));
  }
}

function describeLimits([young, old, codeRange, stack], given) {
  if (!given) return { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 4144, codeRangeSizeMb: 0, stackSizeMb: 4 };
  return {
    maxYoungGenerationSizeMb: young || 48,
    maxOldGenerationSizeMb: old || 4144,
    codeRangeSizeMb: codeRange || 0,
    stackSizeMb: stack || 4,
  };
}

// The flags of execArgv that a thread may have of its own.
function threadOptions(execArgv) {
  const { getAllValues } = require('internal/options');
  const values = { ...getAllValues() };
  delete values['--eval'];
  delete values['--print'];
  delete values['--require'];
  delete values['--import'];
  if (!execArgv) {
    const own = getAllValues();
    if (own['--require']) values['--require'] = own['--require'];
    if (own['--import']) values['--import'] = own['--import'];
    return { values, execArgv: process.execArgv };
  }
  for (let i = 0; i < execArgv.length; i++) {
    const { 0: name, 1: value } = `${execArgv[i]}`.split('=');
    const long = name === '-r' ? '--require' : name;
    if (long === '--require' || long === '--import' || long === '--conditions') {
      (values[long] ??= []).push(value ?? `${execArgv[++i]}`);
    } else if (long.startsWith('--no-')) {
      values[`--${long.slice(5)}`] = false;
    } else {
      values[long] = value ?? true;
    }
  }
  return { values, execArgv };
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
  assignEnvironmentData,
  getEnvironmentData,
  isMainThread,
  ownsProcessState: isMainThread,
  setEnvironmentData,
  SHARE_ENV,
  threadId,
  threadName: isMainThread ? '' : undefined,
  resourceLimits: isMainThread ? {} : undefined,
  Worker,
};
