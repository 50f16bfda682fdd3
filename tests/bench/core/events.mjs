// EventEmitter: emitting with few arguments to few listeners, adding and removing, once.
import { EventEmitter } from 'node:events';
import { each } from './common.mjs';

// Many emitters, as in a program: with a single one that never changes the whole loop can become a constant.
const MANY = 64;
let seen = 0;

function emitters(count) {
  return Array.from({ length: MANY }, () => {
    const e = new EventEmitter();
    for (let i = 0; i < count; i++) {
      e.on('event', function listener(a) {
        seen = (seen + (a === undefined ? 1 : a)) & 0xffff;
      });
    }
    return e;
  });
}

for (const count of [1, 3]) {
  const all = emitters(count);
  each(`emit_args0_listeners${count}`, (i) => all[i % MANY].emit('event'));
  each(`emit_args1_listeners${count}`, (i) => all[i % MANY].emit('event', i));
  each(`emit_args3_listeners${count}`, (i) => all[i % MANY].emit('event', i, 2, 3));
}

const none = emitters(0);
each('emit_no_listener', (i) => none[i % MANY].emit('event', 1));

const busy = emitters(2);
const handler = () => {};
each('on_off', (i) => {
  const e = busy[i % MANY];
  e.on('event', handler);
  e.off('event', handler);
});
each('once_emit', (i) => {
  const e = none[i % MANY];
  e.once('single', handler);
  e.emit('single', i);
});
each('new_on_emit', (i) => {
  const e = new EventEmitter();
  e.on('event', handler);
  return e.emit('event', i);
});
each('listener_count', (i) => busy[i % MANY].listenerCount('event'));
if (seen < 0) throw new Error('no event was seen');
