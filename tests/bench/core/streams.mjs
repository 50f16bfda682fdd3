// node:stream and the web streams: bytes through a pipeline, objects, iteration.
import { PassThrough, Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream, TransformStream, WritableStream } from 'node:stream/web';
import { eachOf } from './common.mjs';

const chunk = Buffer.alloc(64 * 1024, 'x');
const source = (count, value, options) => {
  let left = count;
  return new Readable({ ...options, read() { this.push(left-- > 0 ? value : null); } });
};
const drain = (options) => new Writable({ ...options, write(data, encoding, callback) { callback(); } });
const through = (options) => new Transform({ ...options, transform(data, encoding, callback) { callback(null, data); } });
const objects = { objectMode: true };

await eachOf('pipeline, 64 KiB buffers', 10_000, (count) => pipeline(source(count, chunk), through(), drain()));
await eachOf('pipeline, small buffers', 10_000, (count) => {
  return pipeline(source(count, chunk.subarray(0, 100)), through(), drain());
});
await eachOf('pipeline, objects', 20_000, (count) => {
  return pipeline(source(count, { a: 1 }, objects), through(objects), drain(objects));
});
await eachOf('pipe, 64 KiB buffers', 10_000, (count) => new Promise((resolve) => {
  source(count, chunk).pipe(drain()).on('finish', resolve);
}));
await eachOf('Writable.write with callback', 20_000, (count) => new Promise((resolve) => {
  const stream = drain();
  let left = count;
  const next = () => {
    if (left-- > 0) stream.write(chunk, next);
    else resolve();
  };
  next();
}));
await eachOf('Writable.write, 16 at once', 20_000, (count) => new Promise((resolve) => {
  const stream = new Writable({ write(data, encoding, callback) { process.nextTick(callback); } });
  let left = count;
  const next = () => {
    for (let i = 0; i < 16 && left > 0; i++, left--) stream.write('text');
    if (left > 0) stream.once('drain', next);
    else stream.end(resolve);
  };
  stream._writableState.highWaterMark = 60;
  next();
}));
await eachOf("Readable, on('data')", 20_000, (count) => new Promise((resolve) => {
  let length = 0;
  source(count, chunk).on('data', (data) => { length += data.length; }).on('end', resolve);
}));
await eachOf('Readable, strings', 20_000, (count) => new Promise((resolve) => {
  const stream = source(count, Buffer.from('some text'));
  stream.setEncoding('utf8').on('data', () => {}).on('end', resolve);
}));
await eachOf('Readable, for await', 20_000, async (count) => {
  for await (const data of source(count, chunk)) if (data.length === 0) break;
});
await eachOf('Readable.from, for await', 20_000, async (count) => {
  const values = Array.from({ length: count }, (_, i) => ({ i }));
  for await (const value of Readable.from(values)) if (value.i < 0) break;
});
await eachOf('Readable.from of an async generator', 10_000, async (count) => {
  async function* values() {
    for (let i = 0; i < count; i++) yield { i };
  }
  for await (const value of Readable.from(values())) if (value.i < 0) break;
});
await eachOf('PassThrough, made and ended', 1000, async (count) => {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => {
      const stream = new PassThrough();
      stream.on('data', () => {}).on('end', resolve);
      stream.end('text');
    });
  }
});

const webSource = (count) => {
  let left = count;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(chunk);
      else controller.close();
    },
  });
};
await eachOf('web streams, pipeTo', 10_000, (count) => webSource(count).pipeTo(new WritableStream({ write() {} })));
await eachOf('web streams, pipeThrough', 5_000, (count) => {
  const middle = new TransformStream({ transform(data, controller) { controller.enqueue(data); } });
  return webSource(count).pipeThrough(middle).pipeTo(new WritableStream({ write() {} }));
});
await eachOf('web streams, for await', 10_000, async (count) => {
  for await (const data of webSource(count)) if (data.length === 0) break;
});
await eachOf('web streams, reader', 10_000, async (count) => {
  const reader = webSource(count).getReader();
  while (!(await reader.read()).done);
});
await eachOf('web streams, writer', 10_000, async (count) => {
  const writer = new WritableStream({ write() {} }).getWriter();
  for (let i = 0; i < count; i++) {
    await writer.ready;
    writer.write(chunk);
  }
  await writer.close();
});
