// structuredClone of common values.
import { each } from './common.mjs';

const flat = { id: 12, name: 'some name', ok: true, ratio: 0.5, none: null, text: 'more text here' };
const values = {
  string: 'a plain string',
  flat,
  nested: { a: { b: { c: { d: flat } } }, list: [flat, flat, { ...flat }], when: 5 },
  numbers1000: Array.from({ length: 1000 }, (_, i) => i),
  doubles1000: Array.from({ length: 1000 }, (_, i) => i + 0.5),
  objects100: Array.from({ length: 100 }, (_, i) => ({ ...flat, id: i })),
  map50: new Map(Array.from({ length: 50 }, (_, i) => [`key${i}`, i])),
  set50: new Set(Array.from({ length: 50 }, (_, i) => `value${i}`)),
  date: new Date(1e12),
  regexp: /some(thing)?/gi,
  error: new RangeError('message'),
  arraybuffer64k: new ArrayBuffer(65536),
  uint8array1k: new Uint8Array(1024),
};
for (const [name, value] of Object.entries(values)) each(`clone_${name}`, () => structuredClone(value));
each('transfer_64k', () => {
  const buffer = new ArrayBuffer(65536);
  return structuredClone(buffer, { transfer: [buffer] });
});
