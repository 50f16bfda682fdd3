// readFile with a callback and with a promise: 1 KiB and 256 KiB, one at a time and 32 at once.
import { promises as fsPromises, readFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KiB, callbacks, each, inFolder, promises } from './common.mjs';

await inFolder(async (folder) => {
  for (const [label, size, total] of [['1 KiB', KiB, 4000], ['256 KiB', 256 * KiB, 600]]) {
    const file = join(folder, label);
    writeFileSync(file, 'x'.repeat(size));
    for (const encoding of [undefined, 'utf8']) {
      for (const atOnce of [1, 32]) {
        const what = `${label}, ${encoding ?? 'Buffer'}, ${atOnce} at once`;
        await each(`readFile ${what}`, (n) => callbacks((done) => readFile(file, encoding, done), n, atOnce), total);
        await each(`promises.readFile ${what}`, (n) => promises(() => fsPromises.readFile(file, encoding), n, atOnce), total);
      }
    }
  }
});
