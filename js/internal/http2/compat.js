// The compatibility API: `request` events in the form of node:http.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#compatibility-api
'use strict';

const { Http2ServerRequest } = require('internal/http2/compat_request');
const { Http2ServerResponse } = require('internal/http2/compat_response');

function refuse(response, statusCode) {
  response.statusCode = statusCode;
  response.end();
}

// A request that expects something before it sends its body.
function onExpectation(server, expectation, request, response) {
  if (expectation !== '100-continue') {
    if (!server.emit('checkExpectation', request, response)) refuse(response, 417);
    return;
  }
  if (server.listenerCount('checkContinue') > 0) {
    server.emit('checkContinue', request, response);
    return;
  }
  response.writeContinue();
  server.emit('request', request, response);
}

function onServerStream(ServerRequest, ServerResponse, stream, headers, flags, rawHeaders) {
  const request = new ServerRequest(stream, headers, undefined, rawHeaders);
  const response = new ServerResponse(stream);
  if (headers[':method'] === 'CONNECT') {
    if (!this.emit('connect', request, response)) refuse(response, 405);
  } else if (headers.expect !== undefined) {
    onExpectation(this, headers.expect, request, response);
  } else {
    this.emit('request', request, response);
  }
}

module.exports = { Http2ServerRequest, Http2ServerResponse, onServerStream };
