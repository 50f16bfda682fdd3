// The stream of a run's events: what run() returns and what reporters read.
// https://nodejs.org/docs/latest-v26.x/api/test.html#class-testsstream
'use strict';

const { Readable } = require('stream');

class TestsStream extends Readable {
  #waiting = [];
  #wanted = false;

  constructor() {
    super({ __proto__: null, objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  _read() {
    this.#wanted = true;
    while (this.#waiting.length > 0) {
      this.#wanted = this.push(this.#waiting.shift());
      if (!this.#wanted) return;
    }
  }

  // One event: to listeners of its name, and into the stream.
  send(type, data) {
    this.emit(type, data);
    this.#push({ type, data });
  }

  // An event that came ready-made from another process.
  forward(message) {
    this.send(message.type, message.data);
  }

  result(passed, test, details, directive) {
    const classname = details.classname === undefined ? undefined : { classname: details.classname };
    this.send(passed ? 'test:pass' : 'test:fail', this.#outcome(test, details, directive, classname));
  }

  complete(test, details, directive) {
    this.send('test:complete', this.#outcome(test, details, directive));
  }

  #outcome(test, details, directive, extra) {
    return {
      __proto__: null,
      name: test.name,
      nesting: test.nesting,
      testNumber: test.testNumber,
      testId: test.testId,
      parentId: test.parent?.testId ?? 0,
      details,
      tags: test.tags,
      ...extra,
      ...test.loc,
      ...directive,
    };
  }

  // A failure that has no test of its own: that of the root's after hook.
  stray(name, number, loc, details) {
    this.send('test:fail', {
      __proto__: null, name, nesting: 0, testNumber: number, testId: undefined, parentId: undefined, details, ...loc,
    });
  }

  enqueue(test, type) {
    this.send('test:enqueue', this.#of(test, type));
  }

  dequeue(test, type) {
    this.send('test:dequeue', this.#of(test, type));
  }

  #of(test, type) {
    return {
      __proto__: null,
      nesting: test.nesting,
      name: test.name,
      type,
      testId: test.testId,
      parentId: test.parent?.testId ?? 0,
      tags: test.tags,
      ...test.loc,
    };
  }

  started(test) {
    this.send('test:start', {
      __proto__: null,
      nesting: test.nesting,
      name: test.name,
      testId: test.testId,
      parentId: test.parent?.testId ?? 0,
      tags: test.tags,
      ...test.loc,
    });
  }

  plan(nesting, loc, count) {
    this.send('test:plan', { __proto__: null, nesting, count, ...loc });
  }

  diagnostic(nesting, loc, message, level = 'info') {
    this.send('test:diagnostic', { __proto__: null, nesting, message, level, ...loc });
  }

  log(test, message, data) {
    this.send('test:log', {
      __proto__: null,
      name: test.name,
      nesting: test.nesting,
      testId: test.testId,
      parentId: test.parent?.testId ?? 0,
      message,
      data,
      ...test.loc,
    });
  }

  output(kind, loc, message) {
    this.send(`test:${kind}`, { __proto__: null, message, ...loc });
  }

  coverage(nesting, loc, summary) {
    this.send('test:coverage', { __proto__: null, nesting, summary, ...loc });
  }

  interrupted(tests) {
    this.send('test:interrupted', { __proto__: null, tests });
  }

  summary(file, success, counts, duration) {
    this.send('test:summary', { __proto__: null, success, counts, duration_ms: duration, file });
  }

  end() {
    this.#push(null);
  }

  // The next message waits while nobody reads, so that a reporter sees them one by one.
  #push(message) {
    if (this.#waiting.length > 0 || !this.#wanted) this.#waiting.push(message);
    else this.#wanted = this.push(message);
  }
}

module.exports = { TestsStream };
