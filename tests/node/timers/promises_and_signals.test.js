// timers and timers/promises: values, aborts, refs, intervals as iterators, primitive ids, dispose, odd arguments.
'use strict';

const timers = require('timers');
const { setTimeout: sleep, setImmediate: soon, setInterval: every, scheduler } = require('timers/promises');
const { inspect } = require('util');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message, error.cause?.message ?? error.cause); } };

async function main() {
  await show('sleep', () => sleep(1, 'value'));
  await show('soon', () => soon('value'));
  await show('aborted before', () => sleep(1, 'v', { signal: AbortSignal.abort('why') }));
  await show('aborted later', () => { const c = new AbortController(); const p = sleep(10_000, 'v', { signal: c.signal }); c.abort(new RangeError('mine')); return p; });
  await show('immediate aborted', () => { const c = new AbortController(); const p = soon('v', { signal: c.signal }); c.abort(); return p; });
  await show('bad signal', () => sleep(1, 'v', { signal: {} }));
  await show('bad ref', () => sleep(1, 'v', { ref: 'x' }));
  await show('bad options', () => sleep(1, 'v', 'no'));
  await show('bad delay', () => sleep('x'));
  await show('interval', async () => { const all = []; for await (const v of every(1, 'tick')) { all.push(v); if (all.length === 3) break; } return all; });
  await show('interval abort', async () => { const c = new AbortController(); for await (const v of every(1, 'tick', { signal: c.signal })) { if (v) c.abort(); } });
  await show('interval bad', async () => { for await (const v of every(1, 'x', { signal: 5 })) console.log(v); });
  await show('scheduler', async () => [await scheduler.wait(1), await scheduler.yield()]);
  await show('scheduler abort', () => scheduler.wait(10_000, { signal: AbortSignal.abort() }));
  await show('scheduler new', () => new scheduler.constructor());

  const timer = setTimeout(() => {}, 10);
  await show('timer', () => [timer.hasRef(), timer.unref() === timer, timer.hasRef(), timer.ref().hasRef(), typeof timer[Symbol.toPrimitive](), +timer === timer[Symbol.toPrimitive](), timer.refresh() === timer, timer.close() === timer]);
  const immediate = setImmediate(() => console.log('never'));
  await show('immediate', () => { const was = [immediate.hasRef(), immediate.unref().hasRef(), immediate.ref().hasRef(), typeof immediate[Symbol.dispose]]; immediate[Symbol.dispose](); return was; });
  await show('dispose', async () => { let ran = false; { const t = setTimeout(() => { ran = true; }, 1); t[Symbol.dispose](); } await sleep(5); return ran; });
  await show('clear by id', async () => { let ran = false; const t = setTimeout(() => { ran = true; }, 1); clearTimeout(`${t[Symbol.toPrimitive]()}`); await sleep(5); return ran; });
  await show('clear odd', () => [clearTimeout(), clearTimeout(null), clearTimeout({}), clearInterval('x'), clearImmediate(5)]);
  await show('arguments', () => new Promise((resolve) => setTimeout((...args) => resolve(args), 1, 'a', 2, undefined)));
  await show('this', () => new Promise((resolve) => { const t = setTimeout(function() { resolve(this === t); }, 1); }));
  await show('bad callback', () => setTimeout('code', 1));
  await show('bad immediate', () => setImmediate());
  await show('bad microtask', () => queueMicrotask(5));
  process.on('warning', (warning) => console.log(warning.name, warning.message.split('\n')[0]));
  await show('delays', () => [NaN, -1, 0, 2 ** 31, '5', 1.9, undefined, Infinity].map((ms) => { const t = setTimeout(() => {}, ms); clearTimeout(t); return t._idleTimeout; }));
  await show('inspect', () => inspect(setTimeout(() => {}, 3)).split('\n').filter((line) => !/idleStart|asyncId|triggerId|Symbol/.test(line)).join('|'));
  await show('names', () => [Object.keys(timers).join(), timers.promises === require('timers/promises'), setTimeout === timers.setTimeout, setTimeout[require('util').promisify.custom] === sleep]);
  await show('order', async () => { const seen = []; setTimeout(() => seen.push('t1'), 1); setImmediate(() => seen.push('i')); process.nextTick(() => seen.push('n')); queueMicrotask(() => seen.push('m')); await sleep(5); return seen.slice(0, 2); });
  await show('uncaught', () => new Promise((resolve) => { process.once('uncaughtException', (error) => resolve(error.message)); setTimeout(() => { throw new Error('from timer'); }, 1); }));
  await show('interval this', () => new Promise((resolve) => { let n = 0; const t = setInterval(() => { if (++n === 2) { clearInterval(t); resolve([n, t._destroyed]); } }, 1); }));
}

main();
