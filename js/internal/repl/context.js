// The world in which input is evaluated, with the variables that the REPL adds to it.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#global-and-local-scope
'use strict';

const { BuiltinModule } = require('internal/bootstrap/realm');

function define(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, configurable: true, writable: true, value });
}

function newContext() {
  const vm = require('vm');
  const context = vm.createContext();
  const own = new Set(vm.runInContext('Object.getOwnPropertyNames(globalThis)', context));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    // The context has a language of its own.
    if (own.has(name)) continue;
    Object.defineProperty(context, name, {
      __proto__: null,
      ...Object.getOwnPropertyDescriptor(globalThis, name),
    });
  }
  context.global = context;
  const { Console } = require('console');
  return { context, Console };
}

function createContext(repl) {
  let context = globalThis;
  // Without node:vm there is only the global world.
  if (!repl.useGlobal && BuiltinModule.exists('vm')) {
    const made = newContext();
    ({ context } = made);
    Object.defineProperty(context, 'console', {
      __proto__: null, configurable: true, writable: true, value: new made.Console(repl.output),
    });
  }
  const { Module } = require('internal/modules/cjs/loader');
  const { addBuiltinLibsToObject, makeRequireFunction } = require('internal/modules/helpers');
  const parent = new Module('<repl>');
  // Packages are those of the working folder; files are never looked for in `node_modules`.
  try {
    parent.paths = Module._nodeModulePaths(require('path').resolve('<repl>'));
  } catch {
    // The working folder is gone.
    parent.paths = [];
  }
  const replModule = new Module('<repl>');
  replModule.paths = Module._resolveLookupPaths('<repl>', parent) ?? [];
  define(context, 'module', replModule);
  define(context, 'require', makeRequireFunction(replModule));
  addBuiltinLibsToObject(context, '<REPL>');
  return context;
}

// A variable that the REPL keeps until the program assigns it.
function defineKept(repl, name, assigned, last) {
  Object.defineProperty(repl.context, name, {
    __proto__: null,
    configurable: true,
    get: () => repl[last],
    set: (value) => {
      repl[last] = value;
      if (!repl[assigned]) {
        repl[assigned] = true;
        repl.output.write(`Expression assignment to ${name} now disabled.\n`);
      }
    },
  });
}

function defineLastValues(repl) {
  defineKept(repl, '_', 'underscoreAssigned', 'last');
  defineKept(repl, '_error', 'underscoreErrAssigned', 'lastError');
}

module.exports = { createContext, defineLastValues };
