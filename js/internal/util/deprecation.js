// Warnings that are given once: deprecations and experimental features.
// https://nodejs.org/docs/latest-v26.x/api/util.html#utildeprecatefn-msg-code-options
'use strict';

const {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  ReflectApply,
  ReflectConstruct,
  SafeSet,
} = primordials;

// Codes and features that were warned about already.
const warnedCodes = new SafeSet();
const warnedFeatures = new SafeSet();

function emitWarning(...args) {
  const process = require('process');
  ReflectApply(process.emitWarning, process, args);
}

// A function that warns the first time it is called, and once for each code.
function getDeprecationWarningEmitter(code, message, deprecated, useEmitSync, shouldEmitWarning = () => true) {
  let warned = false;
  return function(arg) {
    if (warned || !shouldEmitWarning(arg)) return;
    warned = true;
    if (code === 'ExperimentalWarning') {
      emitWarning(message, code, deprecated);
    } else if (code === undefined) {
      emitWarning(message, 'DeprecationWarning', deprecated);
    } else if (!warnedCodes.has(code)) {
      warnedCodes.add(code);
      if (useEmitSync) {
        require('internal/process/warning').emitWarningSync(message, 'DeprecationWarning', code, deprecated);
      } else {
        emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
  };
}

function isPendingDeprecation() {
  const { getOptionValue } = require('internal/options');
  return getOptionValue('--pending-deprecation') && !getOptionValue('--no-deprecation');
}

function copyLength(target, source) {
  ObjectDefineProperty(target, 'length', { __proto__: null, ...ObjectGetOwnPropertyDescriptor(source, 'length') });
}

function deprecate(fn, message, code, useEmitSync, modifyPrototype = true) {
  if (code !== undefined) require('internal/validators').validateString(code, 'code');
  const warn = getDeprecationWarningEmitter(code, message, deprecated, useEmitSync);

  function deprecated(...args) {
    if (!require('process').noDeprecation) warn();
    return new.target ? ReflectConstruct(fn, args, new.target) : ReflectApply(fn, this, args);
  }

  if (modifyPrototype) {
    ObjectSetPrototypeOf(deprecated, fn);
    // Instances of the wrapped constructor are instances of the wrapper too.
    if (fn.prototype) deprecated.prototype = fn.prototype;
    copyLength(deprecated, fn);
  }
  return deprecated;
}

// Deprecations that only --pending-deprecation shows. The option is looked up at the call, as the wrapper may be made
// before the command line is known.
function pendingDeprecate(fn, message, code) {
  const warn = getDeprecationWarningEmitter(code, message, deprecated, false, isPendingDeprecation);

  function deprecated(...args) {
    warn();
    return ReflectApply(fn, this, args);
  }

  copyLength(deprecated, fn);
  return deprecated;
}

function deprecateProperty(key, message, code, shouldEmitWarning) {
  const warn = getDeprecationWarningEmitter(code, message, undefined, false, shouldEmitWarning);
  return (options) => {
    if (key in options) warn();
  };
}

function deprecateInstantiation(target, code, ...args) {
  const message = `Instantiating ${target.name} without the 'new' keyword has been deprecated.`;
  getDeprecationWarningEmitter(code, message, target)();
  return ReflectConstruct(target, args);
}

function emitExperimentalWarning(feature, messagePrefix, code, ctor) {
  if (warnedFeatures.has(feature)) return;
  warnedFeatures.add(feature);
  const message = `${messagePrefix || ''}${feature} is an experimental feature and might change at any time`;
  emitWarning(message, 'ExperimentalWarning', code, ctor);
}

module.exports = {
  deprecate,
  deprecateInstantiation,
  deprecateProperty,
  emitExperimentalWarning,
  getDeprecationWarningEmitter,
  isPendingDeprecation,
  pendingDeprecate,
};
