// fs.readFile with a callback: microseconds for each file, one after the other and 32 at once.
import { mkdtempSync, readFile, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'bench_'));

const read = (file, total, atOnce) => new Promise((resolve, reject) => {
  let started = 0;
  let ended = 0;
  const next = () => {
    if (started++ >= total) return;
    readFile(file, (err) => {
      if (err) reject(err);
      else if (++ended === total) resolve();
      else next();
    });
  };
  for (let i = 0; i < atOnce; i++) next();
});

try {
  for (const [label, size, total] of [['1 KB', 1024, 5000], ['64 KB', 65536, 3000], ['1 MB', 1 << 20, 300]]) {
    const file = join(folder, label);
    writeFileSync(file, Buffer.alloc(size, 'x'));
    for (const atOnce of [1, 32]) {
      await read(file, total / 10, atOnce);
      const since = performance.now();
      await read(file, total, atOnce);
      const each = (performance.now() - since) * 1e3 / total;
      console.log(`readFile ${label}, ${atOnce} at once\t${each.toFixed(2)}\tus`);
    }
    const since = performance.now();
    for (let i = 0; i < total; i++) readFileSync(file);
    console.log(`readFileSync ${label}\t${((performance.now() - since) * 1e3 / total).toFixed(2)}\tus`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
