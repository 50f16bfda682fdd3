// process.getActiveResourcesInfo(): what keeps the event loop alive.
// https://nodejs.org/api/process.html#processgetactiveresourcesinfo
'use strict';

const { ArrayPrototypeMap, ArrayPrototypePush, ArrayPrototypePushApply, StringPrototypeSplit } = primordials;

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

// Native code counts its requests by kind.
function activeRequestNames() {
  const { requestClassNames } = require('internal/async_hooks');
  const kinds = ops.op_core_active_requests();
  if (kinds === '') return [];
  return ArrayPrototypeMap(StringPrototypeSplit(kinds, ' '), (kind) => requestClassNames[kind]);
}

// A request is no object here; one of its name stands for it.
function _getActiveRequests() {
  const all = ArrayPrototypeMap(activeRequestNames(), (name) => new ({ [name]: class {} }[name])());
  ArrayPrototypePushApply(all, collect(requestProviders));
  return all;
}

function _getActiveHandles() {
  return collect(handleProviders);
}

// Requests, then handles, then timers, as in Node.
function getActiveResourcesInfo() {
  const names = activeRequestNames();
  ArrayPrototypePushApply(names, collect(nameProviders));
  ArrayPrototypePushApply(names, require('internal/timers').activeResourceNames());
  return names;
}

module.exports = { _getActiveHandles, _getActiveRequests, addProvider, getActiveResourcesInfo };
