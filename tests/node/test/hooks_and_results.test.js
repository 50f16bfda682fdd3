// node:test: the order of hooks, nested tests, and what the exit code says of a failure.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { after, afterEach, before, beforeEach, describe, it, mock, test } = require('node:test');

const order = [];

describe('suite', () => {
  before(() => order.push('before'));
  beforeEach(() => order.push('beforeEach'));
  afterEach(() => order.push('afterEach'));
  after(() => order.push('after'));
  it('first', () => order.push('first'));
  it('second', async () => {
    await null;
    order.push('second');
  });
});

test('hooks ran in their order', () => {
  const each = (name) => ['beforeEach', name, 'afterEach'];
  assert.deepStrictEqual(order, ['before', ...each('first'), ...each('second'), 'after']);
});

test('mocks, plans, expected failures', async (t) => {
  t.plan(3);
  const object = { add: (a, b) => a + b };
  t.mock.method(object, 'add', () => 7);
  t.assert.strictEqual(object.add(1, 2), 7);
  t.assert.strictEqual(object.add.mock.callCount(), 1);
  await t.test('fails as it should', { expectFailure: true }, () => assert.fail('yes'));
});

test('mocked timers', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  const fn = mock.fn();
  setTimeout(fn, 50);
  mock.timers.tick(49);
  assert.strictEqual(fn.mock.callCount(), 0);
  mock.timers.tick(1);
  assert.strictEqual(fn.mock.callCount(), 1);
  assert.strictEqual(Date.now(), 1050);
  mock.timers.reset();
});

test('a failure makes the exit code 1', () => {
  const code = (body) => {
    const source = `require('node:test')('t', () => { ${body} })`;
    return spawnSync(process.execPath, ['-e', source], { env: { ...process.env, NODE_TEST_CONTEXT: '' } }).status;
  };
  assert.strictEqual(code('throw new Error("x")'), 1);
  assert.strictEqual(code(''), 0);
});
