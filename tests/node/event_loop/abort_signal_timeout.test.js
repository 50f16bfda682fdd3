'use strict';
// AbortSignal.timeout does not keep the program alive; abort listeners run at once on abort().
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('listener'));
process.nextTick(() => console.log('tick'));
controller.abort();
console.log('after abort', controller.signal.reason.name);
AbortSignal.timeout(5000).addEventListener('abort', () => console.log('must not run'));
process.on('exit', () => console.log('exit'));
