// Contents of files never share memory, and memory that is used again shows nothing of what it held before.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const KiB = 1024;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read_memory_'));
const name = (letter, size) => path.join(folder, `${letter}${size}`);
const sizes = [100, 9 * KiB, 40 * KiB, 256 * KiB, 600 * KiB, 9 * KiB * KiB];
for (const size of sizes) {
  for (const letter of 'abc') fs.writeFileSync(name(letter, size), letter.repeat(size));
}

// Whether all of the memory that the buffer can reach is its own, or that of the pool.
function check(buffer, letter, size) {
  assert.strictEqual(buffer.length, size);
  assert.ok(buffer.equals(Buffer.alloc(size, letter)));
  if (size > 32 * KiB) assert.strictEqual(buffer.buffer.byteLength, size);
}

async function main() {
  for (const size of sizes) {
    const rounds = size > 1024 * KiB ? 4 : 60;
    for (let round = 0; round < rounds; round++) {
      const kept = fs.readFileSync(name('a', size));
      const [second, third] = await Promise.all([
        fs.promises.readFile(name('b', size)),
        new Promise((resolve, reject) => {
          fs.readFile(name('c', size), (error, content) => (error ? reject(error) : resolve(content)));
        }),
      ]);
      second.fill('z');
      check(kept, 'a', size);
      check(third, 'c', size);
      assert.strictEqual(fs.readFileSync(name('b', size), 'utf8'), 'b'.repeat(size));
    }
  }

  // The chunks of a stream: the last one is shorter than the memory that was made for it.
  const file = name('d', 0);
  fs.writeFileSync(file, Buffer.alloc(300 * KiB + 7, 'd'));
  for (let round = 0; round < 20; round++) {
    const chunks = [];
    for await (const chunk of fs.createReadStream(file)) chunks.push(chunk);
    const last = chunks.at(-1);
    assert.strictEqual(last.length, (300 * KiB + 7) % (64 * KiB));
    assert.strictEqual(last.buffer.byteLength, last.length);
    assert.ok(Buffer.concat(chunks).equals(Buffer.alloc(300 * KiB + 7, 'd')));
    assert.strictEqual(new Set(chunks.map((chunk) => chunk.buffer)).size, chunks.length);
  }
}

main().finally(() => fs.rmSync(folder, { recursive: true }));
