// v8.startupSnapshot: a program is never part of a snapshot here. https://nodejs.org/api/v8.html#startup-snapshot-api
'use strict';

const { codes: { ERR_NOT_BUILDING_SNAPSHOT } } = require('internal/errors');

// The flag itself, a number, as in Node.
function isBuildingSnapshot() {
  return 0;
}

function throwIfNotBuildingSnapshot() {
  if (!isBuildingSnapshot()) throw new ERR_NOT_BUILDING_SNAPSHOT();
}

function addSerializeCallback(callback, data) {
  throwIfNotBuildingSnapshot();
}

function addDeserializeCallback(callback, data) {
  throwIfNotBuildingSnapshot();
}

function setDeserializeMainFunction(callback, data) {
  throwIfNotBuildingSnapshot();
}

module.exports = {
  isBuildingSnapshot,
  namespace: { addDeserializeCallback, addSerializeCallback, setDeserializeMainFunction, isBuildingSnapshot },
};
