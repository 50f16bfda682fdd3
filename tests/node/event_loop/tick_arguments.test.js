'use strict';
// process.nextTick hands its arguments on and its callbacks see no receiver.
process.nextTick(function(a, b, ...rest) {
  'use strict';
  console.log(a, b, rest, this 