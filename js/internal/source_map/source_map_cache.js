// Source maps of stack traces: whether they are on. Mapping itself does not exist yet, so it cannot be turned on.
// https://nodejs.org/docs/latest-v26.x/api/module.html#source-map-support
'use strict';

const { ObjectFreeze } = primordials;

const { validateBoolean, validateObject } = require('internal/validators');

const support = ObjectFreeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });

function getSourceMapsSupport() {
  return support;
}

function setSourceMapsSupport(enabled, options = { __proto__: null }) {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  if (!enabled) return;
  const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('source map support');
}

module.exports = { getSourceMapsSupport, setSourceMapsSupport };
