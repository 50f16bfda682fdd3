// The flags that a thread may have of its own: `execArgv` and NODE_OPTIONS of a Worker.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#new-workerfilename-options
'use strict';

const process = require('process');
const { codes: { ERR_WORKER_INVALID_EXEC_ARGV } } = require('internal/errors');

// Options of the process, not of an environment.
const processOnly = new Set([
  '--title', '--trace-event-categories', '--trace-event-file-pattern', '--v8-pool-size', '--zero-fill-buffers',
  '--debug-arraybuffer-allocations', '--disable-proto', '--node-snapshot', '--security-revert', '--completion-bash',
  '--help', '--version', '--v8-options', '--icu-data-dir', '--tls-cipher-list', '--use-openssl-ca', '--use-bundled-ca',
  '--use-system-ca', '--enable-fips', '--force-fips', '--secure-heap', '--secure-heap-min', '--openssl-config',
  '--openssl-legacy-provider', '--openssl-shared-config', '--report-signal', '--trace-sigint', '--disable-wasm-trap-handler',
  '--v', '--h',
]);

// Options of V8: they are an isolate's at best, and V8 reads them once.
const v8Only = new Set([
  '--abort-on-uncaught-exception', '--max-old-space-size', '--max-old-space-size-percentage', '--max-semi-space-size',
  '--min-semi-space-size', '--stack-trace-limit', '--stack-size', '--expose-gc', '--jitless', '--interpreted-frames-native-stack',
  '--perf-basic-prof', '--perf-basic-prof-only-functions', '--perf-prof', '--perf-prof-unwinding-info', '--huge-max-old-generation-size',
  '--disallow-code-generation-from-strings', '--enable-etw-stack-walking', '--max-heap-size',
]);

// Options that take a value, by what they may be given in NODE_OPTIONS or not.
const withValue = new Set([
  '--require', '--import', '--conditions', '--experimental-loader', '--loader', '--eval', '--redirect-warnings',
  '--disable-warning', '--input-type', '--unhandled-rejections', '--env-file', '--env-file-if-exists', '--diagnostic-dir',
  '--dns-result-order', '--experimental-default-type', '--heapsnapshot-signal', '--max-http-header-size',
  '--cpu-prof-dir', '--cpu-prof-name', '--cpu-prof-interval', '--heap-prof-dir', '--heap-prof-name', '--heap-prof-interval',
  '--inspect-port', '--report-directory', '--report-filename', '--test-name-pattern', '--test-reporter',
  '--test-reporter-destination', '--trace-require-module', '--localstorage-file', '--watch-path', '--run',
  '--network-family-autoselection-attempt-timeout', '--test-shard', '--test-timeout', '--test-concurrency', '--allow-fs-read',
  '--allow-fs-write', '--es-module-specifier-resolution', '--experimental-sea-config', '--build-snapshot-config',
  '--stack-trace-limit', '--test-skip-pattern', '--test-isolation', '--test-global-setup', '--heapsnapshot-near-heap-limit',
]);
const lists = new Set(['--require', '--import', '--conditions', '--experimental-loader', '--disable-warning', '--env-file',
                       '--env-file-if-exists']);

// Options that an environment may have and NODE_OPTIONS may not.
const alsoKnown = new Set([
  '--expose-internals', '--eval', '--print', '--check', '--interactive', '--test', '--build-snapshot', '--cpu-prof',
  '--heap-prof', '--prof-process', '--run', '--watch-path', '--env-file', '--env-file-if-exists', '--entry-url',
  '--inspect-brk-node', '--experimental-sea-config', '--build-snapshot-config', '--build-sea', '--experimental-default-type',
  '--verify-base-objects', '--trace-env', '--experimental-config-file', '--experimental-default-config-file',
]);

const short = { '__proto__': null, '-r': '--require', '-e': '--eval', '-p': '--print', '-c': '--check', '-i': '--interactive',
                '-C': '--conditions', '--loader': '--experimental-loader' };
const rejections = new Set(['none', 'warn', 'strict', 'throw', 'warn-with-error-codes']);

function isKnown(name) {
  const base = name.startsWith('--no-') ? `--${name.slice(5)}` : name;
  const allowed = process.allowedNodeEnvironmentFlags;
  return alsoKnown.has(base) || alsoKnown.has(name) || withValue.has(name) || allowed.has(name) || allowed.has(base);
}

// Reads flags into {values, errors}; `values` as internal/options has them.
function read(args, isEnvironment) {
  const values = { __proto__: null };
  const errors = [];
  for (let i = 0; i < args.length; i++) {
    const arg = `${args[i]}`;
    if (arg === '--' || (arg[0] !== '-' && !isEnvironment)) break;
    const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const given = (at === -1 ? arg : arg.slice(0, at)).replaceAll('_', '-');
    const name = short[given] ?? given;
    let value = at === -1 ? undefined : arg.slice(at + 1);
    if (isEnvironment) {
      if (!process.allowedNodeEnvironmentFlags.has(given) || processOnly.has(name)) {
        errors.push(`${at === -1 ? given : `${given}=`} is not allowed in NODE_OPTIONS`);
        continue;
      }
      // What V8 has read for the process holds for the thread.
      if (v8Only.has(name)) continue;
    } else if (processOnly.has(name) || v8Only.has(name) || !isKnown(name)) {
      errors.push(arg);
      continue;
    }
    if (withValue.has(name) && value === undefined) {
      if (i + 1 >= args.length || (`${args[i + 1]}`[0] === '-' && `${args[i + 1]}` !== '-')) {
        errors.push(`${given} requires an argument`);
        continue;
      }
      value = `${args[++i]}`;
    }
    if (name === '--unhandled-rejections' && !rejections.has(value)) {
      errors.push('invalid value for --unhandled-rejections');
    } else if (lists.has(name)) {
      (values[name] ??= []).push(value);
    } else if (name.startsWith('--no-')) {
      values[`--${name.slice(5)}`] = false;
    } else if (value === undefined || !withValue.has(name)) {
      values[name] = true;
    } else {
      values[name] = /^\d+$/.test(value) ? Number(value) : value;
    }
  }
  return { values, errors };
}

// The words of NODE_OPTIONS: separated by spaces, in double quotes where they have some.
function words(text) {
  const result = [];
  for (const { 0: word } of text.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g)) {
    result.push(word.replace(/"((?:\\.|[^"\\])*)"/g, (all, inner) => inner.replace(/\\(.)/g, '$1')));
  }
  return result;
}

// The options of a new thread and its process.execArgv. `env` is its own environment, or undefined.
function threadOptions(execArgv, env) {
  const { getAllValues } = require('internal/options');
  const own = getAllValues();
  let fromEnvironment;
  const nodeOptions = env?.NODE_OPTIONS;
  if (nodeOptions !== undefined && nodeOptions !== process.env.NODE_OPTIONS) {
    const { values, errors } = read(words(`${nodeOptions}`), true);
    if (errors.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(errors, 'invalid NODE_OPTIONS env variable');
    fromEnvironment = values;
  }
  if (execArgv !== undefined) {
    require('internal/validators').validateArray(execArgv, 'options.execArgv');
    const { values: given, errors } = read(execArgv, false);
    if (errors.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(errors);
    const values = { ...own, ...fromEnvironment };
    // What runs, and what runs before it, are the thread's own affair.
    delete values['--require'];
    delete values['--import'];
    delete values['--eval'];
    delete values['--print'];
    Object.assign(values, given);
    // What follows `--` is not for the runtime, and neither is the mark itself.
    const end = execArgv.indexOf('--');
    return { values, execArgv: (end === -1 ? execArgv : execArgv.slice(0, end)).map(String) };
  }
  const values = { ...own, ...fromEnvironment };
  delete values['--eval'];
  delete values['--print'];
  return { values, execArgv: process.execArgv };
}

module.exports = { threadOptions };
