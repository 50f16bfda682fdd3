// readFile of 64 MiB, one at a time: ASCII and a text with two-byte characters.
import { promises as fsPromises, readFile, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MiB, callbacks, each, eachSync, inFolder, promises } from './common.mjs';

await inFolder(async (folder) => {
  const ascii = join(folder, 'ascii');
  const text = join(folder, 'text');
  writeFileSync(ascii, Buffer.alloc(64 * MiB, 'a line of some length\n'));
  writeFileSync(text, Buffer.alloc(64 * MiB, 'Ein St\u00fcck Text f\u00fcr Leser, \u20ac\n'));
  for (const [label, file, encoding] of [['Buffer', ascii], ['utf8', ascii, 'utf8'], ['utf8 not ASCII', text, 'utf8']]) {
    await each(`readFile 64 MiB, ${label}`, (n) => callbacks((done) => readFile(file, encoding, done), n, 1), 4);
    await each(`promises.readFile 64 MiB, ${label}`, (n) => promises(() => fsPromises.readFile(file, encoding), n, 1), 4);
    eachSync(`readFileSync 64 MiB, ${label}`, () => readFileSync(file, encoding), 4);
  }
});
