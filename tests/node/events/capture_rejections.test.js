'use strict';
// captureRejections sends the rejection of an async listener to 'error' or to the method of that symbol.
const assert = require('assert');
const EventEmitter = require('events');

const err = new Error('rejected');
const seen = [];

const plain = new EventEmitter({ captureRejections: true });
plain.on('x', async () => { throw err; });
plain.on('error', (e) => seen.push(['error', e]));
plain.emit('x');

class Own extends EventEmitter {
  constructor() {
    super({ captureRejections: true });
  }

  [EventEmitter.captureRejectionSymbol](e, type, ...args) {
    seen.push([type, e, ...args]);
  }
}
const own = new Own();
own.on('y', async () => { throw err; });
own.emit('y', 1);

assert.strictEqual(EventEmitter.captureRejections, false);
assert.throws(() => { EventEmitter.captureRejections = 1; }, { code: 'ERR_INVALID_ARG_TYPE' });

process.on('exit', () => {
  assert.deepStrictEqual(seen, [['error', err], ['y', err, 1]]);
});
