'use strict';
// An immediate that an earlier one clears does not run; clearing twice or nothing is harmless.
const second = setImmediate(() => console.log('must not run'));
setImmediate(() => {
  console.log('first');
  clearImmediate(third);
  clearImmediate(third);
  clearImmediate(undefined);
});
const third = setImmediate(() => console.log('must not run either'));
setImmediate(() => console.log('fourth'));
clearImmediate(second);
