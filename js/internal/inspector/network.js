// The domain Network: requests that the program announces through inspector.Network.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#integration-with-devtools
'use strict';

const { ProtocolError, createDomain } = require('internal/inspector/domain');
const { Buffer } = require('buffer');

const kMaxBodies = 1000;

// Request id -> what has come of it.
const requests = new Map();

function requestOf(id) {
  const request = requests.get(id);
  if (request === undefined) throw new ProtocolError(-32602, 'Request not found');
  return request;
}

function isText(charset) {
  return /^utf-?8$/i.test(charset ?? '');
}

// Keeps the bodies: clients ask for them later.
function remember(event, params) {
  const { requestId } = params;
  if (event === 'requestWillBeSent') {
    if (requests.size >= kMaxBodies) requests.delete(requests.keys().next().value);
    requests.set(requestId, {
      sent: [], received: [], streaming: false, sentAll: !params.request?.hasPostData,
      requestCharset: params.charset, responseCharset: '', finished: false,
    });
    return;
  }
  const request = requests.get(requestId);
  if (request === undefined) return;
  if (event === 'responseReceived') request.responseCharset = params.charset ?? params.response?.charset;
  else if (event === 'loadingFinished') request.finished = true;
  else if (event === 'dataSent') {
    if (params.finished) request.sentAll = true;
    else request.sent.push(Buffer.from(params.data ?? []));
  } else if (event === 'dataReceived' && !request.streaming) {
    request.received.push(Buffer.from(params.data ?? []));
  }
}

// Requests of the runtime's own modules, while a client has the domain on.
function trackRequests(domain) {
  const { isEnabled } = Object.getPrototypeOf(domain);
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-network-inspection')) return domain;
  const { track } = require('internal/inspector/network_tracking');
  const { enable, disable } = domain;
  domain.enable = () => {
    if (!isEnabled()) track(1);
    enable();
  };
  domain.disable = () => {
    if (isEnabled()) track(-1);
    disable();
  };
  return domain;
}

function create() {
  return trackRequests(createDomain({
    getRequestPostData({ requestId }) {
      const request = requestOf(requestId);
      if (!request.sentAll) throw new ProtocolError(-32602, 'Request data is not finished yet');
      if (!isText(request.requestCharset)) throw new ProtocolError(-32603, 'Unable to serialize binary request body');
      return { postData: Buffer.concat(request.sent).toString() };
    },
    getResponseBody({ requestId }) {
      const request = requestOf(requestId);
      if (request.streaming) throw new ProtocolError(-32602, 'Response body of the request is been streamed');
      if (!request.finished) throw new ProtocolError(-32602, 'Response data is not finished yet');
      const body = Buffer.concat(request.received);
      const text = isText(request.responseCharset);
      return { body: body.toString(text ? 'utf8' : 'base64'), base64Encoded: !text };
    },
    loadNetworkResource(params) {
      return require('internal/inspector/network_resources').load(params);
    },
    streamResourceContent({ requestId }) {
      const request = requestOf(requestId);
      request.streaming = true;
      const bufferedData = Buffer.concat(request.received).toString('base64');
      request.received = [];
      return { bufferedData };
    },
  }));
}

module.exports = { create, remember };
