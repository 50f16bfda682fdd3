// `HttpRequest` and `HttpClient` entries for performance observers of the type `http`.
// https://nodejs.org/docs/latest-v26.x/api/perf_hooks.html#performanceentrydetail
'use strict';

const perf = require('internal/perf/if_loaded');

const kStatistics = Symbol('http statistics');

const isObserved = () => perf.hasObserver('http');

function headersOf(message) {
  return typeof message.getHeaders === 'function' ? message.getHeaders() : {};
}

function beginRequest(res, { headers, method, url }) {
  perf.startPerf(res, kStatistics, { type: 'http', name: 'HttpRequest', detail: { req: { method, url, headers } } });
}

function endRequest(res) {
  if (!res[kStatistics]) return;
  const { statusCode, statusMessage } = res;
  perf.stopPerf(res, kStatistics, { detail: { res: { statusCode, statusMessage, headers: headersOf(res) } } });
}

function beginClient(req, url) {
  const detail = { req: { method: req.method, url, headers: headersOf(req) } };
  perf.startPerf(req, kStatistics, { type: 'http', name: 'HttpClient', detail });
}

function endClient(req, { headers, statusCode, statusMessage }) {
  if (!req[kStatistics]) return;
  perf.stopPerf(req, kStatistics, { detail: { res: { statusCode, statusMessage, headers } } });
}

module.exports = { beginClient, beginRequest, endClient, endRequest, isObserved };
