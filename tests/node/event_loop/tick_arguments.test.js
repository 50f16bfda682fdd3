'use strict';
// process.nextTick hands its arguments on and its callbacks see no receiver.
process.nextTick(function(a, b, ...rest) {
  console.log(a, b, rest, this === undefined);
}, 1, 'two', 3, 4);
process.nextTick((...args) => console.log(args.length));
