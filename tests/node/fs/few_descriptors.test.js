// 10,000 reads at once in a process that may have 256 descriptors: each settles, the next one works, none stays open.
'use strict';

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');

function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}

function tally(counts, error, text) {
  if (error) {
    assert.strictEqual(error.code, 'EMFILE');
    assert.strictEqual(error.syscall, 'open');
    counts.refused++;
  } else {
    assert.strictEqual(text, 'content');
    counts.read++;
  }
}

async function child() {
  const file = process.argv[3];
  const before = openDescriptors();
  const counts = { read: 0, refused: 0 };
  const byCallback = [];
  for (let i = 0; i < 5000; i++) {
    byCallback.push(new Promise((resolve) => {
      fs.readFile(file, 'utf8', (error, text) => resolve(tally(counts, error, text)));
    }));
  }
  const byPromise = [];
  for (let i = 0; i < 5000; i++) {
    byPromise.push(fs.promises.readFile(file, 'utf8').then(
      (text) => tally(counts, null, text), (error) => tally(counts, error)));
  }
  await Promise.all([...byCallback, ...byPromise]);
  assert.strictEqual(counts.read + counts.refused, 10000);
  assert.strictEqual(await fs.promises.readFile(file, 'utf8'), 'content');
  assert.strictEqual(openDescriptors(), before);
}

if (process.argv[2] === 'child') {
  child();
} else {
  const file = path.join(process.cwd(), 'file.txt');
  fs.writeFileSync(file, 'content');
  execFileSync('sh', ['-c', 'ulimit -n 256; exec "$0" "$@"', process.execPath, __filename, 'child', file],
               { stdio: ['ignore', 'inherit', 'inherit'] });
}
