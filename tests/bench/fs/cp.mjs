// fs.cp of a tree of 5,000 files in 50 folders, with a callback, with a promise and at once; copyFile of 64 MiB to a new
// file and to one that is there.
import { copyFile, copyFileSync, cp, cpSync, mkdirSync, promises as fsPromises, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MiB, inFolder, report } from './common.mjs';

let copies = 0;

// Each copy has a name of its own, and all stay until the end: ext4 does not use the inodes of files that were just
// removed, and looks for others for seconds.
async function timed(name, folder, copy) {
  const next = () => join(folder, `copy_${copies++}`);
  await copy(next());
  const to = next();
  const since = performance.now();
  await copy(to);
  const took = performance.now() - since;
  if (readdirSync(to, { recursive: true }).length !== 5050) throw new Error('the copy is not whole');
  report(name, took, 'ms');
}

await inFolder(async (folder) => {
  const from = join(folder, 'from');
  for (let i = 0; i < 50; i++) {
    const inner = join(from, `folder_${i}`);
    mkdirSync(inner, { recursive: true });
    for (let k = 0; k < 100; k++) writeFileSync(join(inner, `file_${k}`), 'x'.repeat(2000));
  }
  const options = { recursive: true };
  await timed('cp of 5,000 files', folder, (to) => promisify(cp)(from, to, options));
  await timed('promises.cp of 5,000 files', folder, (to) => fsPromises.cp(from, to, options));
  await timed('cpSync of 5,000 files', folder, (to) => cpSync(from, to, options));

  const large = join(folder, 'large');
  const copied = join(folder, 'copied');
  writeFileSync(large, Buffer.alloc(64 * MiB, 'x'));
  for (const [name, copy] of [
    ['copyFile', promisify(copyFile)], ['promises.copyFile', fsPromises.copyFile], ['copyFileSync', copyFileSync],
  ]) {
    for (const where of ['a new file', 'one that is there']) {
      rmSync(copied, { force: true });
      if (where !== 'a new file') await copy(large, copied);
      const since = performance.now();
      await copy(large, copied);
      report(`${name} of 64 MiB to ${where}`, performance.now() - since, 'ms');
    }
  }
});
