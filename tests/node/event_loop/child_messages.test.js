'use strict';
// Messages between a parent and a forked child keep their order; disconnect comes before exit.
const { fork } = require('child_process');
if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    if (message === 'end') process.disconnect();
    else process.send(`child got ${message}`);
  });
} else {
  const child = fork(__filename, ['child']);
  child.on('message', (message) => console.log(message));
  child.on('disconnect', () => console.log('disconnect'));
  child.on('exit', (code) => console.log('exit', code));
  for (const message of ['a', 'b', 'c', 'end']) child.send(message);
  console.log('main');
}
