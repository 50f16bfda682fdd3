// v8.serialize() and the classes below it: bytes, views, host objects, errors.
'use strict';

const assert = require('node:assert');
const v8 = require('node:v8');

const hex = (value) => v8.serialize(value).toString('hex');
assert.strictEqual(hex({ a: 1 }), 'ff0f6f22016149027b01');
assert.strictEqual(hex(Buffer.from('abc')), 'ff0f5c0a03616263');
assert.strictEqual(hex(new Uint16Array([1])), 'ff0f5c04020100');

// Every class of view comes back as itself.
const memory = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const views = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
  BigInt64Array, BigUint64Array, DataView, globalThis.Float16Array,
].map((View) => new View(memory));
views.push(Buffer.from(memory));
for (const view of views) {
  const copy = v8.deserialize(v8.serialize(view));
  assert.deepStrictEqual(copy, view);
  assert.strictEqual(copy.constructor, view.constructor);
  // The classes and the functions agree.
  const serializer = new v8.DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(view);
  const bytes = serializer.releaseBuffer();
  assert.deepStrictEqual(bytes, v8.serialize(view));
  const deserializer = new v8.DefaultDeserializer(bytes);
  assert.strictEqual(deserializer.readHeader(), true);
  assert.deepStrictEqual(deserializer.readValue(), view);
}

// Large data is read where it lies, also at an odd place.
const large = Buffer.concat([Buffer.alloc(1), v8.serialize(new Float64Array(1000).fill(0.5))]).subarray(1);
assert.deepStrictEqual(v8.deserialize(large), new Float64Array(1000).fill(0.5));

// Older data.
const circular = v8.deserialize(Buffer.from('ff0d6f2203666f6f5e007b01', 'hex'));
assert.strictEqual(circular.foo, circular);

// A class may write views in its own way.
class Names extends v8.Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view) {
    this.writeUint32(view.length);
    this.writeUint64(1, 2);
    this.writeDouble(-0.25);
    this.writeRawBytes(view);
  }
}
class Reads extends v8.Deserializer {
  _readHostObject() {
    const length = this.readUint32();
    return { parts: [this.readUint64(), this.readDouble(), this.readRawBytes(length)] };
  }
}
{
  const names = new Names();
  names.writeHeader();
  assert.strictEqual(names.writeValue({ x: new Uint8Array([7, 8]) }), true);
  const reads = new Reads(names.releaseBuffer());
  reads.readHeader();
  assert.deepStrictEqual(reads.readValue(), { x: { parts: [[1, 2], -0.25, Buffer.from([7, 8])] } });
}

// A buffer may travel beside the data.
{
  const buffer = new ArrayBuffer(4);
  const serializer = new v8.DefaultSerializer();
  serializer.transferArrayBuffer(0, buffer);
  serializer.writeHeader();
  serializer.writeValue(buffer);
  const deserializer = new v8.DefaultDeserializer(serializer.releaseBuffer());
  deserializer.transferArrayBuffer(0, buffer);
  deserializer.readHeader();
  assert.strictEqual(deserializer.readValue(), buffer);
}

const fails = (work, message, code) => assert.throws(work, (err) => err.message === message && err.code === code);
fails(() => v8.serialize(() => 1), '() => 1 could not be cloned.');
fails(() => v8.serialize(new SharedArrayBuffer(1)), '#<SharedArrayBuffer> could not be cloned.');
fails(() => v8.deserialize(1), 'buffer must be a TypedArray or a DataView', 'ERR_INVALID_ARG_TYPE');
fails(() => v8.deserialize(Buffer.alloc(0)), 'Unable to deserialize cloned data due to invalid or unsupported version.');
fails(() => v8.Serializer(), "Class constructor Serializer cannot be invoked without 'new'", 'ERR_CONSTRUCT_CALL_REQUIRED');
fails(() => new v8.Serializer().writeRawBytes('x'), 'source must be a TypedArray or a DataView', 'ERR_INVALID_ARG_TYPE');
fails(() => new v8.Deserializer(Buffer.alloc(3)).readRawBytes(9), 'ReadRawBytes() failed');
fails(() => new v8.Deserializer(new v8.Serializer().releaseBuffer()).readDouble(), 'ReadDouble() failed');
{
  const serializer = new v8.DefaultSerializer();
  serializer._getDataCloneError = (message) => new RangeError(`mine: ${message}`);
  assert.throws(() => serializer.writeValue(new Proxy({}, {})), { name: 'RangeError', message: /^mine: / });
}
