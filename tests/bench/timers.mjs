// Timers, immediates, ticks and promises: nanoseconds for each, many at once and one after the other.
const report = (name, since, count) => {
  console.log(`${name}\t${((performance.now() - since) * 1e6 / count).toFixed(1)}\tns`);
};
const measure = (name, count, body) => new Promise((resolve) => {
  const since = performance.now();
  body(count, () => {
    report(name, since, count);
    resolve();
  });
});

await measure('setTimeout, 200,000 at once', 200_000, (count, done) => {
  let left = count;
  for (let i = 0; i < count; i++) setTimeout(() => { if (--left === 0) done(); }, i % 10);
});
await measure('setTimeout and clearTimeout', 200_000, (count, done) => {
  for (let i = 0; i < count; i++) clearTimeout(setTimeout(done, 1000));
  done();
});
await measure('setImmediate, 200,000 at once', 200_000, (count, done) => {
  let left = count;
  for (let i = 0; i < count; i++) setImmediate(() => { if (--left === 0) done(); });
});
await measure('setImmediate, one after the other', 100_000, (count, done) => {
  let left = count;
  setImmediate(function next() {
    if (--left === 0) done();
    else setImmediate(next);
  });
});
await measure('nextTick, one after the other', 500_000, (count, done) => {
  let left = count;
  process.nextTick(function next() {
    if (--left === 0) done();
    else process.nextTick(next);
  });
});
await measure('await, one after the other', 1_000_000, async (count, done) => {
  for (let i = 0; i < count; i++) await null;
  done();
});
