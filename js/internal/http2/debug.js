// The lines of NODE_DEBUG=http2, and those of NODE_DEBUG_NATIVE=http2 about what the native halves do.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#node_debug_nativemodule
'use strict';

const process = require('process');
const { kID, kType } = require('internal/http2/symbols');
const { kHandle, kSession } = require('internal/stream_base_commons');

let debug = require('internal/util/debuglog').debuglog('http2', (fn) => { debug = fn; });
const { enabled } = debug;
const nativeEnabled = (process.env.NODE_DEBUG_NATIVE ?? '').toLowerCase().split(',').includes('http2');

function sessionName(type) {
  switch (type) {
    case 0: return 'server';
    case 1: return 'client';
    default: return '<invalid>';
  }
}

const sideOf = (session) => sessionName(session?.[kType]);

function noop() {}

function logSession(session, text, ...args) {
  debug(`Http2Session %s: ${text}`, sideOf(session), ...args);
}

function logStream(stream, text, ...args) {
  debug(`Http2Stream %s [Http2Session %s]: ${text}`, stream[kID], sideOf(stream[kSession]), ...args);
}

function logServer(...args) {
  debug(...args);
}

// Who a line of the native half is about.
function nativeName(stream, isSession) {
  const session = stream[kSession];
  const owner = `Http2Session ${sideOf(session)} (${session?.[kHandle]?.getAsyncId() ?? -1})`;
  return isSession ? owner : `HttpStream ${stream[kID]} (${stream[kHandle]?.getAsyncId() ?? -1}) [${owner}]`;
}

function logNative(stream, text, isSession = false) {
  process.stderr.write(`${nativeName(stream, isSession)} ${text}\n`);
}

module.exports = {
  debugNative: nativeEnabled ? logNative : noop,
  debugServer: enabled ? logServer : noop,
  debugSession: enabled ? logSession : noop,
  debugStream: enabled ? logStream : noop,
  nativeEnabled,
  sessionName,
};
