// process.getActiveResourcesInfo(): what keeps the event loop alive.
// https://nodejs.org/api/process.html#processgetactiveresourcesinfo
'use strict';

const { ArrayPrototypePush, ArrayPrototypePushApply } = primordials;

// Functions of other modules: each returns what its part of the runtime has going on.
const requestProviders = [];
const handleProviders = [];
const nameProviders = [];

function addProvider({ requests, handles, names }) {
  if (requests) ArrayPrototypePush(requestProviders, requests);
  if (handles) ArrayPrototypePush(handleProviders, handles);
  if (names) ArrayPrototypePush(nameProviders, names);
}

function collect(providers) {
  const all = [];
  for (let i = 0; i < providers.length; i++) ArrayPrototypePushApply(all, providers[i]());
  return all;
}

function _getActiveRequests() {
  return collect(requestProviders);
}

function _getActiveHandles() {
  return collect(handleProviders);
}

// Requests, then handles, then timers, as in Node.
function getActiveResourcesInfo() {
  const names = collect(nameProviders);
  ArrayPrototypePushApply(names, require('internal/timers').activeResourceNames());
  return names;
}

module.exports = { _getActiveHandles, _getActiveRequests, addProvider, getActiveResourcesInfo };
