// What V8 asks of the loader while code runs: import() and import.meta. Nothing is loaded before it asks.
'use strict';

const { PromiseReject, SafeMap, SafeWeakMap, StringPrototypeStartsWith } = primordials;

// Symbol of a vm script -> its own importModuleDynamically. Weak: the code holds the symbol.
const hosts = new SafeWeakMap();

function importDynamically(host, referrer, specifier, attributes, phase) {
  const own = hosts.get(host);
  if (own !== undefined) return own(specifier, attributes, phase);
  // Code of no file, such as an indirect eval from a promise job, which a builtin may run: there is nothing to resolve from.
  if (host === undefined && (referrer === undefined || StringPrototypeStartsWith(referrer, 'node:'))) {
    const { codes: { ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING } } = require('internal/errors');
    return PromiseReject(new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING());
  }
  try {
    return require('internal/modules/esm/loader').importModuleDynamically(referrer, specifier, attributes, phase);
  } catch (error) {
    return PromiseReject(error);
  }
}

const metas = new SafeMap();

function importMeta(id, meta) {
  const own = metas.get(id);
  if (own !== undefined) return own(meta);
  return require('internal/modules/esm/loader').getLoader().initializeImportMeta(id, meta);
}

function install() {
  ops.op_module_set_callbacks(importMeta, importDynamically);
}

module.exports = { hosts, install, metas };
