'use strict';
// A timer can be cleared by its number, also written as a string; clearInterval does the same.
const a = setTimeout(() => console.log('must not run'), 1);
const b = setTimeout(() => console.log('must not run'), 1);
const c = setInterval(() => console.log('must not run'), 1);
clearTimeout(+a);
clearTimeout(`${+b}`);
clearTimeout(c);
clearTimeout({});
clearTimeout('nothing');
setTimeout(() => console.log('done'), 10);
