// --test-global-setup: a module whose globalSetup() runs before all tests and whose globalTeardown() after them.
// https://nodejs.org/docs/latest-v26.x/api/test.html#global-setup-and-teardown
'use strict';

async function load(path, cwd) {
  const { resolve } = require('path');
  const { pathToFileURL } = require('internal/url');
  const { validateFunction } = require('internal/validators');
  const loader = require('internal/modules/esm/loader').getLoader();
  const namespace = await loader.import(pathToFileURL(resolve(cwd, path)).href, undefined, { __proto__: null });
  const exported = namespace.default !== undefined && namespace.globalSetup === undefined &&
    namespace.globalTeardown === undefined ? namespace.default : namespace;
  const { globalSetup, globalTeardown } = exported ?? {};
  if (globalSetup) validateFunction(globalSetup, 'globalSetupFunction');
  if (globalTeardown) validateFunction(globalTeardown, 'globalTeardownFunction');
  return { globalSetup, globalTeardown };
}

// An error in it ends the process: no test can be right after it.
async function setup(harness, { cwd, globalSetupPath }) {
  if (!globalSetupPath) return;
  let teardown;
  try {
    const { globalSetup, globalTeardown } = await load(globalSetupPath, cwd);
    await globalSetup?.();
    teardown = globalTeardown;
  } catch (error) {
    harness.stop();
    require('internal/process/fatal').triggerUncaughtException(error, false);
    return;
  }
  harness.teardown = async () => {
    const fn = teardown;
    teardown = undefined;
    await fn?.();
  };
}

module.exports = { setup };
