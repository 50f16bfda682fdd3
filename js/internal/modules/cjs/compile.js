// Source text to the function of a CommonJS module, and the question whether it is one.
// https://nodejs.org/docs/latest-v26.x/api/packages.html#syntax-detection
'use strict';

const { RegExpPrototypeExec, StringPrototypeIncludes, Symbol, SyntaxError } = primordials;

const { getOptionValue } = require('internal/options');

// Where a dynamic import() in CommonJS code comes from: the loader's own, by file name.
const kDefaultHost = Symbol('vm_dynamic_import_default_internal');
const kMainHost = Symbol('vm_dynamic_import_main_context_default');

// V8's words for syntax that only modules have.
const moduleOnly = [
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
];
// V8's words for code that may be a module: the names of the CommonJS wrapper declared again, top-level await.
const perhapsModule = [
  "Identifier '__filename' has already been declared",
  "Identifier '__dirname' has already been declared",
  "Identifier 'exports' has already been declared",
  "Identifier 'module' has already been declared",
  "Identifier 'require' has already been declared",
  'await is only valid in async functions and the top level bodies of modules',
  'Unexpected reserved word',
  "Unexpected identifier",
  'missing ) after argument list',
];

function looksLikeModule(error, content, filename) {
  if (!(error instanceof SyntaxError)) return false;
  const { message } = error;
  for (let i = 0; i < moduleOnly.length; i++) if (StringPrototypeIncludes(message, moduleOnly[i])) return true;
  for (let i = 0; i < perhapsModule.length; i++) {
    if (StringPrototypeIncludes(message, perhapsModule[i])) return compilesAsModule(content, filename);
  }
  return false;
}

function compilesAsModule(content, filename) {
  try {
    ops.op_module_wrap_compile(`${filename}`, content, undefined, 0, 0);
    return true;
  } catch {
    return false;
  }
}

// {function} or, for a file whose package does not say, {canParseAsESM: true}.
function compileForLoader(content, filename, format) {
  try {
    return { __proto__: null, function: ops.op_module_compile_cjs(filename, content, kDefaultHost) };
  } catch (error) {
    if (format === undefined && getOptionValue('--experimental-detect-module') &&
        looksLikeModule(error, content, filename)) {
      return { __proto__: null, canParseAsESM: true };
    }
    if (format === 'commonjs' && error instanceof SyntaxError &&
        RegExpPrototypeExec(/import statement|'export'|import\.meta/, error.message) !== null) {
      warnAboutModuleSyntax(filename);
    }
    throw error;
  }
}

let warned = false;
function warnAboutModuleSyntax(filename) {
  if (warned) return;
  warned = true;
  require('process').emitWarning(
    `Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest package.json file ` +
    'or use the .mjs extension.');
}

// A program has changed Module.wrapper: the text is a script that evaluates to the function.
function compileWrapped(filename, script) {
  return { __proto__: null, function: ops.op_module_run_script(filename, script, kDefaultHost) };
}

module.exports = { compileForLoader, compileWrapped, compilesAsModule, kDefaultHost, kMainHost, looksLikeModule };
