// The tree of tests of a process, or of one run(): it starts after the first test is made, watches for errors that
// nobody took, and ends with the process.
'use strict';

const { kEmptyObject } = require('internal/util');
const { failure, kinds } = require('internal/test_runner/failure');
const { Test, now, running } = require('internal/test_runner/test');
const { readConfig } = require('internal/test_runner/config');
const { TestsStream } = require('internal/test_runner/tests_stream');

const kTimeoutMax = 2 ** 31 - 1;
const kUnresolved = 'Promise resolution is still pending but the event loop has already resolved';

let globalHarness;

class Harness {
  constructor(config, loc, rootSettings) {
    this.config = config;
    this.stream = new TestsStream();
    this.counts = {
      __proto__: null,
      tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0,
    };
    this.success = true;
    this.entryFile = loc?.file;
    this.bootstrap = null;
    this.finished = false;
    this.root = new Test({ __proto__: null, parent: null, name: '<root>', harness: this, loc, ...rootSettings });
    this.root.startTime = now();
    this.stop = this.#watch();
  }

  // Returns what takes the listeners away again.
  #watch() {
    const process = require('process');
    const onException = this.#onStray('uncaughtException');
    const onRejection = this.#onStray('unhandledRejection');
    const onBeforeExit = () => this.exit(false);
    const onSignal = async () => {
      this.stream.interrupted(this.root.runningTests());
      const reported = this.#reported();
      await this.exit(true);
      await reported;
      process.exit();
    };
    process.on('uncaughtException', onException);
    process.on('unhandledRejection', onRejection);
    process.on('beforeExit', onBeforeExit);
    const { isRunner } = this.config;
    if (isRunner) {
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
    }
    return () => {
      process.removeListener('uncaughtException', onException);
      process.removeListener('unhandledRejection', onRejection);
      process.removeListener('beforeExit', onBeforeExit);
      if (isRunner) {
        process.removeListener('SIGINT', onSignal);
        process.removeListener('SIGTERM', onSignal);
      }
    };
  }

  // Errors that nobody took belong to the test whose code they come from.
  #onStray(eventName) {
    return (error) => {
      const test = running().getStore();
      // Nothing can be reported yet, or the error is one of the reporter.
      if (this.bootstrapping || test === 'reporter') throw error;
      if (test !== undefined && !test.finished && test.hookType === undefined) {
        test.fail(failure(error, kinds[eventName]));
        test.abortController.abort();
        return;
      }
      let message;
      if (test === undefined) {
        message = 'Error: A resource generated asynchronous activity after the test ended. This activity created the ' +
          `error "${error}" which triggered an ${eventName} event, caught by the test runner.`;
      } else {
        const who = test.hookType === undefined ? `Test "${test.name}"` : `Test hook "${test.hookType}"`;
        let where = '';
        if (test.loc !== undefined) {
          const file = require('path').relative(this.config.cwd, test.loc.file);
          where = ` at ${file}:${test.loc.line}:${test.loc.column}`;
        }
        message = `Error: ${who}${where} generated asynchronous activity after the test ended. This activity created ` +
          `the error "${error}" and would have caused the test to fail, but instead triggered an ${eventName} event.`;
      }
      this.root.diagnostic(message);
      require('process').exitCode = 1;
    };
  }

  // Called when nothing keeps the process alive any more, and by a signal.
  async exit(killed) {
    const { root } = this;
    if (root.subtests.length === 0 && (root.hooks.before.length > 0 || root.hooks.after.length > 0)) await root.run();
    if (!killed && root.subtestsPromise !== null) {
      const { setInterval, clearInterval } = require('timers');
      const keepAlive = setInterval(() => {}, kTimeoutMax);
      await root.subtestsPromise.promise;
      await root.ending;
      clearInterval(keepAlive);
    }
    await this.teardown?.();
    root.postRun(failure(kUnresolved, kinds.cancelledByParent));
    this.stop();
  }

  // With --test-force-exit nothing is waited for but the output.
  exitNow() {
    const process = require('process');
    this.stop();
    const reported = this.#reported();
    this.root.postRun();
    reported.then(() => process.exit());
  }

  // When the reporters have written everything.
  #reported() {
    const { outputs = [], pipes = [] } = this;
    const closed = outputs.map((output) => new Promise((resolve) => {
      output.once('close', resolve);
      output.once('finish', resolve);
    }));
    const piped = pipes.map((pipe) => new Promise((resolve) => pipe.once('end', resolve)));
    return Promise.all([...closed, ...piped]);
  }

  count(test) {
    const { counts } = this;
    if (test.nesting === 0) counts.topLevel++;
    const isSuite = test.reportedType === 'suite';
    if (isSuite) {
      counts.suites++;
      if (!test.passed && !test.skipped && !test.isTodo) this.success = false;
      return;
    }
    counts.tests++;
    if (test.skipped) {
      counts.skipped++;
    } else if (test.isTodo) {
      counts.todo++;
    } else if (test.cancelled) {
      counts.cancelled++;
      this.success = false;
    } else if (test.passed) {
      counts.passed++;
    } else {
      counts.failed++;
      this.success = false;
    }
  }

  // The last words of the run.
  finish() {
    if (this.finished) return;
    this.finished = true;
    const { counts, root, stream } = this;
    const { loc } = root;
    stream.plan(0, loc, counts.topLevel);
    if (this.snapshots !== undefined) this.snapshots.write();
    for (const { message, level } of root.diagnostics) stream.diagnostic(0, loc, message, level);
    const { duration } = root;
    // Only the process that reports to the user sees all files.
    const coverage = this.config.coverage && this.#collectCoverage();
    stream.diagnostic(0, loc, `tests ${counts.tests}`);
    stream.diagnostic(0, loc, `suites ${counts.suites}`);
    stream.diagnostic(0, loc, `pass ${counts.passed}`);
    stream.diagnostic(0, loc, `fail ${counts.failed}`);
    stream.diagnostic(0, loc, `cancelled ${counts.cancelled}`);
    stream.diagnostic(0, loc, `skipped ${counts.skipped}`);
    stream.diagnostic(0, loc, `todo ${counts.todo}`);
    stream.diagnostic(0, loc, `duration_ms ${duration}`);
    if (coverage) this.#reportCoverage(coverage);
    stream.summary(loc?.file, this.success, counts, duration);
    stream.end();
  }

  #collectCoverage() {
    const { config: { coverage, cwd }, root: { loc }, stream } = this;
    const { collect } = require('internal/test_runner/coverage/coverage');
    try {
      return collect({ __proto__: null, cwd, ...coverage });
    } catch (error) {
      stream.diagnostic(0, loc, `Warning: Could not report code coverage. ${error}`);
      this.success = false;
      require('process').exitCode = 1;
      return undefined;
    }
  }

  #reportCoverage(summary) {
    const { root: { loc }, stream } = this;
    stream.coverage(0, loc, summary);
    for (const { 0: name, 1: threshold } of Object.entries(summary.thresholds)) {
      const actual = summary.totals[`covered${name[0].toUpperCase()}${name.slice(1)}Percent`];
      if (actual >= threshold) continue;
      this.success = false;
      require('process').exitCode = 1;
      stream.diagnostic(0, loc, `Error: ${actual.toFixed(2)}% ${name} coverage does not meet threshold of ` +
        `${threshold}%.`, 'error');
    }
  }
}

function entryLocation() {
  const file = require('process').argv[1];
  return file === undefined || readConfig().isRunner ? undefined : { __proto__: null, line: 1, column: 1, file };
}

// The tree of the process: made with its first test or hook.
function getRoot() {
  if (globalHarness === undefined) {
    globalHarness = new Harness(readConfig(), entryLocation());
    globalHarness.stream.on('test:summary', ({ success }) => {
      if (!success) require('process').exitCode = 1;
    });
    // Before the runner itself only preloaded modules have tests and hooks.
    if (!globalHarness.config.isRunner) bootstrap(globalHarness);
  }
  return globalHarness.root;
}

function bootstrap(harness) {
  harness.bootstrapping = true;
  harness.bootstrap = (async () => {
    await require('internal/test_runner/reporters').setupReporters(harness);
    // The runner has done it for the processes that it starts.
    if (harness.config.globalSetupPath && require('process').env.NODE_TEST_CONTEXT === undefined) {
      await require('internal/test_runner/global_setup').setup(harness, harness.config);
    }
    harness.bootstrapping = false;
    harness.bootstrap = null;
  })();
}

// Reads (name, options, fn), each of which may be left out.
function readArguments(name, options, fn, overrides) {
  if (typeof name === 'function') {
    fn = name;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
  } else if (typeof options === 'function') {
    fn = options;
  }
  if (options === null || typeof options !== 'object') options = kEmptyObject;
  const loc = require('internal/test_runner/location').callerLocation();
  return { __proto__: null, fn, name, loc, ...options, ...overrides };
}

// What new tests and hooks belong to.
function current() {
  const test = running().getStore();
  if (test === undefined || test === 'reporter') return getRoot();
  return test.parentTest ?? test;
}

async function startAfterBootstrap(test) {
  const { harness } = test;
  if (harness.bootstrap !== null) await harness.bootstrap;
  await test.start();
}

function addTest(Factory, overrides, name, options, fn) {
  const parent = current();
  const test = parent.createSubtest(Factory, readArguments(name, options, fn, overrides));
  // A suite starts its tests itself.
  if (parent.reportedType === 'suite') return Promise.resolve();
  return startAfterBootstrap(test);
}

module.exports = { Harness, addTest, current, readArguments };
