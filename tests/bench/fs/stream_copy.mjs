// pipeline(createReadStream, createWriteStream) of 1 GiB.
import { closeSync, createReadStream, createWriteStream, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MiB, inFolder, report } from './common.mjs';

const SIZE = 1024 * MiB;

function fill(file, size) {
  const chunk = Buffer.alloc(MiB, 'some bytes');
  const fd = openSync(file, 'w');
  for (let done = 0; done < size; done += MiB) writeSync(fd, chunk);
  closeSync(fd);
}

await inFolder(async (folder) => {
  const [warm, from, to] = ['warm', 'from', 'to'].map((name) => join(folder, name));
  fill(warm, 64 * MiB);
  fill(from, SIZE);
  await pipeline(createReadStream(warm), createWriteStream(to));
  const since = performance.now();
  await pipeline(createReadStream(from), createWriteStream(to));
  const took = performance.now() - since;
  if (statSync(to).size !== SIZE) throw new Error('the copy is not whole');
  report('stream copy of 1 GiB', took, 'ms');
});
