// --inspect and its kin: the server for clients of the inspector in other programs.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--inspecthostport
'use strict';

const process = require('process');
const { getOptionValue } = require('internal/options');

const kInvalidArgument = 9;
const kCannotListen = 12;

// `host:port`, `host` or `port`, as the command line has it; what is missing is undefined.
function readAddress(text) {
  const address = { host: undefined, port: undefined };
  if (!text) return address;
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?([^:]*)$/.exec(text) ?? [text, text, ''];
  const { 1: host, 2: rest } = match;
  if (/^\d+$/.test(rest)) {
    address.port = Number(rest);
    if (host) address.host = host;
  } else if (rest) {
    address.host = rest;
  } else if (host) {
    address.host = host;
  }
  return address;
}

function fail(message, code) {
  ops.op_process_raw_debug(`${process.execPath}: ${message}\n`);
  process.reallyExit(code);
}

function applyPort() {
  const { host, port } = readAddress(getOptionValue('--inspect-port'));
  if (port !== undefined) {
    if (port !== 0 && (port < 1024 || port > 65535)) fail('must be 0 or in range 1024 to 65535.', kInvalidArgument);
    process.debugPort = port;
  }
  return host;
}

function open(host, port, wait) {
  const published = getOptionValue('--inspect-publish-uid') || 'stderr,http';
  const url = ops.op_v8_inspector(`open ${published}`, host || '127.0.0.1', port, process.argv[1] ?? '');
  require('internal/inspector/connection').wrapConsole();
  if (port === 0) process.debugPort = Number(/:(\d+)\/[^/]*$/.exec(url)[1]);
  if (wait) ops.op_v8_inspector('wait', '', 0, '');
  return url;
}

// The program begins with a stop at its first statement.
function breakAtStart() {
  const { hooks } = require('internal/modules/cjs/compile');
  hooks.callMain = function breakAndCall(fn, receiver, args) {
    hooks.callMain = undefined;
    return ops.op_v8_break_and_call(fn, receiver, args);
  };
}

// Asks another process for its inspector.
function debugProcess(pid) {
  if (pid === undefined) {
    const { codes: { ERR_MISSING_ARGS } } = require('internal/errors');
    throw new ERR_MISSING_ARGS('pid');
  }
  const err = ops.op_process_kill(pid | 0, require('os').constants.signals.SIGUSR1);
  if (err !== 0) {
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(err, 'kill');
  }
}

// Another process has asked.
function startFromSignal() {
  if (ops.op_v8_inspector('url', '', 0, '') != null) return;
  const { host } = readAddress(getOptionValue('--inspect-port'));
  try {
    open(host, process.debugPort, false);
  } catch (error) {
    tellFailure(host, error);
  }
}

function tellFailure(host, error) {
  const reason = require('internal/util').getSystemErrorMessage?.(error.errno) ?? error.message;
  ops.op_process_raw_debug(`Starting inspector on ${host ?? '127.0.0.1'}:${process.debugPort} failed: ${reason}\n`);
}

function start() {
  const published = getOptionValue('--inspect-publish-uid');
  for (const place of published ? published.split(',') : []) {
    if (place !== 'stderr' && place !== 'http') {
      fail('--inspect-publish-uid destination can be stderr or http', kInvalidArgument);
    }
  }
  if (process.permission !== undefined) {
    require('internal/process/permission').assertGranted('inspector', '--allow-inspector');
  }
  const host = applyPort();
  const breaks = getOptionValue('--inspect-brk') || getOptionValue('--inspect-brk-node');
  if (!breaks && !getOptionValue('--inspect-wait') && !getOptionValue('--inspect')) return;
  // A client that shows a global must not be the first to make it.
  void require('buffer');
  if (getOptionValue('--experimental-worker-inspection')) ops.op_v8_inspector('targets', '', 0, '');
  try {
    open(host, process.debugPort, false);
  } catch (error) {
    tellFailure(host, error);
    process.reallyExit(kCannotListen);
  }
  if (breaks || getOptionValue('--inspect-wait')) ops.op_v8_inspector('wait', '', 0, '');
  if (breaks) breakAtStart();
  if (getOptionValue('--inspect-brk-node')) ops.op_v8_inspector('break', '', 0, 'Break at bootstrap');
}

// A worker that a client wants to see from its beginning. What comes as text runs without a stop.
function waitInThread(breaks) {
  require('internal/inspector/connection').wrapConsole();
  ops.op_v8_inspector('wait', '', 0, '');
  if (breaks) breakAtStart();
}

module.exports = { debugProcess, open, start, startFromSignal, waitInThread };
