'use strict';
// A warning is emitted in a tick.
process.on('warning', (warning) => console.log('warning', warning.name, warning.message));
process.emitWarning('careful', 'LoomWarning');
process.nextTick(() => console.log('tick'));
console.log('main');
