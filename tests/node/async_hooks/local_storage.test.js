'use strict';
// AsyncLocalStorage: run, exit, enterWith, disable, bind, snapshot, defaults, scopes.
const assert = require('assert');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');

const als = new AsyncLocalStorage({ name: 'mine', defaultValue: 'default' });
assert.strictEqual(als.name, 'mine');
assert.strictEqual(als.getStore(), 'default');
assert.strictEqual(als.run('a', (x) => als.getStore() + x, 1), 'a1');
assert.strictEqual(als.getStore(), 'default');
assert.throws(() => als.run('a', () => { throw new Error('out'); }), { message: 'out' });
assert.strictEqual(als.getStore(), 'default');

als.run('outer', () => {
  als.exit(() => assert.strictEqual(als.getStore(), undefined));
  const other = new AsyncLocalStorage();
  als.run('inner', () => other.enterWith('entered'));
  // What was entered inside stays.
  assert.strictEqual(other.getStore(), 'entered');
  assert.strictEqual(als.getStore(), 'outer');
});

// Disabling inside of another one's run() stays too.
{
  const one = new AsyncLocalStorage();
  const two = new AsyncLocalStorage();
  one.run(1, () => {
    two.run(2, () => one.disable());
    assert.strictEqual(one.getStore(), undefined);
    assert.strictEqual(two.getStore(), undefined);
  });
}

{
  const bound = als.run('kept', () => AsyncLocalStorage.bind(() => als.getStore()));
  const snapshot = als.run('snapped', () => AsyncLocalStorage.snapshot());
  assert.strictEqual(bound(), 'kept');
  assert.strictEqual(snapshot((x) => `${als.getStore()} ${x}`, 'x'), 'snapped x');
}

{
  const scope = als.withScope('scoped');
  assert.strictEqual(als.getStore(), 'scoped');
  scope[Symbol.dispose]();
  scope.dispose();
  assert.strictEqual(als.getStore(), 'default');
}

als.run('through', async () => {
  await null;
  assert.strictEqual(als.getStore(), 'through');
  const resource = new AsyncResource('R');
  als.run('elsewhere', () => {
    resource.runInAsyncScope(() => assert.strictEqual(als.getStore(), 'through'));
  });
  const f = resource.bind(function(a, b) { return [this, a, b, als.getStore()]; }, 'self');
  assert.strictEqual(f.length, 2);
  assert.deepStrictEqual(f(1, 2), ['self', 1, 2, 'through']);
});

assert.throws(() => new AsyncLocalStorage(1), { code: 'ERR_INVALID_ARG_TYPE' });
