'use strict';
// NaN, negative, fractions and strings: anything below 1 is 1 and the order of making holds.
setTimeout(() => console.log('NaN'), NaN);
setTimeout(() => console.log('negative'), -5);
setTimeout(() => console.log('fraction'), 0.5);
setTimeout(() => console.log('string'), '1');
setTimeout(() => console.log('none'));
setTimeout(() => console.log('null'), null);
