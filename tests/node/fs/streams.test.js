'use strict';
// ReadStream and WriteStream.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-streams-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const source = path.join(dir, 'source');
const target = path.join(dir, 'target');
fs.writeFileSync(source, Buffer.alloc(300_000, '0123456789'));

async function text(stream) {
  let result = '';
  for await (const chunk of stream) result += chunk;
  return result;
}

(async () => {
  await pipeline(fs.createReadStream(source), fs.createWriteStream(target));
  assert.deepStrictEqual(fs.readFileSync(target), fs.readFileSync(source));

  assert.strictEqual(await text(fs.createReadStream(source, { start: 3, end: 7, encoding: 'utf8' })), '34567');
  const few = fs.createReadStream(source, { highWaterMark: 3, end: 9 });
  assert.strictEqual(few.pending, true);
  assert.strictEqual(await text(few), '0123456789');
  assert.strictEqual(few.bytesRead, 10);
  assert.strictEqual(few.path, source);

  const writer = fs.createWriteStream(target, { flags: 'r+', start: 2 });
  const events = [];
  for (const name of ['open', 'ready', 'finish', 'close']) writer.on(name, () => events.push(name));
  writer.write('XY');
  writer.write('Z');
  writer.end();
  await new Promise((resolve) => writer.on('close', resolve));
  assert.deepStrictEqual(events, ['open', 'ready', 'finish', 'close']);
  assert.strictEqual(writer.bytesWritten, 3);
  assert.strictEqual(fs.readFileSync(target, 'latin1').slice(0, 6), '01XYZ5');

  const missing = fs.createReadStream('/nope');
  const [error] = await require('node:events').once(missing, 'error');
  assert.strictEqual(error.code, 'ENOENT');
  assert.throws(() => fs.createReadStream(source, { start: 5, end: 4 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => fs.createReadStream(source, { fd: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });

  const handle = await fs.promises.open(source);
  assert.strictEqual((await text(handle.createReadStream({ end: 4 }))), '01234');
  assert.strictEqual(handle.fd, -1);
  fs.writeFileSync(target, 'one\ntwo\r\nthree');
  const lines = [];
  for await (const line of (await fs.promises.open(target)).readLines()) lines.push(line);
  assert.deepStrictEqual(lines, ['one', 'two', 'three']);
})().then(() => console.log('ok'));
