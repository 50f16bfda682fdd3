// node:test. https://nodejs.org/docs/latest-v26.x/api/test.html
'use strict';

const { addTest, current } = require('internal/test_runner/harness');
const { Test, running } = require('internal/test_runner/test');
const { Suite } = require('internal/test_runner/suite');

function starter(Factory) {
  const test = (name, options, fn) => addTest(Factory, undefined, name, options, fn);
  for (const keyword of ['expectFailure', 'skip', 'todo', 'only']) {
    test[keyword] = (name, options, fn) => addTest(Factory, { [keyword]: true }, name, options, fn);
    Object.defineProperty(test[keyword], 'name', { __proto__: null, value: '' });
  }
  return test;
}

function hook(kind) {
  const add = (fn, options) => current().addHook(kind, fn, options);
  Object.defineProperty(add, 'name', { __proto__: null, value: '' });
  return add;
}

function getTestContext() {
  const test = running().getStore();
  return typeof test === 'object' ? (test.parentTest ?? test).context : undefined;
}

function run(options) {
  return require('internal/test_runner/run').run(options);
}

const test = starter(Test);
const suite = starter(Suite);
Object.defineProperty(suite, 'name', { __proto__: null, value: 'test' });

Object.assign(test, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe: suite,
  getTestContext,
  it: test,
  run,
  suite,
  test,
});

let mock;
let assert;
const lazy = {
  mock: () => mock ??= new (require('internal/test_runner/mock/mock').MockTracker)(),
  snapshot: () => require('internal/test_runner/snapshot').settings,
  assert: () => assert ??= { __proto__: null, register: require('internal/test_runner/assert').register },
};
for (const name of ['mock', 'snapshot', 'assert']) {
  Object.defineProperty(test, name, { __proto__: null, configurable: true, enumerable: true, get: lazy[name] });
}

module.exports = test;
