// Code that comes as text: --eval, --print, stdin.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#-e---eval-script
'use strict';

const { ObjectDefineProperty, Symbol } = primordials;

const path = require('path');
const { getOptionValue } = require('internal/options');

const kHost = Symbol('[eval]');
let evalIndex = 0;

// The variables that a module has are globals here.
function defineModuleGlobals(name) {
  const { Module } = require('internal/modules/cjs/loader');
  const { makeRequireFunction } = require('internal/modules/helpers');
  const cwd = ops.op_process_cwd();
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

function strip(source) {
  const type = getOptionValue('--input-type');
  if (type === 'module-typescript' || type === 'commonjs-typescript') {
    return require('internal/modules/typescript').stripTypeScriptModuleTypes(source);
  }
  return source;
}

// As a script in the global scope. A script that turns out to be a module is evaluated as one.
function evalScript(name, source, print) {
  const type = getOptionValue('--input-type');
  if (type === 'module' || type === 'module-typescript') return evalModule(strip(source), print);
  defineModuleGlobals(name);
  const { addBuiltinLibsToObject } = require('internal/modules/helpers');
  addBuiltinLibsToObject(globalThis, '<eval>');
  let result;
  try {
    result = runScriptInThisContext(name, strip(source));
  } catch (error) {
    const { looksLikeModule } = require('internal/modules/cjs/compile');
    const free = type === '' && getOptionValue('--experimental-detect-module');
    if (free && looksLikeModule(error, source, name)) return evalModule(source, print);
    if (free && getOptionValue('--strip-types') && ops.op_is_native_error(error) && error.name === 'SyntaxError') {
      const stripped = stripOrNothing(source);
      if (stripped !== undefined) {
        result = runScriptInThisContext(name, stripped);
        return printResult(result, print);
      }
    }
    throw error;
  }
  return printResult(result, print);
}

function stripOrNothing(source) {
  try {
    const stripped = require('internal/modules/typescript').stripTypeScriptModuleTypes(source);
    return stripped === source ? undefined : stripped;
  } catch {
    return undefined;
  }
}

// Node calls the script from one of its own, which stands in stacks.
function runScriptInThisContext(name, source) {
  const call = ops.op_module_run_script(`${name}-wrapper`, '(main) => main()', kHost);
  return call(() => ops.op_module_run_script(name, source, kHost));
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
  const url = `${pathToFileURL(`${ops.op_process_cwd()}/`)}[eval${++evalIndex}]`;
  const { runEntryPointWithESMLoader } = require('internal/modules/run_main');
  return runEntryPointWithESMLoader((loader) => loader.importForEntryPoint(url, source));
}

module.exports = { evalModule, evalScript };
