// Timers, immediates, ticks, microtasks and promises: nanoseconds for each.
import { setTimeout as sleep } from 'node:timers/promises';
import { eachOf } from './common.mjs';

const measure = (name, count, start) => eachOf(name, count, () => new Promise((resolve) => start(count, resolve)));
/** `start(callback)`, `count` times at once. */
const atOnce = (start) => (count, done) => {
  let left = count;
  const callback = () => { if (--left === 0) done(); };
  for (let i = 0; i < count; i++) start(callback);
};
/** The same one after the other. */
const oneByOne = (start) => (count, done) => {
  let left = count;
  start(function next() {
    if (--left === 0) done();
    else start(next);
  });
};

await measure('setTimeout, 200,000 at once', 200_000, atOnce((callback) => setTimeout(callback, 1)));
await measure('setTimeout, ten durations', 50_000, (count, done) => {
  let left = count;
  for (let i = 0; i < count; i++) setTimeout(() => { if (--left === 0) done(); }, i % 10);
});
await measure('setTimeout with arguments', 20_000, atOnce((callback) => setTimeout(callback, 1, 'a', 'b')));
await measure('setTimeout and clearTimeout', 50_000, (count, done) => {
  for (let i = 0; i < count; i++) clearTimeout(setTimeout(done, 1000));
  done();
});
await measure('setTimeout, then clear all', 50_000, (count, done) => {
  const timers = [];
  for (let i = 0; i < count; i++) timers.push(setTimeout(done, 1000 + i % 50));
  for (const timer of timers) clearTimeout(timer);
  done();
});
await measure('setTimeout, refresh', 50_000, (count, done) => {
  const timer = setTimeout(done, 100_000);
  for (let i = 0; i < count; i++) timer.refresh();
  clearTimeout(timer);
  done();
});
await measure('setInterval, 1000 x 20', 20_000, (count, done) => {
  let left = count;
  for (let i = 0; i < 1000; i++) {
    let times = 20;
    const timer = setInterval(() => {
      if (--times === 0) clearInterval(timer);
      if (--left === 0) done();
    }, 1);
  }
});
await measure('timers/promises, 10,000 at once', 10_000, async (count, done) => {
  await Promise.all(Array.from({ length: count }, () => sleep(1)));
  done();
});
await measure('setImmediate, 200,000 at once', 200_000, atOnce((callback) => setImmediate(callback)));
await measure('setImmediate, one after the other', 10_000, oneByOne((callback) => setImmediate(callback)));
await measure('setImmediate and clearImmediate', 50_000, (count, done) => {
  for (let i = 0; i < count; i++) clearImmediate(setImmediate(done));
  done();
});
await measure('nextTick, 500,000 at once', 500_000, atOnce((callback) => process.nextTick(callback)));
await measure('nextTick, one after the other', 100_000, oneByOne((callback) => process.nextTick(callback)));
await measure('nextTick with arguments', 100_000, atOnce((callback) => process.nextTick(callback, 1, 2)));
await measure('queueMicrotask, at once', 100_000, atOnce((callback) => queueMicrotask(callback)));
await measure('queueMicrotask, one after the other', 100_000, oneByOne((callback) => queueMicrotask(callback)));
await measure('await of a value', 200_000, async (count, done) => {
  for (let i = 0; i < count; i++) await null;
  done();
});
const nothing = async () => {};
await measure('await of an async function', 100_000, async (count, done) => {
  for (let i = 0; i < count; i++) await nothing();
  done();
});
await measure('then, a chain', 60_000, (count, done) => {
  let promise = Promise.resolve();
  for (let i = 0; i < count; i++) promise = promise.then(nothing);
  promise.then(done);
});
