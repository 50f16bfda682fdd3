// Buffer without text: making, joining, comparing, searching, filling, copying, slices, numbers.
import { Buffer } from 'node:buffer';
import { each } from './common.mjs';

const sizes = { 16: 16, '1k': 1024, '64k': 65536 };

for (const [label, size] of Object.entries(sizes)) {
  const a = Buffer.alloc(size, 7);
  const b = Buffer.alloc(size, 7);
  const target = Buffer.alloc(size);
  const half = [a.subarray(0, size >> 1), b.subarray(size >> 1)];
  const tail = Buffer.from([9, 8, 7, 6]);
  const hay = Buffer.concat([a.subarray(0, size - 4), tail]);
  each(`alloc_${label}`, () => Buffer.alloc(size));
  each(`allocUnsafe_${label}`, () => Buffer.allocUnsafe(size));
  each(`concat_2x${label}`, () => Buffer.concat(half));
  each(`compare_${label}`, () => Buffer.compare(a, b));
  each(`buf.compare_${label}`, () => a.compare(b));
  each(`equals_${label}`, () => a.equals(b));
  each(`indexOf_byte_${label}`, () => hay.indexOf(9));
  each(`indexOf_buffer_${label}`, () => hay.indexOf(tail));
  each(`indexOf_string_${label}`, () => hay.indexOf('\t\b'));
  each(`fill_byte_${label}`, () => target.fill(3));
  each(`fill_string_${label}`, () => target.fill('abc'));
  each(`copy_${label}`, () => a.copy(target));
  each(`from_buffer_${label}`, () => Buffer.from(a));
}

const b = Buffer.alloc(1024, 1);
const list = Array.from({ length: 16 }, (_, i) => i);
const store = new ArrayBuffer(1024);
each('slice', (i) => b.slice(i & 15, 512));
each('subarray', (i) => b.subarray(i & 15, 512));
each('from_array_16', () => Buffer.from(list));
each('from_arraybuffer', () => Buffer.from(store, 16, 64));
each('readUInt32LE', (i) => b.readUInt32LE(i & 1015));
each('writeUInt32BE', (i) => b.writeUInt32BE(i, i & 1015));
each('readDoubleLE', (i) => b.readDoubleLE(i & 1015));
each('byteLength', () => Buffer.byteLength('h\u00e9llo w\u00f6rld, how are you'));
each('isBuffer', () => Buffer.isBuffer(b));
