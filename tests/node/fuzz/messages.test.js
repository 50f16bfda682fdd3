// What goes from thread to thread: messages of any value with lists of what moves along, and options of workers.
// Env: TZ=UTC
'use strict';

const vm = require('vm');
const threads = require('worker_threads');
const { inspect } = require('util');
const { fuzz } = require('./run.js');
const { bytes } = require('./bytes.js');
const { numbers, primitive, string } = require('./primitives.js');
const { quietly, value } = require('./values.js');

const { BroadcastChannel, MessageChannel, MessagePort, Worker, receiveMessageOnPort } = threads;
const open = [];
const odd = (random, make, percent = 12) => (random.chance(percent) ? value(random, 2) : make());

function channel() {
  const made = new MessageChannel();
  open.push(made.port1, made.port2);
  return made;
}

function transferable(random) {
  return random.pick([
    () => new ArrayBuffer(random.below(20)), () => new ArrayBuffer(4, { maxByteLength: 8 }), () => channel().port1, () => bytes(random).buffer, () => new ReadableStream(), () => new WritableStream(), () => new TransformStream(), () => value(random, 2),
    () => new SharedArrayBuffer(4), () => { const marked = new ArrayBuffer(4); threads.markAsUntransferable(marked); return marked; }, () => new AbortController().signal,
  ])();
}

function message(random) {
  const moved = random.several(4, () => transferable(random));
  const list = random.chance(10) ? value(random, 2) : moved.concat(random.chance(10) ? moved : []);
  const subject = random.chance(40) ? value(random, 4) : { moved: random.chance(80) ? moved : [], inner: value(random, 2) };
  const transfer = random.pick([list, list, { transfer: list }, undefined, value(random, 1)]);
  return [subject, transfer];
}

function shown(it) {
  const walk = (part, depth) => {
    if (part instanceof MessagePort) open.push(part);
    else if (depth > 0 && typeof part === 'object' && part !== null) quietly(() => Object.values(part).forEach((inner) => walk(inner, depth - 1)));
  };
  walk(it, 3);
  // How the platform's own objects look inside is not what this is about.
  if (it instanceof EventTarget) return 'a port';
  if (Array.isArray(it?.moved)) return [it.moved.map((part) => part?.constructor?.name), it.inner instanceof EventTarget ? 'a port' : it.inner];
  return it;
}

function posting(random) {
  const { port1, port2 } = channel();
  const messages = random.several(4, () => message(random));
  const loop = random.chance(3);
  return () => {
    const posted = messages.map(([subject, transfer]) => {
      try {
        return port1.postMessage(subject, loop ? [port1] : transfer);
      } catch (error) {
        return `${error?.name} ${error?.code} ${error?.message}`;
      }
    });
    const received = [];
    for (let left = 5; left > 0; left--) {
      try {
        const it = receiveMessageOnPort(port2);
        received.push(it && shown(it.message));
      } catch (error) {
        received.push(`${error?.name} ${error?.code} ${error?.message}`);
      }
    }
    return [posted, received];
  };
}

let worker;
const source = `
  const { parentPort, MessagePort } = require('worker_threads');
  const { inspect } = require('util');
  parentPort.on('message', (it) => {
    let text;
    try { text = inspect(it, { depth: 5, showProxy: true }); } catch (error) { text = 'not to be shown: ' + error; }
    try { for (const part of it.moved) if (part instanceof MessagePort) part.close(); } catch { /* There are none. */ }
    parentPort.postMessage(text);
  });
  parentPort.on('messageerror', (error) => parentPort.postMessage('message error: ' + error.name + ' ' + error.message));
`;

// A round trip to another thread.
function trip(random) {
  const [subject, transfer] = message(random);
  return () => {
    worker ??= new Worker(source, { eval: true });
    worker.postMessage(subject, transfer);
    return new Promise((resolve) => {
      worker.once('message', resolve);
      // Nothing comes of what the other thread cannot read.
      setTimeout(resolve, 3000, 'no answer').unref();
    });
  };
}

// A lock may be held for good.
const soon = (promise) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, 300, 'nothing came'); })]);

function ports(random) {
  const { port1, port2 } = channel();
  const it = value(random, 2);
  const other = value(random, 2);
  const context = random.chance(70) ? vm.createContext({}) : it;
  const options = odd(random, () => ({
    eval: random.pick([false, 1, undefined]), argv: random.pick([undefined, [], 1, it]), env: random.pick([undefined, {}, 1, it, threads.SHARE_ENV]), execArgv: random.pick([undefined, 1, ['--nope'], it]), stdin: it, resourceLimits: random.pick([undefined, it, { maxOldGenerationSizeMb: random.pick(numbers) }]), name: it, trackUnmanagedFds: it, transferList: it,
  }));
  return random.pick([
    () => threads.markAsUntransferable(it), () => threads.isMarkedAsUntransferable(it), () => threads.markAsUncloneable(it), () => inspect(threads.moveMessagePortToContext(port1, context)).length > 0, () => threads.moveMessagePortToContext(it, context), () => receiveMessageOnPort(it),
    () => { threads.setEnvironmentData(it, other); const seen = threads.getEnvironmentData(it); threads.setEnvironmentData(it); return [seen]; }, () => { port1.on(primitive(random), it); return 'on'; }, () => { port1.onmessage = it; return typeof port1.onmessage; }, () => { port1.close(it); return port1.postMessage(other); },
    () => { port2.close(); port1.postMessage(it, [port2]); return 'posted'; }, () => new MessagePort(), () => MessagePort.prototype.postMessage.call(it, other), () => port1.postMessage(), () => new Worker(it, options), () => new Worker(new URL('http://a'), options), () => new Worker('relative', options),
    () => { const made = new BroadcastChannel(it); const { name } = made; made.close(); return name; }, () => { const made = new BroadcastChannel('fuzz'); try { return made.postMessage(it); } finally { made.close(); } }, () => BroadcastChannel.prototype.postMessage.call(it, 1), () => threads.postMessageToThread(it, other, undefined, 10), () => [port1.hasRef(), port1.ref(), port1.unref(), port1.start()],
    () => Object.keys(structuredClone({ port1, it }, { transfer: [port1, other] })), () => port1.dispatchEvent(it), () => port1.emit(string(random), it), () => soon(threads.locks.request(string(random), it, other)), () => soon(threads.locks.request(it, odd(random, () => ({ mode: random.pick(['shared', 'exclusive', 'x']), ifAvailable: it, steal: random.pick([undefined, true]) })), () => 1)),
  ]);
}

fuzz((random) => {
  for (const port of open) quietly(() => port.close());
  open.length = 0;
  switch (random.below(5)) {
    case 0: case 1: return posting(random);
    case 2: case 3: return trip(random);
    default: return ports(random);
  }
}, 1500, { awaits: true, strays: true, loose: 'ports show the inner parts of EventTarget' }).then(() => {
  for (const port of open) quietly(() => port.close());
  return worker?.terminate();
});
