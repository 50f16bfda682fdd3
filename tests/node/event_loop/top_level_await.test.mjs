// Top-level await: what follows an awaited timer runs right after it, before the next immediate.
import { setTimeout as sleep } from 'node:timers/promises';
process.nextTick(() => console.log('tick'));
console.log('main');
await null;
console.log('one turn later');
await sleep(5);
console.log('after the timer');
setImmediate(() => console.log('immediate'));
process.on('exit', (code) => console.log('exit', code));
