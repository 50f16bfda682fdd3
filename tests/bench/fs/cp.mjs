// fs.cp of a tree of 5,000 files in 50 folders, with a callback, with a promise and at once; copyFile of 64 MiB.
import { copyFile, cp, cpSync, mkdirSync, promises as fsPromises, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MiB, inFolder, report } from './common.mjs';

async function timed(name, to, copy) {
  await copy();
  rmSync(to, { recursive: true });
  const since = performance.now();
  await copy();
  const took = performance.now() - since;
  if (readdirSync(to, { recursive: true }).length !== 5050) throw new Error('the copy is not whole');
  rmSync(to, { recursive: true });
  report(name, took, 'ms');
}

await inFolder(async (folder) => {
  const from = join(folder, 'from');
  for (let i = 0; i < 50; i++) {
    const inner = join(from, `folder_${i}`);
    mkdirSync(inner, { recursive: true });
    for (let k = 0; k < 100; k++) writeFileSync(join(inner, `file_${k}`), 'x'.repeat(2000));
  }
  const to = join(folder, 'to');
  const options = { recursive: true };
  await timed('cp of 5,000 files', to, () => promisify(cp)(from, to, options));
  await timed('promises.cp of 5,000 files', to, () => fsPromises.cp(from, to, options));
  await timed('cpSync of 5,000 files', to, () => cpSync(from, to, options));

  const large = join(folder, 'large');
  const copied = join(folder, 'copied');
  writeFileSync(large, Buffer.alloc(64 * MiB, 'x'));
  await promisify(copyFile)(large, copied);
  const since = performance.now();
  await promisify(copyFile)(large, copied);
  report('copyFile of 64 MiB', performance.now() - since, 'ms');
});
