// The methods of process that each thread may call. https://nodejs.org/api/process.html
'use strict';

const {
  ArrayPrototypePush,
  BigUint64Array,
  Float64Array,
  FunctionPrototypeCall,
  NumberMAX_SAFE_INTEGER,
  ObjectEntries,
  ReflectApply,
  StringPrototypeIncludes,
  SymbolFor,
  Uint32Array,
} = primordials;

const { codes } = require('internal/errors');
const { validateArray, validateNumber, validateObject, validateString } = require('internal/validators');
const process = require('process');

// Made when they are first needed: typed arrays that share a buffer do not survive a snapshot.
let hrValues;
let hrBigint;

function readClock(asBigInt) {
  if (hrValues === undefined) {
    hrValues = new Uint32Array(3);
    hrBigint = new BigUint64Array(hrValues.buffer, 0, 1);
  }
  ops.op_process_hrtime(hrValues, asBigInt);
}

function hrtime(time) {
  readClock(false);
  const seconds = hrValues[0] * 0x100000000 + hrValues[1];
  if (time === undefined) return [seconds, hrValues[2]];

  validateArray(time, 'time');
  if (time.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, time.length);
  const sec = seconds - time[0];
  const nsec = hrValues[2] - time[1];
  return nsec < 0 ? [sec - 1, nsec + 1e9] : [sec, nsec];
}

function hrtimeBigInt() {
  readClock(true);
  return hrBigint[0];
}

const cpuValues = new Float64Array(2);

function checkPrevious(value, name) {
  if (typeof value === 'number' && value >= 0 && value <= NumberMAX_SAFE_INTEGER) return;
  validateNumber(value, name);
  throw new codes.ERR_INVALID_ARG_VALUE.RangeError(name, value);
}

function cpuDifference(prevValue) {
  if (prevValue) return { user: cpuValues[0] - prevValue.user, system: cpuValues[1] - prevValue.system };
  return { user: cpuValues[0], system: cpuValues[1] };
}

function checkPreviousUsage(prevValue) {
  if (!prevValue) return;
  // If this is no object of ours at all, the complaint is about the argument itself.
  if (typeof prevValue.user !== 'number') validateObject(prevValue, 'prevValue');
  checkPrevious(prevValue.user, 'prevValue.user');
  checkPrevious(prevValue.system, 'prevValue.system');
}

function cpuUsage(prevValue) {
  checkPreviousUsage(prevValue);
  ops.op_process_cpu_usage(cpuValues);
  return cpuDifference(prevValue);
}

function threadCpuUsage(prevValue) {
  checkPreviousUsage(prevValue);
  ops.op_process_thread_cpu_usage(cpuValues);
  return cpuDifference(prevValue);
}

const memoryValues = new Float64Array(5);

function memoryUsage() {
  ops.op_process_memory_usage(memoryValues);
  return {
    rss: memoryValues[0],
    heapTotal: memoryValues[1],
    heapUsed: memoryValues[2],
    external: memoryValues[3],
    arrayBuffers: memoryValues[4],
  };
}

memoryUsage.rss = function rss() {
  return ops.op_process_rss();
};

const resourceValues = new Float64Array(16);

function resourceUsage() {
  ops.op_process_resource_usage(resourceValues);
  return {
    userCPUTime: resourceValues[0],
    systemCPUTime: resourceValues[1],
    maxRSS: resourceValues[2],
    sharedMemorySize: resourceValues[3],
    unsharedDataSize: resourceValues[4],
    unsharedStackSize: resourceValues[5],
    minorPageFault: resourceValues[6],
    majorPageFault: resourceValues[7],
    swappedOut: resourceValues[8],
    fsRead: resourceValues[9],
    fsWrite: resourceValues[10],
    ipcSent: resourceValues[11],
    ipcReceived: resourceValues[12],
    signalsCount: resourceValues[13],
    voluntaryContextSwitches: resourceValues[14],
    involuntaryContextSwitches: resourceValues[15],
  };
}

function constrainedMemory() {
  return ops.op_process_constrained_memory();
}

function availableMemory() {
  return ops.op_process_available_memory();
}

function uptime() {
  return ops.op_perf_now() / 1000;
}

function _rawDebug(...args) {
  const { format } = require('internal/util/inspect');
  ops.op_process_raw_debug(`${ReflectApply(format, null, args)}\n`);
}

function reallyExit(code) {
  if (require('internal/options').getOptionValue('--trace-exit')) require('internal/process/trace_exit').traceExit(code | 0);
  ops.op_process_really_exit(code | 0);
}

// A method, so that it has no prototype and is no constructor: in Node it is native.
const { abort } = {
  abort() {
    ops.op_process_abort();
  },
};

function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', process.exitCode || 0);
  }
  // An 'exit' listener may have replaced it, or changed the code.
  process.reallyExit(process.exitCode || 0);
  // In a worker that only asks V8 to terminate, which V8 does at the entry of the next function.
  nothing();
}

function nothing() {}

function _kill(pid, signal) {
  return ops.op_process_kill(pid, signal);
}

function kill(pid, sig) {
  if (pid != (pid | 0)) throw new codes.ERR_INVALID_ARG_TYPE('pid', 'number', pid);

  let err;
  if (sig === (sig | 0)) {
    // Through the property: programs replace it.
    err = process._kill(pid, sig);
  } else {
    sig ||= 'SIGTERM';
    const { signals } = require('os').constants;
    if (!signals[sig]) throw new codes.ERR_UNKNOWN_SIGNAL(sig);
    err = process._kill(pid, signals[sig]);
  }
  if (err) {
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(err, 'kill');
  }
  return true;
}

const hasNul = (text) => StringPrototypeIncludes(text, '\u0000');

function execve(execPath, args = [], env = process.env) {
  require('internal/util').emitExperimentalWarning('process.execve');
  if (!require('internal/worker').isMainThread) {
    throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION('Calling process.execve');
  }
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] !== 'string' || hasNul(args[i])) {
      throw new codes.ERR_INVALID_ARG_VALUE(`args[${i}]`, args[i], 'must be a string without null bytes');
    }
  }
  validateObject(env, 'env');
  const list = [];
  for (const { 0: key, 1: value } of ObjectEntries(env)) {
    if (typeof value !== 'string' || hasNul(key) || hasNul(value)) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'env', env, 'must be an object with string keys and values without null bytes');
    }
    ArrayPrototypePush(list, `${key}=${value}`);
  }

  const channel = require('diagnostics_channel').channel('process.execve');
  if (channel.hasSubscribers) channel.publish({ execPath, args, env: list });
  try {
    ops.op_process_execve(execPath, args, list);
  } catch (err) {
    if (err.code === 'ERR_ACCESS_DENIED') throw err;
    // The descriptors were already changed for the new program, so there is no way back.
    ops.op_process_raw_debug(`process.execve failed with error code ${err.code}\n`);
    const holder = {};
    Error.captureStackTrace(holder, execve);
    ops.op_process_raw_debug(`${holder.stack}\n`);
    ops.op_process_abort();
  }
}

// The default gives the function a length of 0, as in Node.
function loadEnvFile(path = undefined) {
  if (path === undefined || path === null) path = '.env';
  else path = require('internal/fs/utils').getValidatedPath(path);
  const content = require('fs').readFileSync(path, 'utf8');
  const parsed = require('internal/dotenv').parseEnv(content);
  const { env } = process;
  // What the environment already has wins.
  for (const { 0: key, 1: value } of ObjectEntries(parsed)) {
    if (env[key] === undefined) env[key] = value;
  }
}

function ref(maybeRefable) {
  if (maybeRefable === null || maybeRefable === undefined) return;
  const fn = maybeRefable[SymbolFor('nodejs.ref')] || maybeRefable.ref;
  if (typeof fn === 'function') FunctionPrototypeCall(fn, maybeRefable);
}

function unref(maybeRefable) {
  if (maybeRefable === null || maybeRefable === undefined) return;
  const fn = maybeRefable[SymbolFor('nodejs.unref')] || maybeRefable.unref;
  if (typeof fn === 'function') FunctionPrototypeCall(fn, maybeRefable);
}

module.exports = {
  _kill,
  _rawDebug,
  abort,
  availableMemory,
  constrainedMemory,
  cpuUsage,
  execve,
  exit,
  hrtime,
  hrtimeBigInt,
  kill,
  loadEnvFile,
  memoryUsage,
  reallyExit,
  ref,
  resourceUsage,
  threadCpuUsage,
  unref,
  uptime,
};
