// TypeScript by stripping types.
// https://nodejs.org/docs/latest-v26.x/api/typescript.html#type-stripping
'use strict';

const { StringPrototypeIncludes } = primordials;

function stripTypeScriptModuleTypes(source, filename) {
  if (filename !== undefined && StringPrototypeIncludes(filename, '/node_modules/')) {
    const { codes: { ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING } } = require('internal/errors');
    throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  const result = ops.op_module_strip_types(source);
  if (typeof result === 'string') return result;
  const { 0: unsupported, 1: message } = result;
  const { codes: { ERR_INVALID_TYPESCRIPT_SYNTAX, ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX } } = require('internal/errors');
  throw unsupported ? new ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX(message) : new ERR_INVALID_TYPESCRIPT_SYNTAX(message);
}

// `module.stripTypeScriptTypes(code, options)`.
function stripTypeScriptTypes(code, options = {}) {
  const { validateObject, validateOneOf, validateString } = require('internal/validators');
  validateString(code, 'code');
  validateObject(options, 'options');
  const { mode = 'strip', sourceUrl = '' } = options;
  validateString(sourceUrl, 'options.sourceUrl');
  validateOneOf(mode, 'options.mode', ['strip']);
  const stripped = stripTypeScriptModuleTypes(code);
  return sourceUrl ? `${stripped}\n\n//# sourceURL=${sourceUrl}` : stripped;
}

module.exports = { stripTypeScriptModuleTypes, stripTypeScriptTypes };
