'use strict';
// events.once() and events.on(), with signals, errors and water marks.
const assert = require('assert');
const EventEmitter = require('events');
const { once, on } = EventEmitter;

(async () => {
  {
    const e = new EventEmitter();
    setImmediate(() => e.emit('x', 1, 2));
    assert.deepStrictEqual(await once(e, 'x'), [1, 2]);
    assert.strictEqual(e.listenerCount('error'), 0);
    const err = new Error('e');
    setImmediate(() => e.emit('error', err));
    await assert.rejects(once(e, 'x'), err);
    assert.strictEqual(e.listenerCount('x'), 0);
    setImmediate(() => e.emit('error', err));
    assert.deepStrictEqual(await once(e, 'error'), [err]);
  }
  {
    const e = new EventEmitter();
    const controller = new AbortController();
    const waiting = once(e, 'x', { signal: controller.signal });
    controller.abort('why');
    await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR', cause: 'why' });
    assert.strictEqual(e.listenerCount('x'), 0);
    await assert.rejects(once(e, 'x', { signal: {} }), { code: 'ERR_INVALID_ARG_TYPE' });
    const target = new EventTarget();
    setImmediate(() => target.dispatchEvent(new Event('t')));
    assert.strictEqual((await once(target, 't'))[0].type, 't');
  }
  {
    // What comes before it is asked for is kept; 'close' ends the iteration.
    const e = new EventEmitter();
    const seen = [];
    const iterator = on(e, 'x', { close: ['end'] });
    e.emit('x', 1);
    e.emit('x', 2);
    setImmediate(() => {
      e.emit('x', 3);
      e.emit('end');
    });
    for await (const args of iterator) seen.push(args);
    assert.deepStrictEqual(seen, [[1], [2], [3]]);
    assert.strictEqual(e.listenerCount('x'), 0);
  }
  {
    const e = new EventEmitter();
    const calls = [];
    e.pause = () => calls.push('pause');
    e.resume = () => calls.push('resume');
    const iterator = on(e, 'x', { highWaterMark: 2, lowWaterMark: 1 });
    for (let i = 0; i < 3; i++) e.emit('x', i);
    for (let i = 0; i < 3; i++) assert.deepStrictEqual((await iterator.next()).value, [i]);
    assert.deepStrictEqual(calls, ['pause', 'resume']);
    const err = new Error('broken');
    e.emit('error', err);
    await assert.rejects(iterator.next(), err);
    assert.deepStrictEqual(await iterator.next(), { done: true, value: undefined });
  }
  assert.throws(() => on(new EventEmitter(), 'x', { highWaterMark: 0 }), { code: 'ERR_OUT_OF_RANGE' });
})();
