// Memory of every kind: detached, resizable, shared, length-tracking, odd views.
'use strict';

const kinds = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, BigInt64Array, BigUint64Array, DataView,
];
class OddBytes extends Uint8Array {}
class OddBuffer extends ArrayBuffer {}

function detach(buffer) {
  structuredClone(buffer, { transfer: [buffer] });
}

function memory(random) {
  const length = random.pick([0, 1, 2, 3, 7, 8, 9, 16, 24, 100]);
  switch (random.below(7)) {
    case 0: return new ArrayBuffer(length, { maxByteLength: 128 });
    case 1: return new SharedArrayBuffer(length);
    case 2: return new SharedArrayBuffer(length, { maxByteLength: 128 });
    case 3: return new OddBuffer(length);
    default: return new ArrayBuffer(length);
  }
}

// A view of some of a buffer, of its whole or of whatever length it has at the time.
function viewOf(random, buffer, Kind) {
  const size = Kind.BYTES_PER_ELEMENT ?? 1;
  const offset = random.chance(50) ? 0 : size * random.below(Math.floor(buffer.byteLength / size) + 1);
  const whole = (buffer.byteLength - offset) % size === 0;
  if (whole && random.chance(50)) return new Kind(buffer, offset);
  return new Kind(buffer, offset, random.below(Math.floor((buffer.byteLength - offset) / size) + 1));
}

function fillBytes(random, buffer) {
  const bytes = new Uint8Array(buffer);
  const ascii = random.chance(50);
  for (let i = 0; i < bytes.length; i++) bytes[i] = ascii ? 32 + random.below(90) : random.below(256);
}

function asBuffer(random, memory_) {
  const offset = random.below(memory_.byteLength + 1);
  return random.chance(50) ? Buffer.from(memory_, offset) : Buffer.from(memory_, offset, random.below(memory_.byteLength - offset + 1));
}

// What happens to memory after a view of it was made.
function spoil(random, buffer) {
  if (buffer instanceof ArrayBuffer && random.chance(15)) detach(buffer);
  else if (buffer.resizable && random.chance(60)) buffer.resize(random.below(129));
  else if (buffer.growable && random.chance(60)) buffer.grow(buffer.byteLength + random.below(129 - buffer.byteLength));
}

function bytes(random) {
  const buffer = memory(random);
  fillBytes(random, buffer);
  let value = buffer;
  const form = random.below(10);
  if (form < 4) value = asBuffer(random, buffer);
  else if (form === 4) value = viewOf(random, buffer, OddBytes);
  else if (form < 9) value = viewOf(random, buffer, random.pick(kinds));
  spoil(random, buffer);
  return value;
}

// A Buffer that can be read and written, now and then one whose memory is spoilt.
function aBuffer(random) {
  const buffer = memory(random);
  fillBytes(random, buffer);
  const value = asBuffer(random, buffer);
  if (random.chance(20)) spoil(random, buffer);
  return value;
}

module.exports = { aBuffer, bytes, detach, kinds };
