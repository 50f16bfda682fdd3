// Entries of lookups and queries for performance observers of the type `dns`.
// https://nodejs.org/docs/latest-v26.x/api/perf_hooks.html#performanceentrydetail
'use strict';

let observe;
let known;

// The observer module is large; it is looked at only once it is loaded by someone.
function observer() {
  if (observe !== undefined) return observe;
  known ??= require('internal/realm').map;
  if (known.get('internal/perf/observe')?.loaded !== true) return undefined;
  return observe = require('internal/perf/observe');
}

function hasObserver() {
  return observer()?.hasObserver('dns') === true;
}

function startPerf(target, key, context) {
  observer()?.startPerf(target, key, context);
}

function stopPerf(target, key, context) {
  observer()?.stopPerf(target, key, context);
}

module.exports = { hasObserver, startPerf, stopPerf };
