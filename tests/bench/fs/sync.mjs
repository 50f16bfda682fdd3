// The synchronous functions that programs call most.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KiB, eachSync, inFolder } from './common.mjs';

await inFolder(async (folder) => {
  for (const [label, size, total] of [['1 KiB', KiB, 15000], ['256 KiB', 256 * KiB, 1500]]) {
    const file = join(folder, label);
    writeFileSync(file, 'x'.repeat(size));
    eachSync(`readFileSync ${label}, Buffer`, () => readFileSync(file), total);
    eachSync(`readFileSync ${label}, utf8`, () => readFileSync(file, 'utf8'), total);
  }
  const file = join(folder, '1 KiB');
  const missing = join(folder, 'missing');
  eachSync('statSync', () => statSync(file), 50000);
  eachSync('statSync of a missing file', () => statSync(missing, { throwIfNoEntry: false }), 50000);
  eachSync('existsSync', () => existsSync(file), 100000);
  eachSync('existsSync of a missing file', () => existsSync(missing), 100000);
});
