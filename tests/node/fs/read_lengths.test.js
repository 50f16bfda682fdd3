// Files whose lengths lie where the ways of reading change, as bytes and as text of each width, alone and many at once;
// text that a promise brought stays what it is while more is read and garbage is collected.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const KiB = 1024;
const MiB = 1024 * KiB;
const edges = [8 * KiB, 32 * KiB, 64 * KiB, 128 * KiB, 256 * KiB, 512 * KiB, MiB, 9 * MiB];
const lengths = [1, ...edges.flatMap((edge) => [edge - 1, edge, edge + 1])];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read_lengths_'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'file');

// No two places of it look alike.
function content(length, pattern) {
  const bytes = Buffer.alloc(length, pattern);
  for (let at = 0; at + 16 <= length; at += 4093) bytes.write(`<${at}>`, at, 'latin1');
  return bytes;
}

function byCallback(encoding) {
  return new Promise((resolve, reject) => {
    fs.readFile(file, encoding, (error, data) => (error ? reject(error) : resolve(data)));
  });
}

async function checkLengths() {
  for (const length of lengths) {
    for (const pattern of ['plain ', 'gr\u00fc\u00dfe ', '\u4e2d\u6587']) {
      const bytes = content(length, pattern);
      fs.writeFileSync(file, bytes);
      const text = bytes.toString('utf8');
      assert.ok(fs.readFileSync(file).equals(bytes), `${length} sync`);
      assert.ok(fs.readFileSync(file, 'utf8') === text, `${length} sync text`);
      const count = length > MiB ? 2 : 8;
      const all = await Promise.all(Array.from({ length: count }, () => [
        byCallback(), byCallback('utf8'), fs.promises.readFile(file), fs.promises.readFile(file, 'utf8'),
      ]).flat());
      for (const data of all) {
        assert.ok(typeof data === 'string' ? data === text : data.equals(bytes), `${length} ${pattern}`);
      }
    }
  }
}

async function checkKept() {
  const letters = 'abcdefgh';
  for (const letter of letters) fs.writeFileSync(path.join(folder, letter), letter.repeat(200 * KiB));
  const kept = [];
  // So many bytes that memory is collected and used again several times.
  const lane = async (letter) => {
    for (let i = 0; i < 150; i++) {
      const text = await fs.promises.readFile(path.join(folder, letter), 'utf8');
      assert.strictEqual(text.length, 200 * KiB);
      assert.strictEqual(text[i], letter);
      if (i % 15 === 0) kept.push([letter, text]);
    }
  };
  await Promise.all([...letters].map(lane));
  for (const [letter, text] of kept) assert.ok(text === letter.repeat(200 * KiB), letter);
}

checkLengths().then(checkKept);
