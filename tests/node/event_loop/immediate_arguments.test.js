'use strict';
// setImmediate hands its arguments on; its object is the receiver.
const immediate = setImmediate(function(...args) {
  console.log(args, this === immediate, this.hasRef());
}, 'a', 2, null);
