// process.finalization. https://nodejs.org/api/process.html#processfinalizationregisterref-callback
'use strict';

const { SafeFinalizationRegistry, SafeSet, SafeWeakRef } = primordials;

const { kValidateObjectAllowFunction, validateObject } = require('internal/validators');
const { emitExperimentalWarning } = require('internal/util');
const process = require('process');

function createFinalization() {
  // Weak references with the function of each, by the event that calls it.
  const refs = { __proto__: null, exit: new SafeSet(), beforeExit: new SafeSet() };
  const listeners = {
    __proto__: null,
    exit: () => callAll('exit'),
    beforeExit: () => callAll('beforeExit'),
  };
  let registry = null;

  function callAll(event) {
    for (const ref of refs[event]) {
      const obj = ref.deref();
      if (obj !== undefined) ref.fn(obj, event);
    }
    refs[event].clear();
  }

  function removeListenerIfEmpty(event) {
    if (refs[event].size > 0) return;
    process.removeListener(event, listeners[event]);
    if (refs.exit.size === 0 && refs.beforeExit.size === 0) registry = null;
  }

  function forget(ref) {
    for (const event in refs) {
      if (refs[event].delete(ref)) removeListenerIfEmpty(event);
    }
  }

  function add(event, obj, fn) {
    if (refs[event].size === 0) process.on(event, listeners[event]);
    const ref = new SafeWeakRef(obj);
    ref.fn = fn;
    registry ??= new SafeFinalizationRegistry(forget);
    registry.register(obj, ref, obj);
    refs[event].add(ref);
  }

  function register(obj, fn) {
    emitExperimentalWarning('process.finalization.register');
    validateObject(obj, 'obj', kValidateObjectAllowFunction);
    add('exit', obj, fn);
  }

  function registerBeforeExit(obj, fn) {
    emitExperimentalWarning('process.finalization.registerBeforeExit');
    validateObject(obj, 'obj', kValidateObjectAllowFunction);
    add('beforeExit', obj, fn);
  }

  function unregister(obj) {
    emitExperimentalWarning('process.finalization.unregister');
    if (registry === null) return;
    registry.unregister(obj);
    for (const event in refs) {
      for (const ref of refs[event]) {
        const target = ref.deref();
        if (target === undefined || target === obj) refs[event].delete(ref);
      }
      removeListenerIfEmpty(event);
    }
  }

  return { register, registerBeforeExit, unregister };
}

module.exports = { createFinalization };
