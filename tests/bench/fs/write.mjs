// writeFile over files that are there: 1 KiB and 256 KiB, one at a time and 32 at once, each to a file of its own; a
// Buffer and a string.
import { promises as fsPromises, writeFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KiB, callbacks, each, eachSync, inFolder, promises } from './common.mjs';

await inFolder(async (folder) => {
  const files = Array.from({ length: 64 }, (_, i) => join(folder, `file_${i}`));
  let at = 0;
  const next = () => files[at++ % files.length];
  for (const [size, total] of [[KiB, 2000], [256 * KiB, 300]]) {
    for (const [kind, data] of [['Buffer', Buffer.alloc(size, 'x')], ['string', 'x'.repeat(size)]]) {
      const label = `${size / KiB} KiB, ${kind}`;
      for (const atOnce of [1, 32]) {
        const what = `${label}, ${atOnce} at once`;
        await each(`writeFile ${what}`, (n) => callbacks((done) => writeFile(next(), data, done), n, atOnce), total);
        await each(`promises.writeFile ${what}`, (n) => promises(() => fsPromises.writeFile(next(), data), n, atOnce), total);
      }
      eachSync(`writeFileSync ${label}`, () => writeFileSync(next(), data), total);
    }
  }
});
