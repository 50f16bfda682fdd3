'use strict';
// A child process: spawn, its output, exit, and close last.
const { spawn } = require('child_process');
const child = spawn('echo', ['hello'], { stdio: ['ignore', 'pipe', 'ignore'] });
const log = [];
child.on('spawn', () => console.log('spawn'));
child.stdout.on('data', (data) => log.push(`data ${data}`.trim()));
child.on('exit', (code, signal) => log.push(`exit ${code} ${signal}`));
child.on('close', (code, signal) => {
  // Output and exit race; close comes after both.
  console.log(log.sort());
  console.log('close', code, signal);
});
process.nextTick(() => console.log('tick'));
console.log('main', typeof child.pid);
