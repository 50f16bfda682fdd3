// writeFile over files that are there: 1 KiB and 256 KiB, one at a time and 32 at once, each to a file of its own.
import { promises as fsPromises, writeFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KiB, callbacks, each, eachSync, inFolder, promises } from './common.mjs';

await inFolder(async (folder) => {
  const files = Array.from({ length: 64 }, (_, i) => join(folder, `file_${i}`));
  let at = 0;
  const next = () => files[at++ % files.length];
  for (const [label, size, total] of [['1 KiB', KiB, 2000], ['256 KiB', 256 * KiB, 500]]) {
    const bytes = Buffer.alloc(size, 'x');
    const text = 'x'.repeat(size);
    for (const atOnce of [1, 32]) {
      const what = `${label}, ${atOnce} at once`;
      await each(`writeFile ${what}`, (n) => callbacks((done) => writeFile(next(), bytes, done), n, atOnce), total);
      await each(`promises.writeFile ${what}`, (n) => promises(() => fsPromises.writeFile(next(), text), n, atOnce), total);
    }
    eachSync(`writeFileSync ${label}`, () => writeFileSync(next(), bytes), total);
  }
});
