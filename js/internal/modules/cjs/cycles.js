// Modules that require each other: what the second `require` gives while the first still runs.
// https://nodejs.org/docs/latest-v26.x/api/modules.html#cycles
'use strict';

const { ObjectGetPrototypeOf, ObjectPrototype, ObjectSetPrototypeOf, Proxy, String } = primordials;
const { kModuleParent, kRequiredModule } = require('internal/modules/cjs/symbols');

// The status of a ModuleWrap.
const kEvaluated = 4;

// Reading a property of half-made exports is the usual sign of a cycle.
const cycleProxyPrototype = new Proxy({}, {
  get(target, property) {
    if (property in target || property === '__esModule' || typeof property === 'symbol') return target[property];
    emitCircularWarning(property);
    return undefined;
  },
  getOwnPropertyDescriptor(target, property) {
    if (property in target || property === '__esModule') return undefined;
    emitCircularWarning(property);
    return undefined;
  },
});

function emitCircularWarning(property) {
  require('process').emitWarning(
    `Accessing non-existent property '${String(property)}' of module exports inside circular dependency`);
}

function getExportsForCircularRequire(module) {
  const requiredESM = module[kRequiredModule];
  if (requiredESM !== undefined && requiredESM.getStatus() !== kEvaluated) {
    const { codes: { ERR_REQUIRE_CYCLE_MODULE } } = require('internal/errors');
    throw new ERR_REQUIRE_CYCLE_MODULE(cycleMessage(module.id, module[kModuleParent]?.filename));
  }
  const { exports } = module;
  if (exports && !ops.op_is_proxy(exports) && ObjectGetPrototypeOf(exports) === ObjectPrototype &&
      !exports.__esModule) {
    ObjectSetPrototypeOf(exports, cycleProxyPrototype);
  }
  return module.exports;
}

function cycleMessage(filename, parentFilename) {
  return `Cannot require() ES Module ${filename} in a cycle.${parentFilename ? ` (from ${parentFilename})` : ''}`;
}

// The module has run to its end, so that reading its exports is no sign of a cycle any more.
function endCycle({ exports }) {
  if (exports && !ops.op_is_proxy(exports) && ObjectGetPrototypeOf(exports) === cycleProxyPrototype) {
    ObjectSetPrototypeOf(exports, ObjectPrototype);
  }
}

module.exports = { cycleMessage, endCycle, getExportsForCircularRequire };
