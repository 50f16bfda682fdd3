// TypeScript by stripping types.
// https://nodejs.org/docs/latest-v26.x/api/typescript.html#type-stripping
'use strict';

const { StringPrototypeIncludes, StringPrototypeRepeat } = primordials;

function parseTypeScript(source, filename, keep = false) {
  const result = ops.op_module_strip_types(source, keep ? `${filename}` : '');
  if (typeof result === 'string') return result;
  const { 0: unsupported, 1: message, 2: line, 3: text, 4: start, 5: end } = result;
  const { codes: { ERR_INVALID_TYPESCRIPT_SYNTAX, ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX }, setArrowMessage } =
    require('internal/errors');
  const error = unsupported ? new ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX(message) :
    new ERR_INVALID_TYPESCRIPT_SYNTAX(message);
  if (filename && text !== undefined) {
    const marker = StringPrototypeRepeat(' ', start) + StringPrototypeRepeat('^', end - start);
    setArrowMessage(error, `${nameOf(filename)}:${line}\n${text}\n${marker}\n`);
  }
  throw error;
}

// Files are shown as URLs.
function nameOf(filename) {
  return filename[0] === '/' ? require('internal/url').pathToFileURL(filename).href : filename;
}

function stripTypeScriptModuleTypes(source, filename) {
  if (filename !== undefined && StringPrototypeIncludes(filename, '/node_modules/')) {
    const { codes: { ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING } } = require('internal/errors');
    throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  if (filename === undefined) return parseTypeScript(source, filename);
  // Debuggers see that the source is not the file's.
  return `${parseTypeScript(source, filename, true)}\n\n//# sourceURL=${filename}`;
}

// `module.stripTypeScriptTypes(code, options)`.
function stripTypeScriptTypes(code, options = {}) {
  require('internal/util').emitExperimentalWarning('stripTypeScriptTypes');
  const { validateObject, validateOneOf, validateString } = require('internal/validators');
  validateString(code, 'code');
  validateObject(options, 'options');
  const { mode = 'strip', sourceUrl = '' } = options;
  validateString(sourceUrl, 'options.sourceUrl');
  validateOneOf(mode, 'options.mode', ['strip']);
  const stripped = parseTypeScript(code, sourceUrl);
  return sourceUrl ? `${stripped}\n\n//# sourceURL=${sourceUrl}` : stripped;
}

module.exports = { stripTypeScriptModuleTypes, stripTypeScriptTypes };
