'use strict';
// watch, its recursive form, the iterator, and watchFile.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { once } = require('node:events');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-watch-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const join = (...parts) => path.join(dir, ...parts);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

(async () => {
  const watcher = fs.watch(dir);
  fs.writeFileSync(join('new'), '');
  const [eventType, filename] = await once(watcher, 'change');
  assert.deepStrictEqual([eventType, filename], ['rename', 'new']);
  watcher.close();
  await once(watcher, 'close');
  assert.throws(() => fs.watch(join('no')), { code: 'ENOENT', syscall: 'watch', filename: join('no') });

  // Two handles on the same file, one of which goes.
  const seen = [];
  const first = fs.watch(join('new'), () => assert.fail('closed'));
  const second = fs.watch(join('new'), (eventType) => seen.push(eventType));
  first.close();
  fs.writeFileSync(join('new'), 'x');
  await pause(50);
  assert.ok(seen.includes('change'));
  second.close();

  fs.mkdirSync(join('sub'));
  const deep = fs.watch(dir, { recursive: true });
  const names = new Set();
  deep.on('change', (eventType, filename) => names.add(filename));
  fs.mkdirSync(join('sub/inner'));
  await pause(50);
  fs.writeFileSync(join('sub/inner/file'), '');
  await pause(50);
  assert.ok(names.has('sub/inner') && names.has('sub/inner/file'), [...names].join());
  deep.close();

  const controller = new AbortController();
  setTimeout(() => fs.writeFileSync(join('iterated'), ''), 20);
  await assert.rejects(async () => {
    for await (const event of fs.promises.watch(dir, { signal: controller.signal })) {
      assert.strictEqual(event.filename, 'iterated');
      controller.abort();
    }
  }, { name: 'AbortError' });

  fs.writeFileSync(join('polled'), 'a');
  const polled = fs.watchFile(join('polled'), { interval: 20 }, () => {});
  await pause(50);
  fs.writeFileSync(join('polled'), 'abc');
  const [current, previous] = await once(polled, 'change');
  assert.deepStrictEqual([current.size, previous.size], [3, 1]);
  fs.unwatchFile(join('polled'));

  // None of these keeps the process alive.
  fs.watch(dir, { persistent: false });
  fs.watchFile(join('polled'), { persistent: false }, () => {});
})().then(() => console.log('ok'));
