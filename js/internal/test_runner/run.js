// run(): files of tests, each in a process of its own or all in this one.
// https://nodejs.org/docs/latest-v26.x/api/test.html#runoptions
'use strict';

const { kEmptyObject } = require('internal/util');
const { Harness } = require('internal/test_runner/harness');
const { readConfig } = require('internal/test_runner/config');
const { readRunOptions } = require('internal/test_runner/run_options');

function makeHarness(options) {
  const { concurrency, forceExit, isolation, only, signal, testNamePatterns, testSkipPatterns, timeout } = options;
  const here = isolation === 'none';
  const config = {
    __proto__: null,
    ...readConfig(),
    cwd: options.cwd,
    forceExit: Boolean(forceExit),
    // The processes of the files filter for themselves.
    only: here && Boolean(only),
    findsOnly: here,
    testNamePatterns: here ? testNamePatterns : null,
    testSkipPatterns: here ? testSkipPatterns : null,
    timeout: null,
  };
  if (options.coverage !== undefined) {
    config.coverage = options.coverage;
    require('internal/test_runner/coverage/coverage').begin();
  }
  return new Harness(config, undefined, { __proto__: null, concurrency, timeout, signal });
}

function run(options = kEmptyObject) {
  const settings = readRunOptions(options);
  if (settings.watch) {
    const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('test.run() with options.watch');
  }
  const process = require('process');
  const harness = makeHarness(settings);
  if (settings.isolation === 'none') process.env.NODE_TEST_WORKER_ID = '1';
  if (process.env.NODE_TEST_CONTEXT !== undefined) {
    process.emitWarning('node:test run() is being called recursively within a test file. skipping running files.');
    settings.files = [];
  }
  const { createFileList } = require('internal/test_runner/file_list');
  let files = settings.files ?? createFileList(settings.globPatterns, settings.cwd);
  const { shard } = settings;
  if (shard !== undefined) files = files.filter((_, i) => i % shard.total === shard.index - 1);
  harness.bootstrapping = true;
  runAll(harness, files, settings);
  return harness.stream;
}

async function runAll(harness, files, options) {
  const { root, stream } = harness;
  try {
    if (typeof options.setup === 'function') await options.setup(stream, harness);
    harness.bootstrapping = false;
    if (options.globalSetupPath) await require('internal/test_runner/global_setup').setup(harness, options);
    if (options.isolation === 'none') {
      // The end is that of the process: files may have left something to wait for.
      await runHere(harness, files, options);
      return;
    }
    await runProcesses(root, files, options);
    await harness.teardown?.();
    root.postRun();
    harness.stop();
  } catch (error) {
    require('internal/process/fatal').triggerUncaughtException(error, true);
  }
}

async function runProcesses(root, files, options) {
  const { runFile } = require('internal/test_runner/run_file');
  await Promise.allSettled(files.map((file) => runFile(root, file, options).done));
}

// Files are loaded one after another; then their tests run.
async function runHere(harness, files, { cwd }) {
  const { root } = harness;
  const { Test, running } = require('internal/test_runner/test');
  const { resolve, sep } = require('path');
  const { pathToFileURL } = require('internal/url');
  const loader = require('internal/modules/esm/loader').getLoader();
  const parentURL = pathToFileURL(cwd + sep).href;
  const { promise, resolve: loaded } = Promise.withResolvers();
  harness.bootstrap = promise;
  await running().run(root, async () => {
    const { getOptionValue } = require('internal/options');
    const { Module } = require('internal/modules/cjs/loader');
    Module._preloadModules(getOptionValue('--test-require') || []);
    for (const specifier of getOptionValue('--import') || []) {
      await loader.import(specifier, parentURL, { __proto__: null });
    }
    for (const file of files) {
      const before = root.subtests.length;
      const path = resolve(cwd, file);
      harness.entryFile = path;
      let error;
      let threw = false;
      try {
        await loader.import(pathToFileURL(path).href, parentURL, { __proto__: null });
      } catch (e) {
        threw = true;
        error = e;
      }
      if (root.subtests.length > before) continue;
      // A file without tests is one.
      const test = root.createSubtest(Test, {
        __proto__: null, name: file, loc: { __proto__: null, line: 1, column: 1, file: path },
      });
      if (threw) test.fail(error);
      promise.then(() => test.start());
    }
  });
  harness.entryFile = undefined;
  harness.bootstrap = null;
  loaded();
}

module.exports = { run };
