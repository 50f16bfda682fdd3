// A file of tests in a process of its own: its events pass through, in the file's turn.
// https://nodejs.org/docs/latest-v26.x/api/test.html#test-runner-execution-model
'use strict';

const { Test } = require('internal/test_runner/test');
const { kinds } = require('internal/test_runner/failure');

// These are told when they happen; the others wait for the files before this one.
const kImmediate = ['test:enqueue', 'test:dequeue', 'test:complete', 'test:log'];
// What a process says of its tests as a whole; the runner says it of all files.
const kTotals = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;
const kCancelled = [kinds.cancelledByParent, kinds.aborted, kinds.timeout];

function isTotal({ type, data }) {
  return data.nesting === 0 && (type === 'test:plan' || (type === 'test:diagnostic' && kTotals.test(data.message)));
}

class FileTest extends Test {
  #waiting = [];
  #results = 0;
  failedSubtests = false;

  take(event) {
    const { type, data } = event;
    data.entryFile = this.loc.file;
    if (type === 'test:pass' || type === 'test:fail') {
      this.#results++;
      if (type === 'test:fail' && data.nesting === 0) this.failedSubtests = true;
    }
    if (kImmediate.includes(type)) {
      this.reporter.forward(event);
    } else if (this.isClearToSend()) {
      this.#drain();
      this.#pass(event);
    } else {
      this.#waiting.push(event);
    }
  }

  #drain() {
    const list = this.#waiting;
    this.#waiting = [];
    for (const event of list) this.#pass(event);
  }

  #pass(event) {
    if (isTotal(event)) return;
    const { type, data } = event;
    if (type === 'test:pass' || type === 'test:fail') {
      this.harness.count({
        nesting: data.nesting,
        reportedType: data.details.type,
        passed: type === 'test:pass',
        skipped: data.skip !== undefined,
        isTodo: data.todo !== undefined,
        cancelled: kCancelled.includes(data.details.error?.failureType),
      });
    }
    this.reporter.forward(event);
  }

  finalize() {
    this.#drain();
    super.finalize();
  }

  // A file with tests is not a test itself, unless something else in it fails.
  #isTransparent() {
    return this.#results > 0 && (this.error === null || this.error.failureType === kinds.subtestsFailed);
  }

  report() {
    if (!this.#isTransparent()) super.report();
    else if (this.error !== null) this.harness.success = false;
  }
}

module.exports = { FileTest };
