// What the programs here share. Each makes a folder in `TMPDIR`, warms up what it measures, and prints lines
// `name<TAB>value<TAB>unit`; only the plain Node API, so that every runtime runs the same file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const KiB = 1024;
export const MiB = 1024 * KiB;

/** Runs `body` with a folder of its own, which is removed afterwards. */
export async function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), 'bench_fs_'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function report(name, value, unit) {
  console.log(`${name}\t${value.toFixed(3)}\t${unit}`);
}

/** `total` calls of `start(callback)`, `atOnce` of them under way at any time. */
export function callbacks(start, total, atOnce) {
  return new Promise((resolve, reject) => {
    let started = 0;
    let ended = 0;
    const done = (error) => {
      if (error) reject(error);
      else if (++ended === total) resolve();
      else next();
    };
    const next = () => {
      if (started++ < total) start(done);
    };
    for (let i = 0; i < atOnce; i++) next();
  });
}

/** The same for a function that returns a promise. */
export async function promises(start, total, atOnce) {
  let left = total;
  const lane = async () => {
    while (left-- > 0) await start();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

// What is measured is done in so many parts, of which the fastest counts: on a machine with other work to do the others
// say more about that work.
const PARTS = 5;

/** Microseconds for each of `total` calls, after as many for warming up. */
export async function each(name, run, total) {
  await run(total);
  const part = Math.ceil(total / PARTS);
  let least = Infinity;
  for (let i = 0; i < PARTS; i++) {
    const since = performance.now();
    await run(part);
    least = Math.min(least, performance.now() - since);
  }
  report(name, least * 1e3 / part, 'us');
}

/** The same for calls that return at once. */
export function eachSync(name, call, total) {
  for (let i = 0; i < total; i++) call();
  const part = Math.ceil(total / PARTS);
  let least = Infinity;
  for (let k = 0; k < PARTS; k++) {
    const since = performance.now();
    for (let i = 0; i < part; i++) call();
    least = Math.min(least, performance.now() - since);
  }
  report(name, least * 1e3 / part, 'us');
}
