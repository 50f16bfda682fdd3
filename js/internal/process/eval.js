// Code that comes as text: --eval, --print, stdin.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#-e---eval-script
'use strict';

const { ObjectDefineProperty, Symbol } = primordials;

const path = require('path');
const { getOptionValue } = require('internal/options');

const kHost = Symbol('[eval]');
let evalIndex = 0;

// The folder of the process, or of its program when that one is gone.
function currentFolder() {
  try {
    return ops.op_process_cwd();
  } catch {
    return path.dirname(require('process').execPath);
  }
}

// The variables that a module has are globals here.
function defineModuleGlobals(name) {
  const { Module } = require('internal/modules/cjs/loader');
  const { makeRequireFunction } = require('internal/modules/helpers');
  const cwd = currentFolder();
  const module = new Module(name);
  module.filename = path.join(cwd, name);
  module.paths = Module._nodeModulePaths(cwd);
  const values = {
    __proto__: null,
    __filename: name,
    __dirname: '.',
    module,
    exports: module.exports,
    require: makeRequireFunction(module),
  };
  for (const key of ['__filename', 'module', 'exports', '__dirname', 'require']) {
    ObjectDefineProperty(globalThis, key, {
      __proto__: null, value: values[key], configurable: true, enumerable: true, writable: true,
    });
  }
}

function stripTypes(source, name) {
  return require('internal/modules/typescript').stripTypeScriptModuleTypes(source, name);
}

// What a text is by its flags, or by its syntax where they do not say.
function evalScript(name, source, print) {
  switch (getOptionValue('--input-type')) {
    case 'module':
      return evalModule(source, print);
    case 'module-typescript':
      return evalModule(stripTypes(source, name), print);
    case 'commonjs':
      checkScript(name, source);
      return evalFunction(name, source, print);
    case 'commonjs-typescript': {
      const stripped = stripTypes(source, name);
      checkScript(name, stripped);
      return evalFunction(name, stripped, print);
    }
    default:
      return evalTypeScript(name, source, print);
  }
}

function checkScript(name, source) {
  try {
    ops.op_module_check_script(name, source, kHost);
  } catch (error) {
    require('internal/modules/cjs/compile').keepPlace(error);
    throw error;
  }
}

function isModule(error, name, source) {
  if (!getOptionValue('--experimental-detect-module')) return false;
  return require('internal/modules/cjs/compile').looksLikeModule(error, source, name);
}

// JavaScript, or else TypeScript; a script, or else a module.
function evalTypeScript(name, source, print) {
  let original;
  try {
    checkScript(name, source);
  } catch (error) {
    original = error;
  }
  if (original !== undefined) {
    if (isModule(original, name, source) && compilesAsModule(source, name)) return evalModule(source, print);
    if (!getOptionValue('--strip-types')) {
      if (isModule(original, name, source)) return evalModule(source, print);
      throw original;
    }
    let stripped;
    try {
      stripped = stripTypes(source, name);
    } catch (typeError) {
      if (isModule(original, name, source)) return evalModule(source, print);
      addTypeMessage(original, typeError.message);
      throw original;
    }
    try {
      checkScript(name, stripped);
    } catch (error) {
      if (isModule(error, name, stripped)) return evalModule(stripped, print);
      throw error;
    }
    source = stripped;
  }
  return evalFunction(name, source, print);
}

function compilesAsModule(source, name) {
  return require('internal/modules/cjs/compile').compilesAsModule(source, name);
}

// What the TypeScript compiler says stands below the marked place.
function addTypeMessage(error, message) {
  const { getArrowMessage, setArrowMessage } = require('internal/errors');
  const arrow = getArrowMessage(error);
  if (typeof arrow === 'string') setArrowMessage(error, `${arrow}${message}\n`);
}

// As a script in the global scope.
function evalFunction(name, source, print) {
  defineModuleGlobals(name);
  if (name !== '[worker eval]') {
    const { addBuiltinLibsToObject } = require('internal/modules/helpers');
    addBuiltinLibsToObject(globalThis, '<eval>');
  }
  if (getOptionValue('--import').length > 0 || getOptionValue('--experimental-loader').length > 0) {
    const { runEntryPointWithESMLoader } = require('internal/modules/run_main');
    return runEntryPointWithESMLoader(() => printResult(runScriptInContext(name, source), print));
  }
  return printResult(runScriptInContext(name, source), print);
}

// Node calls the script from one of its own, which stands in stacks.
function runScriptInContext(name, source) {
  const call = ops.op_module_run_script(`${name}-wrapper`, '(main) => main()', kHost);
  return call(require('internal/process/execution').entryOf(runScriptInThisContext, name, source));
}

function runScriptInThisContext(name, source) {
  const { callMain } = require('internal/modules/cjs/compile').hooks;
  // A debugger wants to stop at the first statement.
  if (callMain !== undefined) return callMain(ops.op_module_run_script, ops, [name, source, kHost]);
  return ops.op_module_run_script(name, source, kHost);
}

function printResult(result, print) {
  if (!print) return;
  const { log } = require('internal/console/global');
  require('process').on('exit', () => {
    log(result);
  });
}

function evalModule(source, print) {
  if (print) {
    const { codes: { ERR_EVAL_ESM_CANNOT_PRINT } } = require('internal/errors');
    throw new ERR_EVAL_ESM_CANNOT_PRINT();
  }
  const { pathToFileURL } = require('internal/url');
  const url = `${pathToFileURL(`${currentFolder()}/`)}[eval${++evalIndex}]`;
  // A debugger does not stop at the start of a module that comes as text.
  if (getOptionValue('--inspect-brk')) require('internal/modules/cjs/compile').hooks.callMain = undefined;
  const { runEntryPointWithESMLoader } = require('internal/modules/run_main');
  return runEntryPointWithESMLoader((loader) => loader.importEntry(url, source));
}

module.exports = { evalModule, evalScript };
