'use strict';
// Scripts that are ended from outside.

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

if (process.argv[2] === 'interrupt') {
  let heard = 0;
  process.on('SIGINT', () => heard++);
  const context = vm.createContext({ ready: () => process.send('ready') });
  assert.throws(() => vm.runInContext('ready(); while (true);', context, { breakOnSigint: true }),
                { code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED' });
  // The listener of the program has not heard of it, and does again.
  assert.strictEqual(heard, 0);
  process.once('SIGINT', () => process.disconnect());
  process.kill(process.pid, 'SIGINT');
} else {
  const timedOut = (timeout) => ({
    code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', message: `Script execution timed out after ${timeout}ms`,
  });
  assert.throws(() => vm.runInThisContext('while (true);', { timeout: 10 }), timedOut(10));
  assert.throws(() => vm.runInNewContext('try { while (true); } catch {} finally { while (true); }', {}, { timeout: 11 }),
                timedOut(11));
  assert.strictEqual(vm.runInThisContext('1 + 1', { timeout: 10000, breakOnSigint: true }), 2);
  // What is thrown in time stays what it is.
  assert.throws(() => vm.runInNewContext('throw new RangeError("own")', {}, { timeout: 10000 }), { message: 'own' });

  // The outer time is over while the inner script runs: the outer call says so.
  const context = vm.createContext({
    inner: () => vm.runInNewContext('while (true);', {}, { timeout: 60000 }),
  });
  assert.throws(() => vm.runInContext('try { inner() } catch {} while (true);', context, { timeout: 20 }), timedOut(20));
  // And the other way round the outer script goes on.
  const inner = vm.createContext({ inner: () => vm.runInNewContext('while (true);', {}, { timeout: 5 }) });
  assert.strictEqual(vm.runInContext('let code; try { inner() } catch (e) { code = e.code } code', inner, { timeout: 60000 }),
                     'ERR_SCRIPT_EXECUTION_TIMEOUT');

  // Jobs of a queue of its own count.
  const own = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
  assert.throws(() => vm.runInContext('(function f() { Promise.resolve().then(f) })()', own, { timeout: 20 }), timedOut(20));

  // A worker in the middle of such a script can be ended.
  const worker = new Worker(`
    const vm = require('node:vm');
    require('node:worker_threads').parentPort.postMessage('up');
    while (true) try { vm.runInNewContext('while (true);', {}, { timeout: 3 }) } catch {}`, { eval: true });
  let ended = false;
  worker.once('message', () => worker.terminate());
  worker.once('exit', (code) => {
    assert.strictEqual(code, 1);
    ended = true;
  });

  const child = spawn(process.execPath, [__filename, 'interrupt'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.once('message', () => child.kill('SIGINT'));
  let status;
  child.once('exit', (code) => status = code);
  process.on('exit', () => {
    assert.strictEqual(status, 0);
    assert.strictEqual(ended, true);
  });
}
