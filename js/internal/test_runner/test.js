// One test: when it runs, with which hooks around it, and what became of it.
// https://nodejs.org/docs/latest-v26.x/api/test.html
'use strict';

const { validateAbortSignal } = require('internal/validators');
const { callBody, untilStopped } = require('internal/test_runner/body');
const { failure, isFailure, kinds } = require('internal/test_runner/failure');
const { meetsExpectation, readExpectation } = require('internal/test_runner/expect_failure');
const { readConcurrency, readTags, readTimeout } = require('internal/test_runner/settings');
const { TestContext } = require('internal/test_runner/contexts');
const { Plan } = require('internal/test_runner/plan');
const filters = require('internal/test_runner/filters');

// It has no name that a test could take over.
const noop = (() => () => {})();

function now() {
  return require('process').hrtime.bigint();
}

// The test or hook whose code is running now.
let storage;
function running() {
  return storage ??= new (require('async_hooks').AsyncLocalStorage)();
}

let lastId = -1;
let silent;

class Test {
  reportedType = 'test';
  abortController;
  outerSignal;
  #onAbort = () => this.#aborted();
  #startReported = false;

  constructor(settings) {
    const { parent, loc, concurrency, only, plan, signal, skip, tags, timeout, todo, expectFailure } = settings;
    let { fn, name } = settings;
    if (typeof fn !== 'function') fn = noop;
    if (typeof name !== 'string' || name === '') name = fn.name || '<anonymous>';
    if (skip) fn = noop;
    this.parent = parent;
    this.name = name;
    this.loc = loc;
    this.filtered = false;
    this.filteredByName = false;
    this.diagnostics = [];
    if (parent === null) this.#standAlone(settings);
    else fn = this.#joinParent(parent, only, fn) ?? fn;
    this.testId = settings.hookType === undefined ? ++lastId : lastId;
    this.concurrency = readConcurrency(concurrency, this.concurrency, parent === null);
    this.timeout = readTimeout(timeout, this.timeout);
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    this.#listen(signal);
    this.fn = fn;
    this.skipped = skip !== undefined && skip !== false;
    this.isTodo = (todo !== undefined && todo !== false) || Boolean(parent?.isTodo);
    this.message = typeof skip === 'string' ? skip : typeof todo === 'string' ? todo : null;
    this.expectation = readExpectation(expectFailure) ?? parent?.expectation;
    this.tags = readTags(tags, parent?.tags ?? []);
    this.plan = plan === undefined ? null : new Plan(plan);
    this.startTime = null;
    this.endTime = null;
    this.passed = false;
    this.error = null;
    this.cancelled = false;
    this.finished = false;
    this.hooks = { __proto__: null, before: [], after: [], beforeEach: [], afterEach: [], ownAfterEach: 0 };
    this.waitingOn = 0;
    this.activeSubtests = 0;
    this.outputSubtestCount = 0;
    this.subtests = [];
    this.pendingSubtests = [];
    this.readySubtests = new Map();
    this.unfinishedSubtests = new Set();
    this.subtestsPromise = null;
    this.mockTracker = undefined;
  }

  #standAlone({ harness }) {
    this.root = this;
    this.harness = harness;
    this.entryFile = harness?.entryFile;
    this.config = harness?.config;
    this.reporter = harness?.stream;
    this.concurrency = 1;
    this.nesting = 0;
    this.childNumber = 0;
    this.only = Boolean(harness?.config.only);
    this.runOnlySubtests = this.only;
    this.timeout = harness?.config.timeout ?? null;
  }

  // Returns the function to run where it is not the given one.
  #joinParent(parent, only, fn) {
    const { root } = parent;
    this.root = root;
    this.harness = root.harness;
    this.config = root.config;
    this.reporter = parent.reporter;
    this.concurrency = parent.concurrency;
    this.nesting = parent.parent === null ? parent.nesting : parent.nesting + 1;
    this.childNumber = parent.subtests.length + 1;
    this.only = only ?? (parent.only && !parent.runOnlySubtests);
    this.runOnlySubtests = false;
    this.timeout = parent.timeout;
    this.entryFile = parent === root ? root.harness.entryFile : parent.entryFile;
    return filters.join(this, parent, only) ? noop : fn;
  }

  #listen(signal) {
    const { AbortController, AbortSignal } = require('internal/abort_controller');
    this.abortController = new AbortController();
    this.outerSignal = signal;
    if (signal === undefined) {
      this.signal = this.abortController.signal;
    } else {
      this.signal = AbortSignal.any([this.abortController.signal, signal]);
      signal.addEventListener('abort', this.#onAbort, { __proto__: null, once: true });
    }
  }

  // A hook runs many times, each with a signal of its own.
  renewSignal() {
    this.abortController.abort();
    this.#listen(this.outerSignal);
  }

  #aborted() {
    const { AbortError } = require('internal/errors');
    const reason = this.outerSignal?.reason || new AbortError('The test was aborted');
    if (typeof reason === 'object') {
      try {
        reason.failureType = kinds.aborted;
      } catch {
        // A frozen reason stays as it is.
      }
    }
    this.cancel(reason);
  }

  get context() {
    return this.ownContext ??= new TestContext(this);
  }

  get fullName() {
    return this.parent === null || this.parent.parent === null ? this.name : `${this.parent.fullName} > ${this.name}`;
  }

  get nameWithAncestors() {
    if (this.parent === null) return '';
    return this.parent.parent === null ? this.name : `${this.parent.nameWithAncestors} ${this.name}`;
  }

  enter(fn, receiver, args) {
    return running().run(this, () => Reflect.apply(fn, receiver, args));
  }

  hasConcurrency() {
    return this.concurrency > this.activeSubtests;
  }

  runArgs() {
    return { context: this.context, args: [this.context] };
  }

  createSubtest(Factory, settings) {
    let parent = this;
    const tooLate = this.finished;
    if (tooLate) parent = this.root;
    const test = new Factory({ __proto__: null, ...settings, parent });
    if (parent.waitingOn === 0) {
      parent.waitingOn = test.childNumber;
      parent.subtestsPromise = Promise.withResolvers();
    }
    if (tooLate) test.fail(failure('test could not be started because its parent finished', kinds.parentFinished));
    parent.subtests.push(test);
    parent.unfinishedSubtests.add(test);
    return test;
  }

  async start() {
    filters.apply(this);
    if (this.filtered) {
      silent ??= new (require('internal/test_runner/tests_stream').TestsStream)();
      this.reporter = silent;
    } else {
      this.testNumber = ++this.parent.outputSubtestCount;
    }
    this.reporter.enqueue(this, this.reportedType);
    if (!this.parent.hasConcurrency()) {
      const turn = Promise.withResolvers();
      turn.test = this;
      this.parent.pendingSubtests.push(turn);
      return turn.promise;
    }
    this.reporter.dequeue(this, this.reportedType);
    return this.filtered ? this.#passUnseen() : this.run();
  }

  async processPending() {
    while (this.pendingSubtests.length > 0 && this.hasConcurrency()) {
      const turn = this.pendingSubtests.shift();
      const { test } = turn;
      test.reporter.dequeue(test, this.reportedType);
      await (test.filtered ? test.#passUnseen() : test.run());
      turn.resolve();
    }
  }

  // A test that a filter takes out counts for nothing and says nothing.
  #passUnseen() {
    this.parent.activeSubtests++;
    this.pass();
    this.subtests = [];
    require('internal/process/task_queues').queueMicrotask(() => this.postRun());
  }

  shouldAbort() {
    if (this.signal.aborted) {
      if (this.outerSignal?.aborted) this.#aborted();
      return true;
    }
    return false;
  }

  inheritHooks() {
    const { parent } = this;
    if (parent === null) return;
    if (parent.hooks.beforeEach.length > 0) this.hooks.beforeEach.unshift(...parent.hooks.beforeEach);
    if (parent.hooks.afterEach.length > 0) this.hooks.afterEach.push(...parent.hooks.afterEach);
  }

  addHook(kind, fn, options) {
    const { TestHook } = require('internal/test_runner/hook');
    const { callerLocation } = require('internal/test_runner/location');
    const hook = new TestHook(fn, { __proto__: null, loc: callerLocation(), ...options, parent: this, hookType: kind });
    if (kind === 'before' && this.startTime !== null) {
      // The test runs already.
      this.lateHook = hook.runOnce(this.runArgs()).then(() => {
        if (hook.error !== null) this.fail(hook.error);
      });
    }
    const list = this.hooks[kind];
    // A test's own afterEach hooks come in their order, before those of the tests around it.
    if (kind === 'afterEach') list.splice(this.hooks.ownAfterEach++, 0, hook);
    else list.push(hook);
  }

  async runHooks(kind, args) {
    try {
      for (const hook of this.hooks[kind]) {
        await (kind === 'before' || kind === 'after' ? hook.runOnce(args) : hook.runWith(args));
        if (hook.error) throw hook.error;
      }
    } catch (cause) {
      const error = failure(`failed running ${kind} hook`, kinds.hook);
      error.cause = isFailure(cause) ? cause.cause : cause;
      throw error;
    }
  }

  async run() {
    if (this.parent !== null) this.parent.activeSubtests++;
    this.inheritHooks();
    this.startTime ??= now();
    if (this.shouldAbort()) {
      this.postRun();
      return;
    }
    const { parent } = this;
    const hookArgs = this.runArgs();
    // A test that skips itself while it runs had its beforeEach hooks, and has its afterEach hooks too.
    const { skipped } = this;
    let ranAfterEach = false;
    const afterEach = async () => {
      if (ranAfterEach) return;
      ranAfterEach = true;
      if (parent?.hooks.afterEach.length > 0 && !skipped) await parent.runHooks('afterEach', hookArgs);
    };
    const after = async () => {
      if (this.hooks.after.length > 0) await this.runHooks('after', hookArgs);
    };
    let stop;
    try {
      if (parent?.hooks.before.length > 0) await parent.runHooks('before', parent.runArgs());
      if (parent?.hooks.beforeEach.length > 0 && !this.skipped) await parent.runHooks('beforeEach', hookArgs);
      stop = untilStopped(this.timeout, this.signal);
      await Promise.race([callBody(this, this.fn, hookArgs.context, hookArgs.args), stop.promise]);
      this.shouldAbort();
      if (this.lateHook !== undefined) await this.lateHook;
      if (this.subtestsPromise !== null) await Promise.race([this.subtestsPromise.promise, stop.promise]);
      const planned = this.plan?.check();
      if (planned !== undefined) await Promise.race([planned, stop.promise]);
      this.pass();
      await afterEach();
      await after();
    } catch (error) {
      if (!isFailure(error)) this.fail(failure(error, kinds.code));
      else if (error.failureType === kinds.timeout) this.cancel(error);
      else this.fail(error);
      // The test failed already; what these throw adds nothing.
      await afterEach().catch(noop);
      await after().catch(noop);
    } finally {
      stop?.end();
      if (parent !== null) this.abortController.abort();
    }
    if (parent !== null || this.hookType !== undefined) {
      this.finish();
    } else if (this.config.forceExit) {
      this.harness.exitNow();
    }
  }

  finish() {
    try {
      this.postRun();
    } catch (error) {
      require('timers').setImmediate(() => {
        throw error;
      });
    }
  }

  cancel(error) {
    if (this.endTime !== null || this.error !== null) return;
    this.fail(error ?? failure('test did not finish before its parent and was cancelled', kinds.cancelledByParent));
    this.startTime ??= this.endTime;
    this.cancelled = true;
    this.abortController.abort();
  }

  fail(error) {
    if (this.error !== null) return;
    if (this.expectation !== undefined) {
      const { met, because } = meetsExpectation(this.expectation, error);
      this.passed = met;
      this.error = because ?? error;
      return;
    }
    this.passed = false;
    this.error = error;
  }

  pass() {
    if (this.error !== null) return;
    if (this.expectation !== undefined && !this.skipped) {
      this.passed = false;
      this.error = failure('test was expected to fail but passed', kinds.expectedFailure);
      return;
    }
    this.passed = true;
  }

  skip(message) {
    this.skipped = true;
    this.message = message;
  }

  todo(message) {
    this.isTodo = true;
    this.message = message;
  }

  diagnostic(message, level) {
    this.diagnostics.push({ message, level });
  }

  // A message that does not wait for the test's result.
  log(message, data) {
    require('internal/validators').validateString(message, 'message');
    this.reporter.log(this, message, data);
  }

  get filePath() {
    return this.entryFile ?? this.loc?.file;
  }

  get duration() {
    this.startTime ??= now();
    return Number((this.endTime ?? now()) - this.startTime) / 1e6;
  }

  // The end: what is still open below is cancelled, and the result goes to the reporter in its turn.
  postRun(pendingError) {
    this.startTime ??= now();
    this.endTime ??= now();
    this.pendingSubtests = [];
    let failed = 0;
    for (const child of this.subtests) {
      if (!child.finished) {
        child.cancel(pendingError);
        child.postRun(pendingError);
      }
      if (!child.passed && !child.isTodo) failed++;
    }
    if ((this.passed || this.parent === null) && failed > 0) {
      this.fail(failure(`${failed} subtest${failed > 1 ? 's' : ''} failed`, kinds.subtestsFailed));
    }
    this.outerSignal?.removeEventListener('abort', this.#onAbort);
    this.mockTracker?.reset();
    const { parent } = this;
    if (parent === null) {
      this.harness.finish();
      return;
    }
    parent.activeSubtests--;
    const { details, directive } = this.reportDetails();
    if (!this.filtered) this.testNumber ??= ++parent.outputSubtestCount;
    details.passed = this.passed;
    if (!this.filtered) this.reporter.complete(this, details, directive);
    parent.addReady(this);
    parent.processReady(false);
    parent.processPending();
  }

  addReady(child) {
    this.readySubtests.set(child.childNumber, child);
    if (this.unfinishedSubtests.delete(child) && this.unfinishedSubtests.size === 0) this.subtestsPromise.resolve();
  }

  // Reports the children that are done, in the order in which they were made.
  processReady(canSend) {
    const first = this.waitingOn;
    const end = first + this.readySubtests.size;
    for (let i = first; i < end; i++) {
      const child = this.readySubtests.get(i);
      if (child === undefined) return;
      canSend ||= this.isClearToSend();
      if (!canSend) return;
      if (i === 1 && this.parent !== null) this.reportStarted();
      child.finalize();
      this.readySubtests.delete(i);
    }
  }

  isClearToSend() {
    return this.parent === null || (this.parent.waitingOn === this.childNumber && this.parent.isClearToSend());
  }

  finalize() {
    const { parent, root } = this;
    this.processReady(true);
    this.report();
    parent.waitingOn++;
    this.finished = true;
    if (parent === root && root.waitingOn > root.subtests.length) {
      // Everything ran: the root's own hooks may close what keeps the process alive.
      root.ending = root.run();
    }
  }

  // What runs now, the innermost of it.
  runningTests() {
    const found = [];
    for (const test of this.subtests) {
      if (test.startTime === null || test.endTime !== null) continue;
      const inner = test.runningTests();
      if (inner.length > 0) found.push(...inner);
      else found.push({ __proto__: null, name: test.name, nesting: test.nesting, ...test.loc });
    }
    return found;
  }

  reportDetails() {
    const details = { __proto__: null, duration_ms: this.duration, type: this.reportedType };
    let directive;
    if (this.skipped) directive = { __proto__: null, skip: this.message ?? true };
    else if (this.isTodo) directive = { __proto__: null, todo: this.message ?? true };
    else if (this.expectation !== undefined) {
      directive = { __proto__: null, expectFailure: this.expectation.label || true };
    }
    if (!this.passed) details.error = this.error;
    const { className } = this;
    if (className !== undefined) details.classname = className;
    return { details, directive };
  }

  // The names of what is around the test, for reporters that group by class.
  get className() {
    const { parent } = this;
    if (parent === null || parent.parent === null) return undefined;
    const { className } = parent;
    return className === undefined ? parent.name : `${className}.${parent.name}`;
  }

  report() {
    if (this.filtered) return;
    this.harness.count(this);
    if (this.outputSubtestCount > 0) this.reporter.plan(this.subtests[0].nesting, this.loc, this.outputSubtestCount);
    else this.reportStarted();
    const { details, directive } = this.reportDetails();
    this.reporter.result(this.passed, this, details, directive);
    for (const { message, level } of this.diagnostics) {
      this.reporter.diagnostic(this.nesting, this.loc, message, level);
    }
  }

  reportStarted() {
    if (this.#startReported || this.parent === null) return;
    this.#startReported = true;
    this.parent.reportStarted();
    this.reporter.started(this);
  }
}

module.exports = { Test, noop, now, running };
