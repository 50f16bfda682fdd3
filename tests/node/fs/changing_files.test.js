// 100,000 reads of files that are being truncated, replaced, unlinked and appended to: each answers with a part of what
// was ever in the file, or says that there is no file; no descriptor stays open.
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { Worker, isMainThread, workerData } = require('worker_threads');

const NAMES = ['a', 'b', 'c', 'd'];
const LINE = '0123456789abcdef';

function change() {
  const stop = new Int32Array(workerData.stop);
  for (let turn = 0; Atomics.load(stop, 0) === 0; turn++) {
    const file = path.join(workerData.folder, NAMES[turn % NAMES.length]);
    const action = (turn >> 2) % 5;
    try {
      if (action === 0) fs.writeFileSync(file, LINE.repeat(1 + turn % 4000));
      else if (action === 1) fs.truncateSync(file, turn % 2000);
      else if (action === 2) fs.appendFileSync(file, LINE);
      else if (action === 3) fs.unlinkSync(file);
      else {
        fs.writeFileSync(`${file}.new`, LINE.repeat(64));
        fs.renameSync(`${file}.new`, file);
      }
    } catch (error) {
      assert.strictEqual(error.code, 'ENOENT');
    }
  }
}

function check(data) {
  const text = data.toString('latin1');
  // A file that is truncated to more than it has is filled with zeros.
  assert.match(text, /^[0-9a-f\0]*$/);
}

function missing(error) {
  assert.strictEqual(error.code, 'ENOENT');
}

function byCallback(file) {
  return new Promise((resolve) => {
    fs.readFile(file, (error, data) => resolve(error ? missing(error) : check(data)));
  });
}

async function byStream(file) {
  let chunks;
  try {
    chunks = await fs.createReadStream(file).toArray();
  } catch (error) {
    return missing(error);
  }
  chunks.forEach(check);
}

async function byDescriptor(file) {
  let handle;
  try {
    handle = await fs.promises.open(file);
  } catch (error) {
    return missing(error);
  }
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  check(buffer.subarray(0, bytesRead));
  await handle.close();
}

function bySync(file) {
  let data;
  try {
    data = fs.readFileSync(file);
  } catch (error) {
    return missing(error);
  }
  check(data);
}

async function main() {
  const folder = process.cwd();
  const stop = new SharedArrayBuffer(4);
  const before = fs.readdirSync('/proc/self/fd').length;
  const worker = new Worker(__filename, { workerData: { folder, stop } });
  const ways = [byCallback, (file) => fs.promises.readFile(file).then(check, missing), bySync, byCallback, byDescriptor,
                (file) => fs.promises.readFile(file, 'latin1').then(check, missing), bySync, byStream];
  let next = 0;
  async function reader() {
    while (next < 100000) {
      const number = next++;
      await ways[number % ways.length](path.join(folder, NAMES[(number >> 3) % NAMES.length]));
    }
  }
  await Promise.all(Array.from({ length: 16 }, reader));
  new Int32Array(stop)[0] = 1;
  await new Promise((resolve) => worker.on('exit', resolve));
  assert.strictEqual(fs.readdirSync('/proc/self/fd').length, before);
}

if (isMainThread) main();
else change();
