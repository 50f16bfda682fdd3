'use strict';
// An immediate set by an immediate waits for the next turn of the loop.
let turn = 0;
setImmediate(() => {
  turn = 1;
  console.log('first');
  setImmediate(() => console.log('nested, turn is', turn));
});
setImmediate(() => {
  console.log('second, turn is', turn);
  turn = 2;
});
