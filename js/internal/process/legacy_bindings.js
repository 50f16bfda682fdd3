// process.binding(), as far as it is data. https://nodejs.org/api/deprecations.html#DEP0111
'use strict';

const { codes: { ERR_INVALID_MODULE } } = require('internal/errors');
const process = require('process');

// The checks that util.types had before it was public.
const typeChecks = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal',
  'isMap', 'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray',
  'isUint8Array',
];

const makers = {
  __proto__: null,
  constants() {
    return {
      __proto__: null,
      os: require('os').constants,
      fs: require('fs').constants,
    };
  },
  inspector() {
    return { isEnabled: () => require('inspector').url() !== undefined };
  },
  natives() {
    return { __proto__: null };
  },
  os() {
    return { __proto__: null, ...require('os') };
  },
  util() {
    const { types } = require('util');
    const binding = {};
    for (const name of typeChecks) binding[name] = types[name];
    return binding;
  },
  uv() {
    const { getSystemErrorMap, getSystemErrorName } = require('util');
    const binding = { errname: (err) => getSystemErrorName(err) };
    for (const { 0: errno, 1: { 0: name } } of getSystemErrorMap()) binding[`UV_${name}`] = errno;
    return binding;
  },
};
const made = { __proto__: null };

let warned = false;

function binding(name) {
  const maker = makers[name];
  if (maker === undefined) throw new ERR_INVALID_MODULE(name);
  const { getOptionValue } = require('internal/options');
  if (!warned && getOptionValue('--pending-deprecation')) {
    warned = true;
    process.emitWarning('Access to process.binding(\'' + name + '\') is deprecated.', 'DeprecationWarning', 'DEP0111');
  }
  return made[name] ??= maker();
}

module.exports = { binding };
