'use strict';
// An unref'd child does not keep its parent.
const { spawn } = require('child_process');
const child = spawn('sleep', ['5'], { stdio: 'ignore' });
child.unref();
child.on('exit', () => console.log('must not run'));
process.on('exit', () => {
  console.log('exit');
  child.kill('SIGKILL');
});
