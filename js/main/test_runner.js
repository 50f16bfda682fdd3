// `heddle --test [globs]`: runs files of tests. https://nodejs.org/docs/latest-v26.x/api/cli.html#--test
'use strict';

const process = require('process');

// Nameless, so that stacks end with the place only.
module.exports = {
  run: ((fn) => fn)(() => {
    const { readConfig, readRunnerOptions } = require('internal/test_runner/config');
    const { forceExit, globalSetupPath, only, testNamePatterns, testSkipPatterns } = readConfig();
    const { setupReporters } = require('internal/test_runner/reporters');
    const options = {
      __proto__: null,
      ...readRunnerOptions(),
      forceExit,
      globalSetupPath,
      only,
      setup: (stream, harness) => setupReporters(harness),
      testNamePatterns,
      testSkipPatterns,
    };
    if (require('inspector').url() !== undefined) {
      process.emitWarning('Using the inspector with --test forces running at a concurrency of 1. ' +
        'Use the inspectPort option to run with concurrency');
      options.concurrency = 1;
      options.inspectPort = process.debugPort;
    }
    require('internal/util/debuglog').debuglog('test_runner')('test runner configuration:', options);
    require('internal/test_runner/run').run(options).on('test:summary', ({ file, success }) => {
      if (file === undefined && !success) process.exitCode = 1;
    });
  }),
};
