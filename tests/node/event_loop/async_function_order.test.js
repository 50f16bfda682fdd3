'use strict';
// The classic: what an async function does up to its first await is synchronous.
async function one() {
  console.log('one starts');
  await two();
  console.log('one ends');
}
async function two() { console.log('two'); }
console.log('script starts');
setTimeout(() => console.log('timeout'), 0);
one();
new Promise((resolve) => {
  console.log('executor');
  resolve();
}).then(() => console.log('then'));
console.log('script ends');
