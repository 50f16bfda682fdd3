// What the function of a test or suite is given. https://nodejs.org/docs/latest-v26.x/api/test.html#class-testcontext
'use strict';

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const { validateFunction, validateNumber, validateObject } = require('internal/validators');

class TestContext {
  #test;
  #assert;

  constructor(test) {
    this.#test = test;
  }

  get signal() {
    return this.#test.signal;
  }

  get name() {
    return this.#test.name;
  }

  get filePath() {
    return this.#test.filePath;
  }

  get fullName() {
    return this.#test.fullName;
  }

  get error() {
    return this.#test.error;
  }

  get passed() {
    return this.#test.passed;
  }

  get attempt() {
    return this.#test.attempt ?? 0;
  }

  get tags() {
    return this.#test.tags;
  }

  get workerId() {
    return Number(require('process').env.NODE_TEST_WORKER_ID) || undefined;
  }

  diagnostic(message) {
    this.#test.diagnostic(message);
  }

  log(message, data) {
    this.#test.log(message, data);
  }

  plan(count, options = {}) {
    if (this.#test.plan !== null) throw new ERR_INVALID_STATE('cannot set plan more than once');
    const { Plan } = require('internal/test_runner/plan');
    this.#test.plan = new Plan(count, options);
  }

  get assert() {
    return this.#assert ??= require('internal/test_runner/assert').makeAssert(this, this.#test);
  }

  get mock() {
    return this.#test.mockTracker ??= new (require('internal/test_runner/mock/mock').MockTracker)();
  }

  runOnly(value) {
    this.#test.runOnlySubtests = Boolean(value);
  }

  skip(message) {
    this.#test.skip(message);
  }

  todo(message) {
    this.#test.todo(message);
  }

  test(name, options, fn) {
    const settings = require('internal/test_runner/harness').readArguments(name, options, fn);
    this.#test.plan?.count();
    const { Test } = require('internal/test_runner/test');
    return this.#test.createSubtest(Test, settings).start();
  }

  before(fn, options) {
    this.#test.addHook('before', fn, options);
  }

  after(fn, options) {
    this.#test.addHook('after', fn, options);
  }

  beforeEach(fn, options) {
    this.#test.addHook('beforeEach', fn, options);
  }

  afterEach(fn, options) {
    this.#test.addHook('afterEach', fn, options);
  }

  waitFor(condition, options = {}) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    validateNumber(interval, 'options.interval', 0, 2 ** 31 - 1);
    validateNumber(timeout, 'options.timeout', 0, 2 ** 31 - 1);
    const { clearTimeout, setTimeout } = require('timers');
    const { promise, resolve, reject } = Promise.withResolvers();
    let last;
    let over = false;
    let poller;
    const limit = setTimeout(() => {
      over = true;
      clearTimeout(poller);
      const error = require('internal/test_runner/plain_error').plainError('waitFor() timed out');
      if (last !== undefined) error.cause = last;
      reject(error);
    }, timeout);
    const poll = async () => {
      try {
        const result = await condition();
        if (over) return;
        over = true;
        clearTimeout(limit);
        resolve(result);
      } catch (error) {
        last = error;
        if (!over) poller = setTimeout(poll, interval);
      }
    };
    poll();
    return promise;
  }
}

class SuiteContext {
  #test;

  constructor(test) {
    this.#test = test;
  }

  get signal() {
    return this.#test.signal;
  }

  get name() {
    return this.#test.name;
  }

  get filePath() {
    return this.#test.filePath;
  }

  get fullName() {
    return this.#test.fullName;
  }

  get passed() {
    return this.#test.passed;
  }

  get attempt() {
    return this.#test.attempt ?? 0;
  }

  diagnostic(message) {
    this.#test.diagnostic(message);
  }

  log(message, data) {
    this.#test.log(message, data);
  }
}

module.exports = { SuiteContext, TestContext };
