// Tells clients of the inspector about the requests of node:http, node:https and node:http2.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--experimental-network-inspection
'use strict';

const { Buffer } = require('buffer');
const dc = require('diagnostics_channel');
const EventEmitter = require('events');
const { MIMEType } = require('internal/mime');
const { now } = require('internal/perf/utils');

// Request or stream -> what its events are told under.
const tracked = new WeakMap();
let lastId = 0;

function network() {
  return require('internal/inspector/api').shared.Network;
}

function timestamp() {
  return now() / 1000;
}

// Values that are lists become one text, as DevTools wants them.
function headerText(name, value) {
  if (!Array.isArray(value)) return String(value);
  if (name === 'cookie') return value.join('; ');
  return value.join(name === 'set-cookie' ? '\n' : ', ');
}

// Headers of any of the modules, and what their content type says.
function readHeaders(headers = {}) {
  const texts = {};
  const known = { __proto__: null };
  for (const [name, value] of Object.entries(headers)) {
    known[name.toLowerCase()] = value;
    texts[name] = headerText(name.toLowerCase(), value);
  }
  const type = known['content-type'] === undefined ? undefined : MIMEType.parse(known['content-type']);
  const described = known['content-type'] !== undefined;
  return {
    texts,
    known,
    mimeType: described ? (type?.essence ?? '').toLowerCase() : undefined,
    charset: described ? (type?.params.get('charset') ?? '').toLowerCase() : undefined,
  };
}

function begin(source, url, method, { texts, charset }, extra) {
  const requestId = `node-network-event-${++lastId}`;
  tracked.set(source, { requestId, url });
  network().requestWillBeSent({
    requestId,
    timestamp: timestamp(),
    wallTime: Date.now(),
    charset,
    request: { url, method, headers: texts, ...extra },
  });
}

function fail(source, error) {
  const entry = tracked.get(source);
  if (entry === undefined) return;
  const { requestId } = entry;
  network().loadingFailed({ requestId, timestamp: timestamp(), type: 'Other', errorText: error.message });
}

// `body` is the stream that the response is read from.
function respond(source, body, headers, status, statusText) {
  const entry = tracked.get(source);
  if (entry === undefined) return;
  const { requestId, url } = entry;
  const { texts, mimeType, charset } = readHeaders(headers);
  network().responseReceived({
    requestId,
    timestamp: timestamp(),
    type: 'Other',
    response: { url, status, statusText, headers: texts, mimeType, charset },
  });
  // The stream's own on() would make it flow.
  Reflect.apply(EventEmitter.prototype.on, body, ['data', (chunk) => {
    const { byteLength } = chunk;
    network().dataReceived({
      requestId, timestamp: timestamp(), dataLength: byteLength, encodedDataLength: byteLength, data: chunk,
    });
  }]);
}

function finish(source) {
  const entry = tracked.get(source);
  if (entry !== undefined) network().loadingFinished({ requestId: entry.requestId, timestamp: timestamp() });
}

function onRequestCreated({ request }) {
  const headers = readHeaders(request.getHeaders());
  const { path, protocol, method } = request;
  const url = /^https?:\/\//.test(path) ? path : `${protocol}//${headers.known.host}${path}`;
  begin(request, url, method, headers);
}

function onRequestError({ request, error }) {
  fail(request, error);
}

function onResponseFinish({ request, response }) {
  respond(request, response, response.headers, response.statusCode, response.statusMessage ?? '');
  if (tracked.has(request)) response.once('end', () => finish(request));
}

function onStreamCreated({ stream, headers }) {
  const read = readHeaders(headers);
  const { ':scheme': scheme, ':authority': authority, ':path': path, ':method': method } = read.known;
  begin(stream, `${scheme}://${authority}${path}`, method, read, { hasPostData: !stream.writableEnded });
}

function onStreamError({ stream, error }) {
  fail(stream, error);
}

function onStreamFinish({ stream, headers }) {
  respond(stream, stream, headers, headers[':status'], '');
}

function onStreamClose({ stream }) {
  // Any other code is an error, which is told already.
  if (stream.rstCode === 0) finish(stream);
}

// A chunk of writev() is a buffer already if all of them are.
function toBuffer(data, encoding) {
  return typeof data === 'string' ? Buffer.from(data, encoding) : data;
}

function onStreamChunk({ stream, writev, data, encoding }) {
  const entry = tracked.get(stream);
  if (entry === undefined) return;
  let chunk;
  if (!writev) chunk = toBuffer(data, encoding);
  else if (data.allBuffers) chunk = Buffer.concat(data);
  else chunk = Buffer.concat(data.map((part) => toBuffer(part.chunk, part.encoding)));
  network().dataSent({
    requestId: entry.requestId, timestamp: timestamp(), dataLength: chunk.byteLength, data: chunk,
  });
}

function onStreamBodySent({ stream }) {
  const entry = tracked.get(stream);
  if (entry !== undefined) network().dataSent({ requestId: entry.requestId, finished: true });
}

const listeners = {
  'http.client.request.created': onRequestCreated,
  'http.client.request.error': onRequestError,
  'http.client.response.finish': onResponseFinish,
  'http2.client.stream.created': onStreamCreated,
  'http2.client.stream.error': onStreamError,
  'http2.client.stream.finish': onStreamFinish,
  'http2.client.stream.close': onStreamClose,
  'http2.client.stream.bodyChunkSent': onStreamChunk,
  'http2.client.stream.bodySent': onStreamBodySent,
};

// Clients that have the domain on.
let clients = 0;

function track(by) {
  const before = clients;
  clients += by;
  const change = before === 0 ? dc.subscribe : dc.unsubscribe;
  if ((before === 0) === (clients === 0)) return;
  for (const [name, listener] of Object.entries(listeners)) change(name, listener);
}

// Where the program made the request.
function initiator() {
  const { getCallSites } = require('internal/util/call_sites');
  const callFrames = getCallSites(50).map(({ functionName, scriptId, scriptName, lineNumber, columnNumber }) => ({
    functionName, scriptId, url: scriptName, lineNumber: lineNumber - 1, columnNumber: columnNumber - 1,
  }));
  return { type: 'script', stack: { callFrames } };
}

module.exports = { initiator, track };
