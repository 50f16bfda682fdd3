// What the programs here share: each prints lines `name<TAB>value<TAB>unit` and uses only the plain Node API, so that
// every runtime runs the same file.

const ROUNDS = 7;
const ROUND_MS = 3;
const WARM_MS = 20;
let loops = 0;

/** What the last call returned: keeps an optimiser from leaving a call out. */
export let last;

export function report(name, value, unit) {
  console.log(`${name}\t${value.toFixed(3)}\t${unit}`);
}

/** A loop of its own for each measurement: a shared one would see every measured function and inline none of them. */
function loopOf(call) {
  const loop = new Function('call', 'times', `let last; for (let i = 0; i < times; i++) last = call(i); return last; // ${loops++}`);
  return (times) => {
    const since = performance.now();
    last = loop(call, times);
    return performance.now() - since;
  };
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/**
 * Nanoseconds for a call of `call(i)`: the median of several rounds of `times` calls after warming up. Without `times`
 * a round lasts some milliseconds.
 */
export function each(name, call, times) {
  const loop = loopOf(call);
  let size = times ?? 64;
  let spent = 0;
  for (let runs = 0; spent < WARM_MS || runs < 3; runs++) {
    const took = loop(size);
    spent += took;
    if (times === undefined && took < ROUND_MS / 2) size *= 2;
  }
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(loop(size));
  report(name, (median(rounds) * 1e6) / size, 'ns');
}

/** The same for a function that returns a promise: `times` calls one after another. */
export async function eachAsync(name, call, times) {
  const round = async () => {
    const since = performance.now();
    for (let i = 0; i < times; i++) last = await call(i);
    return performance.now() - since;
  };
  await round();
  await round();
  const rounds = [];
  for (let i = 0; i < 5; i++) rounds.push(await round());
  report(name, (median(rounds) * 1e6) / times, 'ns');
}

/**
 * For `run(count)`, which returns a promise of having done `count` things: nanoseconds for each of them, the median of
 * several rounds after warming up.
 */
export async function eachOf(name, count, run) {
  const round = async () => {
    const since = performance.now();
    await run(count);
    return performance.now() - since;
  };
  for (let spent = 0, runs = 0; spent < 60 || runs < 4; runs++) spent += await round();
  const rounds = [];
  for (let i = 0; i < 5; i++) rounds.push(await round());
  report(name, (median(rounds) * 1e6) / count, 'ns');
}
