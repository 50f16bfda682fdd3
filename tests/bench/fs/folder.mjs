// A folder of 10,000 files, and as many in 100 folders: readdir in its forms, and stat of each.
import { mkdirSync, promises as fsPromises, readdir, readdirSync, stat, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callbacks, each, eachSync, inFolder, promises } from './common.mjs';

const COUNT = 10000;

await inFolder(async (base) => {
  const folder = join(base, 'many');
  const tree = join(base, 'tree');
  mkdirSync(folder);
  const files = Array.from({ length: COUNT }, (_, i) => join(folder, `entry_${i}.txt`));
  for (const file of files) writeFileSync(file, '');
  for (let i = 0; i < 100; i++) {
    const inner = join(tree, `folder_${i}`);
    mkdirSync(inner, { recursive: true });
    for (let k = 0; k < COUNT / 100; k++) writeFileSync(join(inner, `entry_${k}.txt`), '');
  }

  for (const [label, from, options] of [
    ['', folder, undefined],
    [' with types', folder, { withFileTypes: true }],
    [', recursive', tree, { recursive: true }],
    [', recursive, with types', tree, { recursive: true, withFileTypes: true }],
  ]) {
    const what = `of 10,000${label}`;
    await each(`readdir ${what}`, (n) => callbacks((done) => readdir(from, options, done), n, 1), 20);
    await each(`promises.readdir ${what}`, (n) => promises(() => fsPromises.readdir(from, options), n, 1), 20);
    eachSync(`readdirSync ${what}`, () => readdirSync(from, options), 20);
  }

  let at = 0;
  const next = () => files[at++ % COUNT];
  eachSync('statSync', () => statSync(next()), COUNT);
  for (const [atOnce, total] of [[1, COUNT], [32, COUNT], [COUNT, 5 * COUNT]]) {
    await each(`stat, ${atOnce} at once`, (n) => callbacks((done) => stat(next(), done), n, atOnce), total);
    await each(`promises.stat, ${atOnce} at once`, (n) => promises(() => fsPromises.stat(next()), n, atOnce), total);
  }
});
