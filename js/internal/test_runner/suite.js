// A suite: its function runs when it is made, and its tests wait for the suite's turn.
// https://nodejs.org/docs/latest-v26.x/api/test.html#describe-and-it-aliases
'use strict';

const { Test, noop, now } = require('internal/test_runner/test');
const { SuiteContext } = require('internal/test_runner/contexts');
const { untilStopped } = require('internal/test_runner/body');
const { failure, isFailure, kinds } = require('internal/test_runner/failure');

class Suite extends Test {
  reportedType = 'suite';

  constructor(settings) {
    super(settings);
    // What is inherited limits the tests, not the suite as a whole.
    this.ownTimeout = settings.timeout ?? null;
    const { fn } = this;
    this.fn = noop;
    this.built = this.#build(fn);
  }

  get context() {
    return this.ownContext ??= new SuiteContext(this);
  }

  async #build(fn) {
    try {
      const { context, args } = this.runArgs();
      await this.enter(fn, context, args);
    } catch (error) {
      this.fail(failure(error, kinds.code));
    }
    this.buildPhaseFinished = true;
  }

  async run() {
    this.parent.activeSubtests++;
    this.inheritHooks();
    const { parent } = this;
    const hookArgs = this.runArgs();
    const after = () => this.runHooks('after', hookArgs);
    let stop;
    let ranAfter = false;
    try {
      await this.built;
      this.startTime = now();
      if (this.shouldAbort()) {
        this.subtests = [];
        this.postRun();
        return;
      }
      if (parent.hooks.before.length > 0) await parent.runHooks('before', parent.runArgs());
      await this.runHooks('before', hookArgs);
      stop = untilStopped(this.ownTimeout, this.signal);
      const subtests = this.skipped || this.error !== null ? [] : this.subtests;
      await Promise.race([Promise.all(subtests.map((test) => test.start())), stop.promise]);
      ranAfter = true;
      await after();
      this.pass();
    } catch (error) {
      if (!ranAfter) await after().catch(noop);
      this.fail(isFailure(error) ? error : failure(error, kinds.code));
    } finally {
      stop?.end();
      this.abortController.abort();
    }
    this.finish();
  }
}

module.exports = { Suite };
