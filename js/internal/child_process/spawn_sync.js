// spawnSync and what is built on it.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#synchronous-process-creation
'use strict';

const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE },
  ErrnoException,
  genericNodeError,
} = require('internal/errors');
const { getValidStdio, signalNames } = require('internal/child_process');
const {
  MAX_BUFFER,
  normalizeExecArgs,
  normalizeExecFileArgs,
  normalizeSpawnArguments,
  sanitizeKillSignal,
  validateMaxBuffer,
  validateTimeout,
} = require('internal/child_process/options');
const { isArrayBufferView } = require('internal/util/types');
const process = require('process');

const SIGTERM = 15;

function inputOf(stdioEntry, options) {
  const input = stdioEntry.index === 0 && options.input !== undefined && options.input !== null ?
    options.input : stdioEntry.input;
  if (input === undefined || input === null) return undefined;
  if (isArrayBufferView(input)) return input;
  if (typeof input === 'string') return Buffer.from(input, options.encoding === 'buffer' ? undefined : options.encoding);
  throw new ERR_INVALID_ARG_TYPE(`options.stdio[${stdioEntry.index}]`, ['Buffer', 'TypedArray', 'DataView', 'string'],
                                 input);
}

function spawnSync(file, args, options) {
  options = { __proto__: null, maxBuffer: MAX_BUFFER, ...normalizeSpawnArguments(file, args, options) };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = sanitizeKillSignal(options.killSignal);

  const original = options.stdio || 'pipe';
  const { stdio } = getValidStdio(original, true);
  const fds = [];
  const inputs = [];
  stdio.forEach((entry, index) => {
    entry.index = index;
    if (Array.isArray(original) && (typeof original[index] === 'string' || isArrayBufferView(original[index])) &&
        !['pipe', 'overlapped', 'ignore', 'inherit', 'ipc'].includes(original[index])) {
      entry.input = original[index];
    }
    inputs.push(inputOf(entry, options));
    if (entry.type === 'ignore') fds.push(-1);
    else if (entry.type === 'inherit' || entry.type === 'fd') fds.push(entry.fd);
    else if (entry.type === 'wrap') fds.push(entry.handle.fd);
    else fds.push(-2);
  });

  const maxBuffer = Number.isFinite(options.maxBuffer) ? options.maxBuffer : -1;
  const { 0: errno, 1: pid, 2: code, 3: signal, 4: outputs } = ops.op_child_process_spawn_sync(
    options.file, options.args, options.cwd || undefined, options.envPairs, fds, options.detached,
    options.uid ?? -1, options.gid ?? -1, inputs, options.timeout ?? 0, maxBuffer, options.killSignal ?? SIGTERM);

  const result = { pid, output: null, signal: null, status: null };
  const started = pid !== 0;
  if (started) {
    result.status = signal ? null : code;
    result.signal = signal ? signalNames()[signal] : null;
    result.output = [];
    for (let i = 0; i < outputs.length; i++) {
      const bytes = i === 0 ? null : outputs[i];
      result.output.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
    if (options.encoding && options.encoding !== 'buffer') {
      for (let i = 0; i < result.output.length; i++) {
        if (result.output[i]) result.output[i] = result.output[i].toString(options.encoding);
      }
    }
  }
  const { output } = result;
  const ordered = { error: undefined, ...result, stdout: output?.[1] ?? null, stderr: output?.[2] ?? null };
  if (errno) {
    ordered.error = new ErrnoException(errno, `spawnSync ${options.file}`);
    ordered.error.path = options.file;
    ordered.error.spawnargs = options.args.slice(1);
  } else {
    delete ordered.error;
  }
  return ordered;
}

function checkExecSyncError(ret, args, cmd) {
  let err;
  if (ret.error) {
    err = ret.error;
    Object.assign(err, ret);
  } else if (ret.status !== 0) {
    let msg = 'Command failed: ';
    msg += cmd || args.join(' ');
    if (ret.stderr && ret.stderr.length > 0) msg += `\n${ret.stderr.toString()}`;
    err = genericNodeError(msg, ret);
  }
  return err;
}

function execFileSync(file, args, options) {
  ({ file, args, options } = normalizeExecFileArgs(file, args, options));
  const inheritStderr = !options.stdio;
  const ret = spawnSync(file, args, options);
  if (inheritStderr && ret.stderr) process.stderr.write(ret.stderr);
  const error = checkExecSyncError(ret, [options.argv0 || file, ...args]);
  if (error) throw error;
  return ret.stdout;
}

function execSync(command, options) {
  const opts = normalizeExecArgs(command, options, null);
  const inheritStderr = !opts.options.stdio;
  const ret = spawnSync(opts.file, opts.options);
  if (inheritStderr && ret.stderr) process.stderr.write(ret.stderr);
  const error = checkExecSyncError(ret, undefined, command);
  if (error) throw error;
  return ret.stdout;
}

module.exports = { execFileSync, execSync, spawnSync };
