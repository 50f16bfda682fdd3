// node:child_process. https://nodejs.org/docs/latest-v26.x/api/child_process.html
'use strict';

const { Buffer } = require('buffer');
const process = require('process');
const { assignFunctionName, promisify } = require('internal/util');
const {
  AbortError,
  codes: {
    ERR_CHILD_PROCESS_IPC_REQUIRED,
    ERR_CHILD_PROCESS_STDIO_MAXBUFFER,
    ERR_INVALID_ARG_TYPE,
  },
  genericNodeError,
} = require('internal/errors');
const { ChildProcess, stdioStringToArray } = require('internal/child_process');
const {
  MAX_BUFFER,
  normalizeExecArgs,
  normalizeExecFileArgs,
  normalizeSpawnArguments,
  sanitizeKillSignal,
  validateMaxBuffer,
  validateTimeout,
} = require('internal/child_process/options');
const { validateArgumentNullCheck, validateArgumentsNullCheck } = require('internal/child_process/null_check');
const { validateAbortSignal, validateObject } = require('internal/validators');

function spawn(file, args, options) {
  options = normalizeSpawnArguments(file, args, options);
  validateTimeout(options.timeout);
  validateAbortSignal(options.signal, 'options.signal');
  const killSignal = sanitizeKillSignal(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);

  if (options.timeout > 0) {
    const { clearTimeout, setTimeout } = require('timers');
    let timeoutId = setTimeout(() => {
      if (timeoutId) {
        try {
          child.kill(killSignal);
        } catch (err) {
          child.emit('error', err);
        }
        timeoutId = null;
      }
    }, options.timeout);
    child.once('exit', () => {
      if (timeoutId) {
        clearTimeout(timeoutId);
        timeoutId = null;
      }
    });
  }

  if (options.signal) {
    const { signal } = options;
    const onAbort = () => abortChildProcess(child, killSignal, signal.reason);
    if (signal.aborted) {
      process.nextTick(onAbort);
    } else {
      const { addAbortListener } = require('internal/events/abort_listener');
      const disposable = addAbortListener(signal, onAbort);
      child.once('exit', disposable[Symbol.dispose]);
    }
  }
  return child;
}

function abortChildProcess(child, killSignal, reason) {
  if (!child) return;
  try {
    if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: reason }));
  } catch (err) {
    child.emit('error', err);
  }
}

function fork(modulePath, args = [], options) {
  modulePath = require('internal/fs/utils').getValidatedPath(modulePath, 'modulePath');
  let execArgv;
  if (args === undefined || args === null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else if (!Array.isArray(args)) {
    throw new ERR_INVALID_ARG_TYPE('args', 'Array', args);
  }
  if (options !== undefined && options !== null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath = options.execPath || process.execPath;
  validateArgumentNullCheck(options.execPath, 'options.execPath');

  execArgv = options.execArgv || process.execArgv;
  validateArgumentsNullCheck(execArgv, 'options.execArgv');
  if (execArgv === process.execArgv && process._eval !== undefined && process._eval !== null) {
    // The text of -e is not for the child.
    const index = execArgv.lastIndexOf(process._eval);
    if (index > 0) {
      execArgv = execArgv.slice();
      execArgv.splice(index - 1, 2);
    }
  }
  args = [...execArgv, modulePath, ...args];

  if (typeof options.stdio === 'string') {
    options.stdio = stdioStringToArray(options.stdio, 'ipc');
  } else if (!options.stdio) {
    options.stdio = stdioStringToArray(options.silent ? 'pipe' : 'inherit', 'ipc');
  } else if (!options.stdio.includes('ipc')) {
    throw new ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  }
  return spawn(options.execPath, args, options);
}

function exec(command, options, callback) {
  const opts = normalizeExecArgs(command, options, callback);
  return module.exports.execFile(opts.file, opts.options, opts.callback);
}

function execFile(file, args, options, callback) {
  ({ file, args, options, callback } = normalizeExecFileArgs(file, args, options, callback));
  options = {
    __proto__: null,
    encoding: 'utf8',
    timeout: 0,
    maxBuffer: MAX_BUFFER,
    killSignal: 'SIGTERM',
    cwd: null,
    env: null,
    shell: false,
    ...options,
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = sanitizeKillSignal(options.killSignal);

  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    gid: options.gid,
    shell: options.shell,
    signal: options.signal,
    uid: options.uid,
    windowsHide: !!options.windowsHide,
    windowsVerbatimArguments: !!options.windowsVerbatimArguments,
  });

  const encoding = options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding) ? options.encoding : null;
  const _stdout = [];
  const _stderr = [];
  let killed = false;
  let exited = false;
  let timeoutId;
  let ex = null;
  let cmd = file;

  function join(list, stream) {
    if (encoding || stream?.readableEncoding) return list.join('');
    return Buffer.concat(list);
  }

  function exithandler(code = 0, signal) {
    if (exited) return;
    exited = true;
    if (timeoutId) {
      require('timers').clearTimeout(timeoutId);
      timeoutId = null;
    }
    if (!callback) return;

    const stdout = child.stdout ? join(_stdout, child.stdout) : (encoding ? '' : Buffer.alloc(0));
    const stderr = child.stderr ? join(_stderr, child.stderr) : (encoding ? '' : Buffer.alloc(0));
    if (!ex && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    if (args?.length) cmd += ` ${args.join(' ')}`;
    if (!ex) {
      const { getSystemErrorName } = require('util');
      ex = genericNodeError(`Command failed: ${cmd}\n${stderr}`, {
        code: code < 0 ? getSystemErrorName(code) : code,
        killed: child.killed || killed,
        signal,
      });
    }
    ex.cmd = cmd;
    callback(ex, stdout, stderr);
  }

  function errorhandler(error) {
    ex = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    exithandler();
  }

  function kill() {
    child.stdout?.destroy();
    child.stderr?.destroy();
    killed = true;
    try {
      child.kill(options.killSignal);
    } catch (error) {
      if (!ex) ex = error;
      exithandler();
    }
  }

  if (options.timeout > 0) {
    timeoutId = require('timers').setTimeout(() => {
      kill();
      timeoutId = null;
    }, options.timeout);
  }

  function collect(stream, list, name) {
    if (!stream) return;
    if (encoding) stream.setEncoding(encoding);
    let length = 0;
    stream.on('data', (chunk) => {
      const chunkLength = stream.readableEncoding ? Buffer.byteLength(chunk, stream.readableEncoding) : chunk.length;
      const room = options.maxBuffer - length;
      length += chunkLength;
      if (length > options.maxBuffer) {
        // Bytes are counted and characters are cut, as Node does.
        list.push(chunk.slice(0, room));
        ex = new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
        kill();
      } else {
        list.push(chunk);
      }
    });
  }
  collect(child.stdout, _stdout, 'stdout');
  collect(child.stderr, _stderr, 'stderr');

  child.addListener('close', exithandler);
  child.addListener('error', errorhandler);
  return child;
}

function customPromiseExecFunction(orig) {
  return assignFunctionName(orig.name, function(...args) {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = orig(...args, (err, stdout, stderr) => {
      if (err !== null) {
        err.stdout = stdout;
        err.stderr = stderr;
        reject(err);
      } else {
        resolve({ stdout, stderr });
      }
    });
    return promise;
  });
}

Object.defineProperty(exec, promisify.custom, {
  __proto__: null, enumerable: false, value: customPromiseExecFunction(exec),
});
Object.defineProperty(execFile, promisify.custom, {
  __proto__: null, enumerable: false, value: customPromiseExecFunction(execFile),
});

function spawnSync(file, args, options) {
  return require('internal/child_process/spawn_sync').spawnSync(file, args, options);
}

function execFileSync(file, args, options) {
  return require('internal/child_process/spawn_sync').execFileSync(file, args, options);
}

function execSync(command, options) {
  return require('internal/child_process/spawn_sync').execSync(command, options);
}

function _forkChild(fd, serializationMode) {
  return require('internal/child_process/ipc').setupChannel(process, fd, serializationMode);
}

module.exports = { _forkChild, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
