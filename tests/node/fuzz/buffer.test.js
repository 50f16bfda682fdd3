// Every method of Buffer with arguments that fit and with arguments that do not; transcode and Blob too.
// Env: TZ=UTC
'use strict';

const { Blob, Buffer, File, isAscii, isUtf8, transcode, atob, btoa } = require('buffer');
const { fuzz } = require('./run.js');
const { aBuffer, bytes, detach } = require('./bytes.js');
const { bigints, numbers, primitive, sizes, string } = require('./primitives.js');
const { quietly, value } = require('./values.js');

const encodings = ['utf8', 'UTF-8', 'utf16le', 'ucs-2', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url', 'nope', '', undefined];
const offsets = [0, 0, 1, 2, 3, 4, 5, 8, 100, -1, 1.5, NaN, Infinity, 2 ** 32, 2 ** 53, undefined];
const methods = Object.getOwnPropertyNames(Buffer.prototype).filter((name) => name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(Buffer.prototype, name).value === 'function');
// The order of the names is the engine's own affair.
methods.sort();
const typed = ['at', 'copyWithin', 'entries', 'every', 'fill', 'includes', 'indexOf', 'join', 'keys', 'lastIndexOf', 'map', 'reverse', 'set', 'slice', 'sort', 'subarray', 'toReversed', 'toSorted', 'values', 'with'];

function argument(random) {
  switch (random.below(12)) {
    case 0: case 1: case 2: return random.pick(offsets);
    case 3: return random.pick(numbers);
    case 4: return random.pick(encodings);
    case 5: return random.pick(bigints);
    case 6: return string(random);
    case 7: case 8: return bytes(random);
    case 9: return random.below(7);
    default: return value(random, 2);
  }
}

// An index that changes the memory while it is looked at.
function spoiler(random, buffer) {
  const act = random.pick([() => detach(buffer), () => buffer.resize(random.below(16))]);
  return { valueOf() { quietly(act); return 1; }, toString() { quietly(act); return 'a'; } };
}

// Nothing that takes long to give or to fill is asked for.
const modest = (it) => (typeof it === 'number' && it > 100_000 && it < 2 ** 53 ? it % 1000 : it);

function make(random) {
  const source = random.pick([() => string(random), () => bytes(random), () => value(random, 2), () => random.several(6, () => primitive(random)), () => ({ length: random.pick(sizes), 0: 1, 1: random.pick(numbers) }), () => ({ type: 'Buffer', data: value(random, 1) }), () => ({ valueOf: () => 'text' }), () => ({ [Symbol.toPrimitive]: () => 'text' })])();
  const args = random.several(3, () => argument(random));
  const size = random.chance(85) ? random.pick(sizes) : modest(argument(random));
  return random.pick([
    () => Buffer.from(source, ...args), () => Buffer.from(source, ...args), () => Buffer.from(source, random.pick(encodings)),
    () => Buffer.alloc(size, ...args), () => Buffer.allocUnsafe(size).length, () => Buffer.allocUnsafeSlow(size).length,
    () => Buffer.of(...args), () => Buffer.concat([bytes(random), source], modest(args[0])), () => Buffer.concat(source, modest(args[0])),
    () => Buffer.compare(source, bytes(random)), () => Buffer.byteLength(source, args[0]), () => Buffer.isBuffer(source), () => Buffer.isEncoding(source),
    () => Buffer.copyBytesFrom(source, args[0], args[1]), () => transcode(source, random.pick(['utf8', 'latin1', 'ascii', '', 'hex', undefined]), random.pick(encodings)),
    () => isUtf8(source), () => isAscii(source), () => atob(source), () => btoa(source),
  ]);
}

function blob(random) {
  const sources = random.chance(80) ? random.several(4, () => (random.chance(50) ? bytes(random) : random.chance(70) ? string(random) : value(random, 2))) : value(random, 2);
  const options = random.chance(20) ? value(random, 2) : { type: string(random), endings: random.pick(['native', 'transparent', undefined, 'x']) };
  const args = random.several(4, () => argument(random));
  return async () => {
    const made = random.chance(80) ? new Blob(sources, options) : new File(sources, 'name', { lastModified: 1, ...options });
    const part = made.slice(...args);
    return [made.size, made.type, part.size, part.type, await made.text(), new Uint8Array(await part.arrayBuffer())];
  };
}

fuzz((random) => {
  const form = random.below(20);
  if (form < 3) return make(random);
  if (form === 3) return blob(random);
  const name = form < 18 ? random.pick(methods) : random.pick(typed);
  const buffer = random.chance(92) || /^(read|write)|ndexOf|includes/.test(name) ? aBuffer(random) : Object(value(random, 2));
  const args = random.several(5, () => argument(random));
  // Node's own process aborts when the end of a search is no number.
  if (/ndexOf|includes/.test(name) && args.length > 2) args[2] = random.pick(offsets);
  const spoilt = random.chance(3);
  if (spoilt) args.unshift(spoiler(random, buffer?.buffer));
  const method = form < 18 ? Buffer.prototype[name] : Uint8Array.prototype[name];
  return () => {
    // Which part of the work the loss of the memory meets differs: it must do no harm.
    if (spoilt) return quietly(() => Reflect.apply(method, buffer, args));
    const result = Reflect.apply(method, buffer, args);
    const shown = result?.next ? [...result] : result;
    return [name, shown === buffer ? 'itself' : shown, ArrayBuffer.isView(buffer) ? Buffer.from(buffer.buffer, 0).toString('hex') : 0];
  };
}, 8000, { pollute: true, awaits: true });
