'use strict';
// An unref'd port does not keep the program alive; a ref'd one delivers.
const { MessageChannel } = require('worker_threads');
const { port1, port2 } = new MessageChannel();
port1.on('message', () => console.log('must not run'));
port1.unref();
process.on('exit', () => console.log('exit'));
console.log('main', port1.hasRef(), port2.hasRef());
