// The entry point of a program.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#program-entry-point
'use strict';

const { StringPrototypeEndsWith, StringPrototypeRepeat } = primordials;

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
      StringPrototypeEndsWith(mainPath, '.mts') && getOptionValue('--strip-types')) return true;
  if (StringPrototypeEndsWith(mainPath, '.cjs') || StringPrototypeEndsWith(mainPath, '.cts')) return false;
  const { getNearestParentPackageJSONType } = require('internal/modules/package_json_reader');
  return getNearestParentPackageJSONType(mainPath) === 'module';
}

let pending;
let loadersAreSet = false;

// Whether the promise of the entry has not settled.
let entryWaits = false;

// The program ends while its entry still waits: code 13 and the place where it waits.
function handleExit() {
  const process = require('process');
  if (process.exitCode !== undefined) return;
  process.exitCode = 13;
  if (!getOptionValue('--warnings')) return;
  const { main } = require('internal/modules/esm/loader').getLoader();
  const places = main?.module.getStalledAwaits() ?? [];
  for (let i = 0; i < places.length; i++) {
    const { 0: file, 1: line, 2: column, 3: source } = places[i];
    const marker = `${StringPrototypeRepeat(' ', column)}^`;
    process._rawDebug(`Warning: Detected unsettled top-level await at ${file}:${line}\n${source}\n${marker}\n\n\n`);
  }
}

// A promise of the entry that never settles ends the process with 13.
async function asyncRunEntryPointWithESMLoader(callback) {
  entryWaits = true;
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  try {
    const loaders = getOptionValue('--experimental-loader');
    const preloads = getOptionValue('--import');
    if (loaders.length > 0 && !loadersAreSet) {
      loadersAreSet = true;
      require('internal/modules/esm/hooks_thread').registerLoaders(loaders);
    }
    if (preloads.length > 0 && !pending) {
      pending = true;
      const { pathToFileURL } = require('internal/url');
      const base = pathToFileURL(`${ops.op_process_cwd()}/`).href;
      for (let i = 0; i < preloads.length; i++) await loader.import(preloads[i], base, { __proto__: null });
    }
    return await callback(loader);
  } catch (error) {
    require('internal/process/fatal').triggerUncaughtException(error, true /* fromPromise */);
    return undefined;
  } finally {
    entryWaits = false;
  }
}

function runEntryPointWithESMLoader(callback) {
  return asyncRunEntryPointWithESMLoader(callback);
}

// --entry-url: what the program is called is a URL, relative to the current directory.
function runEntryURL(main) {
  const { pathToFileURL, URL } = require('internal/url');
  const { href } = new URL(main, pathToFileURL(`${ops.op_process_cwd()}/`));
  require('internal/util').emitExperimentalWarning('--entry-url');
  runEntryPointWithESMLoader((cascadedLoader) => cascadedLoader.importEntry(href));
}

function executeUserEntryPoint(main = require('process').argv[1]) {
  if (getOptionValue('--entry-url') && main === require('process').argv[1]) {
    runEntryURL(main);
    return;
  }
  const mainPath = resolveMainPath(main);
  if (!shouldUseESMLoader(mainPath)) {
    const { wrapModuleLoad } = require('internal/modules/cjs/loader');
    wrapModuleLoad(main, null, true);
    return;
  }
  const { pathToFileURL } = require('internal/url');
  const url = pathToFileURL(mainPath || main).href;
  runEntryPointWithESMLoader((cascadedLoader) => cascadedLoader.importEntry(url));
}

// The loop is empty: what the entry waits for will not come.
function reportUnsettledEntry() {
  if (entryWaits) handleExit();
}

module.exports = { executeUserEntryPoint, reportUnsettledEntry, resolveMainPath, runEntryPointWithESMLoader };
