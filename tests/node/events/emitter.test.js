'use strict';
// EventEmitter: adding, removing and emitting, also while an emit is going on.
const assert = require('assert');
const EventEmitter = require('events');

// Order and arguments.
{
  const calls = [];
  const e = new EventEmitter();
  e.on('x', (...args) => calls.push(['on', ...args]));
  e.prependListener('x', () => calls.push(['first']));
  e.once('x', () => calls.push(['once']));
  assert.strictEqual(e.emit('x', 1, 2), true);
  assert.strictEqual(e.emit('x'), true);
  assert.strictEqual(e.emit('nobody'), false);
  assert.deepStrictEqual(calls, [['first'], ['on', 1, 2], ['once'], ['first'], ['on']]);
}

// A listener that removes others does not disturb the emit that is going on.
{
  const calls = [];
  const e = new EventEmitter();
  const second = () => calls.push('second');
  e.on('x', () => {
    calls.push('first');
    e.off('x', second);
    e.on('x', () => calls.push('added'));
  });
  e.on('x', second);
  e.emit('x');
  assert.deepStrictEqual(calls, ['first', 'second']);
  assert.strictEqual(e.listenerCount('x', second), 0);
  assert.strictEqual(e.listenerCount('x'), 2);
}

// newListener comes before the addition, removeListener after the removal.
{
  const seen = [];
  const e = new EventEmitter();
  e.on('newListener', (name, fn) => seen.push(['new', name, e.listenerCount(name), typeof fn]));
  e.on('removeListener', (name) => seen.push(['removed', name, e.listenerCount(name)]));
  const f = () => {};
  e.once('y', f);
  assert.deepStrictEqual(e.listeners('y'), [f]);
  assert.strictEqual(e.rawListeners('y')[0].listener, f);
  e.removeListener('y', f);
  assert.deepStrictEqual(seen, [
    ['new', 'removeListener', 0, 'function'], ['new', 'y', 0, 'function'], ['removed', 'y', 0],
  ]);
  const symbol = Symbol('s');
  e.on(symbol, f);
  assert.deepStrictEqual(e.eventNames(), ['newListener', 'removeListener', symbol]);
  e.removeAllListeners();
  assert.deepStrictEqual(e.eventNames(), []);
}

// An error that nobody listens to is thrown.
{
  const e = new EventEmitter();
  const err = new Error('boom');
  assert.throws(() => e.emit('error', err), err);
  assert.throws(() => e.emit('error', { a: 1 }), {
    code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. ({ a: 1 })', context: { a: 1 },
  });
  const seen = [];
  e.on(EventEmitter.errorMonitor, (er) => seen.push(er));
  assert.throws(() => e.emit('error', err), err);
  assert.deepStrictEqual(seen, [err]);
}

assert.throws(() => new EventEmitter().on('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new EventEmitter().setMaxListeners(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => new EventEmitter({ captureRejections: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });

// A subclass made the old way, without calling the constructor.
{
  function Old() {}
  Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
  const o = new Old();
  let called = 0;
  o.on('x', () => called++);
  o.emit('x');
  assert.strictEqual(called, 1);
}
