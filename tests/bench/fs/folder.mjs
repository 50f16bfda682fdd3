// A folder of 10,000 files: readdir, and stat of each.
import { mkdirSync, promises as fsPromises, readdir, readdirSync, stat, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callbacks, each, eachSync, inFolder, promises } from './common.mjs';

const COUNT = 10000;

await inFolder(async (base) => {
  const folder = join(base, 'many');
  mkdirSync(folder);
  const files = Array.from({ length: COUNT }, (_, i) => join(folder, `entry_${i}.txt`));
  for (const file of files) writeFileSync(file, '');

  await each('readdir of 10,000', (n) => callbacks((done) => readdir(folder, done), n, 1), 10);
  await each('promises.readdir of 10,000', (n) => promises(() => fsPromises.readdir(folder), n, 1), 10);
  await each('readdir of 10,000 with types',
             (n) => callbacks((done) => readdir(folder, { withFileTypes: true }, done), n, 1), 10);
  eachSync('readdirSync of 10,000', () => readdirSync(folder), 10);

  let at = 0;
  const next = () => files[at++ % COUNT];
  for (const atOnce of [1, 32, COUNT]) {
    await each(`stat, ${atOnce} at once`, (n) => callbacks((done) => stat(next(), done), n, atOnce), COUNT);
    await each(`promises.stat, ${atOnce} at once`, (n) => promises(() => fsPromises.stat(next()), n, atOnce), COUNT);
  }
});
