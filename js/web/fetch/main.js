// fetch(): requests over node:http and node:https, data: and blob: URLs, and redirects.
// https://fetch.spec.whatwg.org/#fetch-method
'use strict';

const { Buffer } = require('buffer');
const { isBlob } = require('internal/blob');
const { lazyDOMException } = require('internal/util');
const { URL } = require('internal/url');
const { Body } = require('web/fetch/body');
const { networkError, requireArguments, socketError, typeError } = require('web/fetch/errors');
const { HeaderList } = require('web/fetch/headers');
const { Request, bodyOfRequest, headersOfRequest } = require('web/fetch/request');
const { makeResponse, nullBodyStatus, redirectStatus } = require('web/fetch/response');

const MAX_REDIRECTS = 20;

// Fields that tell whoever is redirected to more than the first server was told.
const confidential = ['authorization', 'proxy-authorization', 'cookie', 'host'];
const describesBody = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];

async function fetch(input, init) {
  requireArguments(arguments.length, 1, 'globalThis.fetch');
  const request = new Request(input, init);
  const { signal } = request;
  if (signal.aborted) throw signal.reason;
  const job = {
    url: new URL(request.url),
    method: request.method,
    headers: new HeaderList(headersOfRequest(request)),
    body: bodyOfRequest(request),
    redirects: 0,
    redirect: request.redirect,
    signal,
  };
  try {
    return await run(job);
  } catch (cause) {
    if (signal.aborted && cause === signal.reason) throw cause;
    throw typeError('fetch failed', { cause });
  }
}

function run(job) {
  switch (job.url.protocol) {
    case 'http:':
    case 'https:': return runHttp(job);
    case 'data:': return runData(job.url);
    case 'blob:': return runBlob(job);
    case 'about:': throw networkError('about scheme is not supported');
    default: throw networkError('unknown scheme');
  }
}

// https://fetch.spec.whatwg.org/#data-url-processor
function runData(url) {
  const { 1: type, 2: base64, 3: data } = /^data:([^,]*?)(; *base64)?,([^]*)$/i.exec(url.href.replace(/#[^]*$/, '')) ?? [];
  if (data === undefined) throw networkError('failed to fetch the data URL');
  let bytes = Buffer.from(data.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
  if (base64) bytes = Buffer.from(bytes.latin1Slice(0, bytes.length), 'base64');
  const headers = new HeaderList();
  const mime = type.trim();
  headers.append('content-type', mime === '' ? 'text/plain;charset=US-ASCII' : mime[0] === ';' ? `text/plain${mime}` : mime);
  return makeResponse({
    type: 'basic', url: url.href, statusText: 'OK', headers, body: new Body(new Uint8Array(bytes), bytes.length),
  }, 'immutable');
}

function runBlob({ url, method }) {
  const blob = require('internal/blob').resolveObjectURL(url.href);
  if (method !== 'GET' || !blob) throw networkError('invalid method');
  const headers = new HeaderList();
  headers.append('content-length', `${blob.size}`);
  headers.append('content-type', blob.type);
  return makeResponse({
    type: 'basic', url: url.href, statusText: 'OK', headers, body: new Body(blob, blob.size),
  }, 'immutable');
}

// The fields of a request, with those that every request of fetch() has.
function outgoingHeaders({ body, headers, method }) {
  const list = new HeaderList(headers);
  const defaults = [['accept', '*/*'], ['accept-language', '*'], ['sec-fetch-mode', 'cors'], ['user-agent', 'node']];
  for (const { 0: name, 1: value } of defaults) {
    if (!list.has(name)) list.append(name, value);
  }
  // A part of a compressed body is of no use.
  if (!list.has('accept-encoding')) list.append('accept-encoding', list.has('range') ? 'identity' : 'gzip, deflate');
  if (body !== null && body.length !== null) list.set('content-length', `${body.length}`);
  else if (body === null && (method === 'POST' || method === 'PUT')) list.set('content-length', '0');
  const fields = {};
  for (const { 0: name, 1: value } of list.raw()) {
    if (name.toLowerCase() === 'set-cookie' && fields[name]) fields[name] = [fields[name], value].flat();
    else fields[name] = value;
  }
  return fields;
}

function send(job) {
  const http = require(job.url.protocol === 'https:' ? 'https' : 'http');
  const { urlToHttpOptions } = require('internal/url');
  return new Promise((resolve, reject) => {
    const { body, method, signal, url } = job;
    const req = http.request({
      ...urlToHttpOptions(url), method, headers: outgoingHeaders(job), setDefaultHeaders: true,
    });
    const onAbort = () => {
      reject(signal.reason);
      req.destroy(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
    req.on('error', (error) => reject(socketError(error)));
    req.on('close', () => signal.removeEventListener('abort', onAbort));
    req.on('response', resolve);
    sendBody(req, body).catch((error) => {
      reject(error);
      req.destroy(error);
    });
  });
}

async function sendBody(req, body) {
  if (body === null) {
    req.end();
  } else if (!body.hasStream && body.source instanceof Uint8Array) {
    req.end(body.source);
  } else {
    const source = !body.hasStream && !isBlob(body.source) ? body.source : body.stream;
    for await (const chunk of source) {
      if (!(chunk instanceof Uint8Array)) throw typeError('Received non-Uint8Array chunk');
      if (!req.write(chunk)) await new Promise((resolve) => { req.once('drain', resolve).once('close', resolve); });
      if (req.destroyed) return;
    }
    req.end();
  }
}

// https://fetch.spec.whatwg.org/#port-blocking
const badPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113,
  115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556,
  563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
  6668, 6669, 6679, 6697, 10080,
]);

async function runHttp(job) {
  if (job.url.port !== '' && badPorts.has(Number(job.url.port))) throw networkError('bad port');
  const res = await send(job);
  const location = redirectStatus.has(res.statusCode) ? res.headers.location : undefined;
  if (location === undefined || job.redirect === 'manual') return responseOf(job, res);
  res.destroy();
  if (job.redirect === 'error') throw networkError('unexpected redirect');
  if (++job.redirects > MAX_REDIRECTS) throw networkError('redirect count exceeded');
  return run(redirected(job, res.statusCode, location));
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch
function redirected(job, status, location) {
  if (!URL.canParse(location, job.url)) throw typeError('Invalid URL');
  const url = new URL(location, job.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw networkError('URL scheme must be a HTTP(S) scheme');
  if (url.hash === '') url.hash = job.url.hash;
  if ((status === 301 || status === 302) ? job.method === 'POST' : status === 303 && job.method !== 'HEAD') {
    job.method = 'GET';
    job.body = null;
    for (const name of describesBody) job.headers.delete(name);
  } else if (job.body !== null && job.body.length === null) {
    throw typeError('a body that is a stream cannot be sent again');
  }
  if (url.origin !== job.url.origin) {
    for (const name of confidential) job.headers.delete(name);
  }
  job.url = url;
  return job;
}

function responseOf(job, res) {
  const headers = new HeaderList();
  for (let i = 0; i < res.rawHeaders.length; i += 2) headers.append(res.rawHeaders[i], res.rawHeaders[i + 1]);
  const empty = nullBodyStatus.has(res.statusCode) || job.method === 'HEAD';
  if (empty) res.resume();
  return makeResponse({
    type: 'basic',
    url: job.url.href,
    redirected: job.redirects > 0,
    status: res.statusCode,
    statusText: res.statusMessage,
    headers,
    body: empty ? null : new Body(readResponse(job, res, headers), null),
  }, 'immutable');
}

// The bytes of a response. It begins to be read when somebody asks.
function readResponse({ signal }, res, headers) {
  const { ReadableStream } = require('stream/web');
  const compressed = headers.has('content-encoding');
  const source = compressed ? require('web/fetch/decoding').decoded(res, headers) : res;
  let controller;
  const fail = (error) => {
    source.destroy();
    res.destroy();
    controller.error(error);
  };
  const onAbort = () => fail(signal.reason ?? lazyDOMException('This operation was aborted', 'AbortError'));
  return new ReadableStream({
    type: 'bytes',
    start(given) {
      controller = given;
      signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
      source.pause();
      source.on('data', (chunk) => {
        controller.enqueue(new Uint8Array(chunk));
        if (controller.desiredSize <= 0) source.pause();
      });
      source.on('end', () => {
        signal.removeEventListener('abort', onAbort);
        controller.close();
        controller.byobRequest?.respond(0);
      });
      source.on('error', (error) => {
        if (!signal.aborted) fail(typeError('terminated', { cause: socketError(error) }));
      });
      source.pause();
    },
    pull() {
      source.resume();
    },
    cancel() {
      signal.removeEventListener('abort', onAbort);
      source.destroy();
      res.destroy();
    },
  });
}

module.exports = { fetch };
