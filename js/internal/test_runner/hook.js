// before, after, beforeEach, afterEach: functions that run around tests, with a time limit of their own.
'use strict';

const { Test, now } = require('internal/test_runner/test');
const { isFailure, kinds } = require('internal/test_runner/failure');

class TestHook extends Test {
  #args;
  #once;

  constructor(fn, options) {
    const { hookType, loc, parent, signal, timeout } = options;
    require('internal/validators').validateFunction(fn ?? (() => {}), 'fn');
    super({ __proto__: null, parent: null, name: undefined, fn, loc, signal, timeout, hookType });
    this.hookType = hookType;
    this.parentTest = parent;
    this.root = parent.root;
    this.harness = parent.root.harness;
    this.config = parent.root.config;
  }

  runArgs() {
    return this.#args;
  }

  async runWith(args) {
    if (this.error !== null && !this.outerSignal?.aborted) {
      this.passed = false;
      this.error = null;
      this.renewSignal();
    }
    this.#args = args;
    await this.run();
  }

  runOnce(args) {
    return this.#once ??= this.runWith(args);
  }

  // Only the root's after hook has nobody else to report its failure.
  postRun() {
    const { error, loc, parentTest: parent } = this;
    if (error === null || parent !== parent.root || this.hookType !== 'after') return;
    if (isFailure(error)) error.failureType = kinds.hook;
    this.endTime ??= now();
    parent.reporter.stray(loc?.file, parent.subtests.length + 1, loc,
                          { __proto__: null, duration_ms: this.duration, error });
    parent.harness.success = false;
  }
}

module.exports = { TestHook };
