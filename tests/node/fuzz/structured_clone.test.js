// structuredClone with transfer lists, and v8.serialize and v8.deserialize.
// Env: TZ=UTC
'use strict';

const { inspect } = require('util');
const v8 = require('v8');
const { fuzz } = require('./run.js');
const { bytes } = require('./bytes.js');
const { primitive } = require('./primitives.js');
const { abyss, quietly, value } = require('./values.js');

const ports = [];

function transferable(random) {
  switch (random.below(8)) {
    case 0: case 1: case 2: return new ArrayBuffer(random.below(20));
    case 3: return new ArrayBuffer(4, { maxByteLength: 8 });
    case 4: {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      return port1;
    }
    case 5: return bytes(random).buffer ?? new SharedArrayBuffer(1);
    case 6: return random.pick([new ReadableStream(), new WritableStream(), new TransformStream()]);
    default: return value(random, 2);
  }
}

function closePorts() {
  for (const port of ports) port.close();
  ports.length = 0;
}

// A DataView made by v8.deserialize has all of the serialized bytes, in which versions of engines and even two runs of one
// differ: whether an array is written as one with holes depends on what the optimizer found out about it.
const serializedBytes = /\[byteOffset\]: \d+,\s*\[buffer\]: ArrayBuffer \{\s*\[Uint8Contents\]: <ff 0f .*?>,\s*\[byteLength\]: \d+\s*\}\s*/g;

// Bytes of a serialized value, some of them changed, but not those of the version, which engines differ in.
function broken(random, data) {
  const copy = Buffer.from(new Uint8Array(data).buffer);
  for (let left = random.below(4); left > 0 && copy.length > 0; left--) copy[2 + random.below(copy.length)] = random.below(256);
  return random.chance(30) ? copy.subarray(0, random.below(copy.length + 1)) : copy;
}

fuzz((random) => {
  closePorts();
  const subject = random.below(1000) === 0 ? abyss(random) : value(random, 4);
  const form = random.below(10);
  if (form < 3) return () => structuredClone(subject);
  if (form < 6) {
    const moved = random.several(4, () => transferable(random));
    const transfer = random.chance(10) ? value(random, 2) : moved.concat(random.chance(10) ? moved : []);
    const carrier = random.chance(30) ? subject : { moved: random.chance(80) ? moved : [], subject: primitive(random) };
    return () => {
      const clone = structuredClone(carrier, { transfer });
      for (const it of clone?.moved ?? []) if (it instanceof MessagePort) ports.push(it);
      return [clone?.subject, clone?.moved?.map((it) => it?.constructor?.name), moved.map((it) => it?.detached)];
    };
  }
  if (form < 7) { const options = value(random, 2); return () => structuredClone(subject, options); }
  if (form < 9) return () => inspect(v8.deserialize(v8.serialize(subject)), { depth: 6, showProxy: true }).replace(serializedBytes, '');
  // What is made of broken bytes depends on the version of V8; nothing may come of it but a value or an error.
  return () => quietly(() => v8.deserialize(broken(random, v8.serialize(subject))));
}, 3000).then(closePorts);
