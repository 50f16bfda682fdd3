// How late an interval of 10 ms is at most while 200 files of 16 MiB are read at once.
import { readFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MiB, callbacks, inFolder, report } from './common.mjs';

await inFolder(async (folder) => {
  const file = join(folder, 'large');
  writeFileSync(file, Buffer.alloc(16 * MiB, 'x'));
  for (const encoding of [undefined, 'utf8']) {
    let latest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      latest = Math.max(latest, now - last - 10);
      last = now;
    }, 10);
    await callbacks((done) => readFile(file, encoding, (error) => done(error)), 200, 200);
    clearInterval(timer);
    report(`a 10 ms interval's lateness, 200 reads of 16 MiB, ${encoding ?? 'Buffer'}`, latest, 'ms');
  }
});
