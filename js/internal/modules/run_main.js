// The entry point of a program.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#program-entry-point
'use strict';

const { PromisePrototypeThen, PromiseResolve, StringPrototypeEndsWith } = primordials;

const path = require('path');
const { getOptionValue } = require('internal/options');

function resolveMainPath(main) {
  const { Module } = require('internal/modules/cjs/loader');
  const { toRealPath } = require('internal/modules/helpers');
  let mainPath = Module._findPath(path.resolve(main), null, true);
  if (mainPath && !getOptionValue('--preserve-symlinks-main')) mainPath = toRealPath(mainPath);
  return mainPath;
}

// Whether the entry goes to the ES module loader from the start.
function shouldUseESMLoader(mainPath) {
  if (getOptionValue('--import').length > 0 || getOptionValue('--experimental-loader').length > 0) return true;
  if (!mainPath) return false;
  if (StringPrototypeEndsWith(mainPath, '.mjs') || StringPrototypeEndsWith(mainPath, '.wasm') ||
      StringPrototypeEndsWith(mainPath, '.mts')) return true;
  if (StringPrototypeEndsWith(mainPath, '.cjs') || StringPrototypeEndsWith(mainPath, '.cts')) return false;
  const { getNearestParentPackageJSONType } = require('internal/modules/package_json_reader');
  return getNearestParentPackageJSONType(mainPath) === 'module';
}

let pending;

function handleExit() {
  const process = require('process');
  process.exitCode ??= 13;
}

// A promise of the entry that never settles ends the process with 13.
function runEntryPointWithESMLoader(callback) {
  const process = require('process');
  process.on('exit', handleExit);
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  const preloads = getOptionValue('--import');
  let chain;
  if (preloads.length > 0 && !pending) {
    pending = true;
    const { pathToFileURL } = require('internal/url');
    const base = pathToFileURL(`${ops.op_process_cwd()}/`).href;
    chain = (async () => {
      for (let i = 0; i < preloads.length; i++) await loader.import(preloads[i], base, { __proto__: null });
      return callback(loader);
    })();
  } else {
    // The body of an ES module is a promise job: what it schedules runs promises first, then ticks.
    chain = PromisePrototypeThen(PromiseResolve(), () => callback(loader));
  }
  PromisePrototypeThen(chain, () => {
    process.off('exit', handleExit);
  }, (error) => {
    process.off('exit', handleExit);
    require('internal/process/fatal').triggerUncaughtException(error, true);
  });
  loader.entryUnsettled = () => process.listeners('exit').includes(handleExit);
  return chain;
}

function executeUserEntryPoint(main = require('process').argv[1]) {
  const mainPath = resolveMainPath(main);
  if (!shouldUseESMLoader(mainPath)) {
    require('internal/modules/cjs/loader').wrapModuleLoad(main, null, true);
    return;
  }
  const { pathToFileURL } = require('internal/url');
  const url = pathToFileURL(mainPath || main).href;
  runEntryPointWithESMLoader((loader) => loader.importForEntryPoint(url));
}

module.exports = { executeUserEntryPoint, resolveMainPath, runEntryPointWithESMLoader };
