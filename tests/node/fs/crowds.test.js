// Hundreds of requests at once, of every kind: each gets the answer to its own question, by callback and by promise, and
// the requests that such an answer starts do, too. A worker may end in the middle of them.
'use strict';

const assert = require('assert');
const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const { Worker } = require('worker_threads');

const kKiB = 1024;

// What readFile of each kind must bring: a length and a character, or a code.
const kinds = [
  { name: 'empty', length: 0 },
  { name: 'small', length: 100, fill: 'a' },
  { name: 'wide', length: 3 * kKiB, fill: '\u20ac' },
  { name: 'medium', length: 200 * kKiB, fill: 'b' },
  { name: 'large', length: 3 * kKiB * kKiB, fill: 'c' },
  { name: 'missing', code: 'ENOENT' },
  { name: 'folder', code: 'EISDIR' },
  { name: 'small/below', code: 'ENOTDIR' },
];

function setUp() {
  fs.mkdirSync('folder');
  for (const { name, length, fill = '' } of kinds) {
    if (length !== undefined) fs.writeFileSync(name, fill.repeat(length / (Buffer.byteLength(fill) || 1)));
  }
  execFileSync('mkfifo', ['fifo']);
}

function checkContent({ name, length, fill, code }, error, content) {
  if (code !== undefined) {
    assert.strictEqual(error?.code, code, name);
    return;
  }
  assert.ifError(error);
  assert.strictEqual(Buffer.byteLength(content), length, name);
  if (length > 0) assert.strictEqual(content.toString().replaceAll(fill, ''), '', name);
}

function checkStats({ name, length, code }, error, stats) {
  if (code !== undefined && code !== 'EISDIR') {
    assert.strictEqual(error?.code, code, name);
    assert.strictEqual(error.path, name);
    return;
  }
  assert.ifError(error);
  assert.strictEqual(stats.isDirectory(), code === 'EISDIR', name);
  if (length !== undefined) assert.strictEqual(stats.size, length, name);
}

const settled = (promise, check) => promise.then((value) => check(null, value), (error) => check(error));
const called = (start, check) => new Promise((resolve, reject) => {
  start((error, value) => {
    try {
      resolve(check(error, value));
    } catch (wrong) {
      reject(wrong);
    }
  });
});

// Each answer asks again, `rounds` times.
async function lane(kind, encoding, byPromise, rounds) {
  const { name } = kind;
  const content = (error, value) => checkContent(kind, error, value);
  const stats = (error, value) => checkStats(kind, error, value);
  for (let i = 0; i < rounds; i++) {
    if (byPromise) {
      await Promise.all([
        settled(fs.promises.readFile(name, encoding), content), settled(fs.promises.stat(name), stats),
      ]);
    } else {
      await Promise.all([
        called((done) => fs.readFile(name, encoding, done), content), called((done) => fs.stat(name, done), stats),
      ]);
    }
  }
}

async function readsAndStats() {
  const lanes = [];
  for (let i = 0; i < 30; i++) {
    for (const kind of kinds) {
      lanes.push(lane(kind, i % 3 === 0 ? null : 'utf8', i % 2 === 0, kind.length > kKiB * kKiB ? 1 : 5));
    }
  }
  await Promise.all(lanes);
}

// What waits for a writer holds up no others, and sees one opening only.
async function fifoInACrowd() {
  const fromFifo = fs.promises.readFile('fifo', 'utf8');
  await Promise.all(Array.from({ length: 200 }, () => lane(kinds[1], 'utf8', true, 1)));
  const writer = spawn('sh', ['-c', 'echo from the writer > fifo'], { stdio: 'ignore' });
  assert.strictEqual(await fromFifo, 'from the writer\n');
  assert.strictEqual(await new Promise((resolve) => { writer.on('close', resolve); }), 0);
}

async function workerEnds() {
  for (let i = 0; i < 5; i++) {
    const worker = new Worker(`
      const fs = require('fs');
      const { parentPort } = require('worker_threads');
      let count = 0;
      const ask = () => { fs.readFile('medium', ask); fs.stat('small', ask); if (count++ === 300) parentPort.postMessage(0); };
      for (let i = 0; i < 4; i++) ask();
    `, { eval: true });
    await new Promise((resolve) => { worker.once('message', resolve); });
    assert.strictEqual(await worker.terminate(), 1);
  }
}

(async () => {
  setUp();
  await readsAndStats();
  await fifoInACrowd();
  await workerEnds();
})();
