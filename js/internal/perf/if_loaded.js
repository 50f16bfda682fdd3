// What modules tell performance observers: the observer module is large, and without it nobody observes.
// https://nodejs.org/docs/latest-v26.x/api/perf_hooks.html#class-performanceobserver
'use strict';

const { map } = require('internal/realm');

let observe;

// The observer module when someone has loaded it.
function loaded() {
  if (observe === undefined && map.get('internal/perf/observe')?.loaded === true) {
    observe = require('internal/perf/observe');
  }
  return observe;
}

// Whether somebody observes entries of `type`.
function hasObserver(type) {
  return loaded()?.hasObserver(type) === true;
}

// The others are for whoever has asked that.
function enqueue(entry) {
  loaded()?.enqueue(entry);
}

function startPerf(target, key, context) {
  loaded()?.startPerf(target, key, context);
}

function stopPerf(target, key, context) {
  loaded()?.stopPerf(target, key, context);
}

module.exports = { enqueue, hasObserver, startPerf, stopPerf };
