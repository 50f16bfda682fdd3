// Source text to the function of a CommonJS module, and the question whether it is one.
// https://nodejs.org/docs/latest-v26.x/api/packages.html#syntax-detection
'use strict';

const {
  JSONParse,
  RegExpPrototypeExec,
  StringPrototypeIncludes,
  StringPrototypeRepeat,
  StringPrototypeSplit,
  Symbol,
  SyntaxError,
} = primordials;

const { getOptionValue } = require('internal/options');

// Where a dynamic import() in CommonJS code comes from: the loader's own, by file name.
const kDefaultHost = Symbol('vm_dynamic_import_default_internal');
const kMainHost = Symbol('vm_dynamic_import_main_context_default');

// `cacheSourceMap(name, content, module, compiled)` is there while source maps are in use; `loading(path or URL)` and
// `missing(request, parent)` where `--watch` wants to know; `mock(url)` gives what stands for a module in a test.
const hooks = {
  __proto__: null,
  cacheSourceMap: undefined,
  callMain: undefined,
  loading: undefined,
  missing: undefined,
  mock: undefined,
};

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
];
// `await x` without parentheses around: V8 does not say `await` there.
const awaitFollows = ['Unexpected ', 'missing ) after argument list'];

function hasModuleOnlyError(message) {
  for (let i = 0; i < moduleOnly.length; i++) if (StringPrototypeIncludes(message, moduleOnly[i])) return true;
  return false;
}

function looksLikeModule(error, content, filename) {
  if (!(error instanceof SyntaxError)) return false;
  const { message } = error;
  if (hasModuleOnlyError(message)) return true;
  for (let i = 0; i < perhapsModule.length; i++) {
    if (StringPrototypeIncludes(message, perhapsModule[i])) return compilesAsModule(content, filename);
  }
  if (RegExpPrototypeExec(/\bawait\b/, content) === null) return false;
  for (let i = 0; i < awaitFollows.length; i++) {
    if (StringPrototypeIncludes(message, awaitFollows[i])) return compilesAsModule(content, filename);
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

// Whether `content` cannot be CommonJS but can be an ES module.
function hasModuleSyntax(content, filename) {
  try {
    ops.op_module_compile_cjs(filename, content, kDefaultHost);
    return false;
  } catch (error) {
    return looksLikeModule(error, content, filename);
  }
}

// A file did not compile: whether it is an ES module whose package does not say so. The error keeps its place.
function isModuleAfterAll(error, content, filename, format, isMain) {
  keepPlace(error);
  if (format === undefined) {
    return getOptionValue('--experimental-detect-module') &&
      (isMain || getOptionValue('--experimental-require-module')) && looksLikeModule(error, content, filename);
  }
  if (format === 'commonjs' && error instanceof SyntaxError && hasModuleOnlyError(error.message)) {
    warnAboutModuleSyntax(filename);
  }
  return false;
}

// {function} or {canParseAsESM: true}.
function compileForLoader(content, filename, format) {
  let error;
  try {
    return { __proto__: null, function: ops.op_module_compile_cjs(filename, content, kDefaultHost) };
  } catch (err) {
    error = err;
  }
  if (isModuleAfterAll(error, content, filename, format)) return { __proto__: null, canParseAsESM: true };
  throw error;
}

// The place of what was just thrown, remembered with the error: it goes through more hands before it is printed.
function keepPlace(error) {
  if (typeof error !== 'object' || error === null) return;
  const place = ops.op_process_exception_message(error);
  if (place === null || place === undefined) return;
  const { 0: file, 1: line, 2: source, 3: start, 4: end } = place;
  const marker = StringPrototypeRepeat(' ', start) + StringPrototypeRepeat('^', end - start);
  require('internal/errors').setArrowMessage(error, `${file}:${line}\n${source}\n${marker}\n`);
}

let warned = false;
function warnAboutModuleSyntax(filename) {
  if (warned) return;
  warned = true;
  // At once: the process is about to end.
  require('internal/process/warning').emitWarningSync(
    `Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest package.json file ` +
    'or use the .mjs extension.');
}

// --trace-require-module: every one, or those that are not below node_modules.
function warnAboutRequireModule(parent, filename) {
  const mode = getOptionValue('--trace-require-module');
  const from = parent?.filename;
  if (mode === 'no-node-modules' && from && RegExpPrototypeExec(/[\\/]node_modules[\\/]/, from) !== null) return;
  const messenger = from ? `CommonJS module ${from}` : 'CommonJS module';
  require('process').emitWarning(
    `${messenger} is loading ES Module ${filename} using require().\nSupport for loading ES Module in require() is an ` +
    'experimental feature and might change at any time', 'ExperimentalWarning', undefined, parent?.require);
}

// The error of a require shows the line of the program that asked.
function pointAtRequire(error, parentPath, parent) {
  let source;
  try {
    source = ops.op_module_read_source(parentPath);
  } catch {
    return;
  }
  const match = RegExpPrototypeExec(new RegExp(`\\n\\s*at .*${escape(parent?.filename ?? '')}:(\\d+):(\\d+)\\)?`), error.stack);
  if (match === null) return;
  const { 1: line, 2: column } = match;
  const text = StringPrototypeSplit(source, '\n', +line)[line - 1];
  if (text === undefined) return;
  require('internal/errors').setArrowMessage(
    error, `${parentPath}:${line}\n${text}\n${StringPrototypeRepeat(' ', column - 1)}^\n`);
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function parseJSON(filename, text) {
  try {
    return JSONParse(text);
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
}

// A program has changed Module.wrapper: the text is a script that evaluates to the function.
function compileWrapped(filename, script) {
  return { __proto__: null, function: ops.op_module_run_script(filename, script, kDefaultHost) };
}

module.exports = {
  compileForLoader,
  compileWrapped,
  compilesAsModule,
  hasModuleSyntax,
  hooks,
  isModuleAfterAll,
  kDefaultHost,
  keepPlace,
  kMainHost,
  looksLikeModule,
  parseJSON,
  pointAtRequire,
  warnAboutRequireModule,
};
