'use strict';
// events.once resolves in the drain after the event; two events of one turn are not lost.
const { once, EventEmitter } = require('events');
const emitter = new EventEmitter();
(async () => {
  const [value] = await once(emitter, 'first');
  console.log('first', value);
  const both = await Promise.all([once(emitter, 'a'), once(emitter, 'b')]);
  console.log('both', both);
})();
setImmediate(() => {
  emitter.emit('first', 1);
  console.log('emitted');
  process.nextTick(() => console.log('tick'));
  setTimeout(() => {
    emitter.emit('a', 'A');
    emitter.emit('b', 'B');
  }, 1);
});
