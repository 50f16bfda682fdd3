'use strict';
// A signal to oneself arrives in a later turn; its listener's ticks and promises follow at once.
process.on('SIGUSR2', (name, number) => {
  console.log(name, number);
  process.nextTick(() => console.log('tick'));
  Promise.resolve().then(() => console.log('promise'));
  setImmediate(() => console.log('immediate'));
  clearInterval(keep);
});
const keep = setInterval(() => {}, 1000);
process.kill(process.pid, 'SIGUSR2');
console.log('main');
