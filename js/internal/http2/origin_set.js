// The origins that a secure session speaks for (RFC 8336).
// https://nodejs.org/docs/latest-v26.x/api/http2.html#http2sessionoriginset
'use strict';

const { kSocket, kState } = require('internal/http2/symbols');
const { getURLOrigin } = require('internal/url');

// The first one is that of the connection itself.
function initOriginSet(session) {
  const state = session[kState];
  if (state.originSet !== undefined) return state.originSet;
  const { servername, remoteAddress, remoteFamily, remotePort } = session[kSocket];
  let host = servername;
  if (host === null || host === false) host = remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress;
  const origin = remotePort == null ? `https://${host}` : `https://${host}:${remotePort}`;
  return state.originSet = new Set([getURLOrigin(origin)]);
}

module.exports = { initOriginSet };
