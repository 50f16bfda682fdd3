// Puts the process object together. install() runs while the snapshot is made, start() in every process.
// https://nodejs.org/api/process.html
'use strict';

const { FunctionPrototypeCall, NumberIsNaN, Number, ObjectDefineProperty } = primordials;

const process = require('process');
const EventEmitter = require('events');
const { validateInteger } = require('internal/validators');
const { config, hasCrypto, release, version, versions } = require('internal/process/versions');
const execution = require('internal/process/execution');
const perThread = require('internal/process/per_thread');
const credentials = require('internal/process/credentials');
const resources = require('internal/process/active_resources');
const rejections = require('internal/process/promises');
const { emitWarning, onWarning } = require('internal/process/warning');
const { nextTick, runNextTicks } = require('internal/process/task_queues');
const { startListeningIfSignal, stopListeningIfSignal } = require('internal/process/signal');

function readOnly(name, value) {
  ObjectDefineProperty(process, name, { __proto__: null, value, enumerable: true, configurable: true, writable: false });
}

// A property with a getter that any program may replace by a plain value.
function lazy(name, get) {
  ObjectDefineProperty(process, name, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get,
    set(value) {
      ObjectDefineProperty(process, name,
                           { __proto__: null, value, enumerable: true, configurable: true, writable: true });
    },
  });
}

// Whether the process is ending, and the code it ends with when the program has chosen one.
let exiting = false;
let exitCode;

function defineExitState() {
  ObjectDefineProperty(process, '_exiting', {
    __proto__: null,
    get() {
      return exiting;
    },
    set(value) {
      exiting = !!value;
    },
    enumerable: true,
    configurable: true,
  });
  ObjectDefineProperty(process, 'exitCode', {
    __proto__: null,
    get() {
      return exitCode;
    },
    set(code) {
      if (code === null || code === undefined) {
        exitCode = undefined;
        return;
      }
      let value = code;
      // A string that holds an integer will do.
      if (typeof code === 'string' && code !== '' && NumberIsNaN(value = Number(code))) value = code;
      validateInteger(value, 'code');
      exitCode = value;
    },
    enumerable: true,
    configurable: false,
  });
}

function defineFeatures() {
  const option = (name) => require('internal/options').getOptionValue(name);
  const features = {
    inspector: true,
    debug: false,
    uv: true,
    ipv6: true,
    tls_alpn: hasCrypto,
    tls_sni: hasCrypto,
    tls_ocsp: hasCrypto,
    tls: hasCrypto,
    openssl_is_boringssl: false,
    get cached_builtins() { return true; },
    get require_module() { return !!option('--experimental-require-module'); },
    get dtls() { return false; },
    get quic() { return false; },
    get typescript() { return option('--strip-types') ? 'strip' : false; },
  };
  ObjectDefineProperty(process, 'features', {
    __proto__: null, value: features, enumerable: true, writable: false, configurable: false,
  });
}

let installed = false;

// In the order in which Node's object has its properties.
function install() {
  if (installed) return;
  installed = true;

  readOnly('version', version);
  readOnly('versions', versions);
  readOnly('arch', 'x64');
  readOnly('platform', 'linux');
  readOnly('release', release);
  process._rawDebug = perThread._rawDebug;
  readOnly('moduleLoadList', []);
  process.binding = function binding(module) {
    return require('internal/process/legacy_bindings').binding(`${module}`);
  };
  process._linkedBinding = function _linkedBinding(module) {
    const { codes: { ERR_INVALID_MODULE } } = require('internal/errors');
    throw new ERR_INVALID_MODULE(`${module}`);
  };
  FunctionPrototypeCall(EventEmitter, process);
  process.domain = null;
  defineExitState();
  readOnly('config', config);
  process.dlopen = function dlopen() {
    require('internal/process/dlopen').dlopen(arguments);
  };
  process.uptime = perThread.uptime;
  process._getActiveRequests = resources._getActiveRequests;
  process._getActiveHandles = resources._getActiveHandles;
  process.getActiveResourcesInfo = resources.getActiveResourcesInfo;
  process.reallyExit = perThread.reallyExit;
  process._kill = perThread._kill;
  process.loadEnvFile = perThread.loadEnvFile;
  process.cpuUsage = perThread.cpuUsage;
  process.threadCpuUsage = perThread.threadCpuUsage;
  process.resourceUsage = perThread.resourceUsage;
  process.memoryUsage = perThread.memoryUsage;
  process.constrainedMemory = perThread.constrainedMemory;
  process.availableMemory = perThread.availableMemory;
  process.kill = perThread.kill;
  process.exit = perThread.exit;
  process.execve = perThread.execve;
  process.ref = perThread.ref;
  process.unref = perThread.unref;
  let finalization;
  ObjectDefineProperty(process, 'finalization', {
    __proto__: null,
    get() {
      return finalization ??= require('internal/process/finalization').createFinalization();
    },
    set(value) {
      finalization = value;
    },
    enumerable: true,
    configurable: true,
  });
  process.hrtime = perThread.hrtime;
  process.hrtime.bigint = perThread.hrtimeBigInt;
  process.openStdin = (() => function() {
    process.stdin.resume();
    return process.stdin;
  })();
  process.getuid = credentials.getuid;
  process.geteuid = credentials.geteuid;
  process.getgid = credentials.getgid;
  process.getegid = credentials.getegid;
  process.getgroups = credentials.getgroups;
  lazy('allowedNodeEnvironmentFlags', () => {
    const flags = require('internal/process/environment_flags').buildAllowedFlags();
    process.allowedNodeEnvironmentFlags = flags;
    return flags;
  });
  defineFeatures();
  process._fatalException = execution.onGlobalUncaughtException;
  process.setUncaughtExceptionCaptureCallback = execution.setUncaughtExceptionCaptureCallback;
  process.addUncaughtExceptionCaptureCallback = execution.addUncaughtExceptionCaptureCallback;
  process.hasUncaughtExceptionCaptureCallback = execution.hasUncaughtExceptionCaptureCallback;
  process.emitWarning = emitWarning;
  process.nextTick = nextTick;
  process._tickCallback = runNextTicks;
  ObjectDefineProperty(process, 'sourceMapsEnabled', {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      return require('internal/source_map/source_map_cache').getSourceMapsSupport().enabled;
    },
  });
  process.setSourceMapsEnabled = function setSourceMapsEnabled(val) {
    require('internal/source_map/source_map_cache').setSourceMapsSupport(val, {
      __proto__: null,
      nodeModules: val,
      generatedCode: val,
    });
  };
  process.getBuiltinModule = function getBuiltinModule(id) {
    return require('internal/modules/helpers').getBuiltinModule(id);
  };
  process._debugProcess = function _debugProcess(pid) {
    require('internal/inspector/command_line').debugProcess(pid);
  };
  process._debugEnd = function _debugEnd() {
    require('internal/inspector/api').shared.close();
  };
  process._startProfilerIdleNotifier = (() => () => {})();
  process._stopProfilerIdleNotifier = (() => () => {})();
  const { getters } = require('internal/process/direct_output');
  for (const name of ['stdout', 'stdin', 'stderr']) {
    ObjectDefineProperty(process, name, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get: getters[name],
    });
  }
  process.abort = perThread.abort;
  process.umask = credentials.wrappedUmask;
  process.chdir = credentials.wrappedChdir;
  process.cwd = credentials.wrappedCwd;
  process.initgroups = credentials.initgroups;
  process.setgroups = credentials.setgroups;
  process.setegid = credentials.setegid;
  process.seteuid = credentials.seteuid;
  process.setgid = credentials.setgid;
  process.setuid = credentials.setuid;
}

// Names of before the command line could be asked for options.
const aliases = [
  ['_eval', '--eval', true],
  ['_print_eval', '--print', true],
  ['_syntax_check_only', '--check', true],
  ['_forceRepl', '--interactive', true],
  ['_preload_modules', '--require', true],
  ['noDeprecation', '--no-deprecation', true],
  ['noProcessWarnings', '--no-warnings', true],
  ['traceProcessWarnings', '--trace-warnings', true],
  ['throwDeprecation', '--throw-deprecation', true],
  ['profProcess', '--prof-process', true],
  ['traceDeprecation', '--trace-deprecation', true],
  ['_breakFirstLine', '--inspect-brk', false],
  ['_breakNodeFirstLine', '--inspect-brk-node', false],
];

// `argv` as the system gave it, `execArgv` and `execPath`.
function start({ argv, execArgv = [], execPath }) {
  const { getOptionValue } = require('internal/options');
  rejections.listenForRejections();
  ops.op_process_listen_for_messages((err) => {
    require('internal/process/fatal').triggerUncaughtException(err, false);
  }, getOptionValue('--trace-uncaught'));

  process.env = require('internal/process/env').createEnv();
  ObjectDefineProperty(process, 'title', {
    __proto__: null,
    get() {
      return ops.op_process_title_get();
    },
    set(value) {
      ops.op_process_title_set(`${value}`);
    },
    enumerable: true,
    configurable: true,
  });
  process.argv = argv;
  process.execArgv = execArgv;
  readOnly('pid', ops.op_process_pid());
  ObjectDefineProperty(process, 'ppid', {
    __proto__: null,
    get() {
      return ops.op_process_ppid();
    },
    set() {},
    enumerable: true,
    configurable: true,
  });
  process.execPath = execPath ?? ops.op_process_exec_path();
  let debugPort = 9229;
  ObjectDefineProperty(process, 'debugPort', {
    __proto__: null,
    get() { return debugPort; },
    set(value) { debugPort = ops.op_process_debug_port(+value); },
    enumerable: true,
    configurable: true,
  });
  ObjectDefineProperty(process, 'argv0', { __proto__: null, enumerable: true, configurable: false, value: argv[0] });
  exitCode = undefined;
  exiting = false;
  argv[0] = process.execPath;

  for (let i = 0; i < aliases.length; i++) {
    const { 0: name, 1: option, 2: enumerable } = aliases[i];
    const value = getOptionValue(option);
    if (!value) continue;
    ObjectDefineProperty(process, name, { __proto__: null, writable: false, configurable: true, enumerable, value });
  }
  lazy('report', () => require('internal/process/report').report);

  const title = getOptionValue('--title');
  if (title) process.title = title;
  if (getOptionValue('--warnings') && process.env.NODE_NO_WARNINGS !== '1') process.on('warning', onWarning);
}

// Signals belong to the main thread.
function startSignals() {
  process.on('newListener', startListeningIfSignal);
  process.on('removeListener', stopListeningIfSignal);
  if (require('internal/options').getOptionValue('--report-on-signal')) require('internal/process/report');
}

module.exports = { install, start, startSignals };
