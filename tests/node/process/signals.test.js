'use strict';
// A signal with a listener is an event; without one it has its own effect again.
const assert = require('assert');
const { spawnSync } = require('child_process');

if (process.argv[2] === 'default') {
  const f = () => {};
  process.on('SIGTERM', f);
  process.removeListener('SIGTERM', f);
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => {}, 10000);
} else {
  let keep = setInterval(() => {}, 1000);
  process.once('SIGUSR2', (name, number) => {
    assert.strictEqual(name, 'SIGUSR2');
    assert.strictEqual(number, 12);
    clearInterval(keep);
    keep = null;
    const child = spawnSync(process.execPath, [__filename, 'default']);
    assert.strictEqual(child.signal, 'SIGTERM');
  });
  process.kill(process.pid, 'SIGUSR2');
  process.on('exit', () => assert.strictEqual(keep, null));
}
