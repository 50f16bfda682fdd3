// `Http2Session` and `Http2Stream` entries for performance observers of the type `http2`.
// https://nodejs.org/docs/latest-v26.x/api/perf_hooks.html#http2-performanceentry-details
'use strict';

const perf = require('internal/perf/if_loaded');
const { now } = require('internal/perf/utils');
const { kID, kState, kType } = require('internal/http2/symbols');

const isObserved = () => perf.hasObserver('http2');

function enqueue(name, duration, detail) {
  const { createPerformanceNodeEntry } = require('internal/perf/performance_entry');
  perf.enqueue(createPerformanceNodeEntry(name, 'http2', now() - duration, duration, detail));
}

// Both are called when the native half is about to go.
function recordSession(session, handle) {
  const [
    bytesRead, bytesWritten, framesReceived, framesSent, maxConcurrentStreams, pingRTT, streamAverageDuration,
    streamCount,
  ] = handle.statistics();
  enqueue('Http2Session', now() - session[kState].startTime, {
    bytesWritten,
    bytesRead,
    framesReceived,
    framesSent,
    maxConcurrentStreams,
    pingRTT,
    streamAverageDuration,
    streamCount,
    type: session[kType] === 0 ? 'server' : 'client',
  });
}

function recordStream(stream, handle) {
  const [bytesRead, bytesWritten, timeToFirstByte, timeToFirstByteSent, timeToFirstHeader, duration] =
    handle.statistics();
  enqueue('Http2Stream', duration, {
    bytesRead,
    bytesWritten,
    id: stream[kID],
    timeToFirstByte,
    timeToFirstByteSent,
    timeToFirstHeader,
  });
}

module.exports = { isObserved, recordSession, recordStream };
