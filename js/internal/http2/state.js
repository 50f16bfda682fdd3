// The state of native sessions and streams, as programs see it.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#http2sessionstate
'use strict';

const native = require('internal/http2/binding');

function getSessionState(handle) {
  handle.refreshState();
  const fields = native.sessionState;
  return {
    effectiveLocalWindowSize: fields[0],
    effectiveRecvDataLength: fields[1],
    nextStreamID: fields[2],
    localWindowSize: fields[3],
    lastProcStreamID: fields[4],
    remoteWindowSize: fields[5],
    outboundQueueSize: fields[6],
    deflateDynamicTableSize: fields[7],
    inflateDynamicTableSize: fields[8],
  };
}

function getStreamState(handle) {
  handle.refreshState();
  const fields = native.streamState;
  return {
    state: fields[0],
    weight: fields[1],
    sumDependencyWeight: fields[2],
    localClose: fields[3],
    remoteClose: fields[4],
    localWindowSize: fields[5],
  };
}

module.exports = { getSessionState, getStreamState };
