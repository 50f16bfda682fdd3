'use strict';
// An unref'd worker does not keep the program alive.
const { Worker } = require('worker_threads');
const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
worker.unref();
worker.on('exit', () => console.log('must not run'));
process.on('exit', () => console.log('exit'));
