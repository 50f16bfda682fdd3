// `HttpRequest` and `HttpClient` entries for performance observers of the type `http`.
// https://nodejs.org/docs/latest-v26.x/api/perf_hooks.html#performanceentrydetail
'use strict';

const kStatistics = Symbol('http statistics');

let observe;
let known;

// The observer module is large; it is looked at only once it is loaded by someone.
function isObserved() {
  if (observe === undefined) {
    known ??= require('internal/realm').map;
    if (known.get('internal/perf/observe')?.loaded !== true) return false;
    observe = require('internal/perf/observe');
  }
  return observe.hasObserver('http');
}

function headersOf(message) {
  return typeof message.getHeaders === 'function' ? message.getHeaders() : {};
}

function beginRequest(res, { headers, method, url }) {
  observe.startPerf(res, kStatistics, { type: 'http', name: 'HttpRequest', detail: { req: { method, url, headers } } });
}

function endRequest(res) {
  if (!res[kStatistics]) return;
  const { statusCode, statusMessage } = res;
  observe.stopPerf(res, kStatistics, { detail: { res: { statusCode, statusMessage, headers: headersOf(res) } } });
}

function beginClient(req, url) {
  const detail = { req: { method: req.method, url, headers: headersOf(req) } };
  observe.startPerf(req, kStatistics, { type: 'http', name: 'HttpClient', detail });
}

function endClient(req, { headers, statusCode, statusMessage }) {
  if (!req[kStatistics]) return;
  observe.stopPerf(req, kStatistics, { detail: { res: { statusCode, statusMessage, headers } } });
}

module.exports = { beginClient, beginRequest, endClient, endRequest, isObserved };
