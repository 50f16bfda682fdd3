// V8's wire format for values: v8.Serializer, v8.Deserializer and what is made of them.
// https://nodejs.org/api/v8.html#serialization-api
'use strict';

const { Buffer } = require('buffer');
const { FastBuffer } = require('internal/buffer');

// Puts a native object into a private field of any object: the public classes are functions, as Node's are.
function identity(object) {
  return object;
}
Object.setPrototypeOf(identity, null);

class Native extends identity {
  #native;

  constructor(object, native) {
    super(object);
    this.#native = native;
  }

  static of(object) {
    return object.#native;
  }
}

function Serializer() {
  new Native(this, new ops.V8Serializer(new.target === undefined));
}

Object.assign(Serializer.prototype, {
  writeHeader() {
    Native.of(this).writeHeader();
  },
  writeValue(...args) {
    return Native.of(this).writeValue(this, args[0]);
  },
  releaseBuffer() {
    const bytes = Native.of(this).releaseBuffer();
    return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
  transferArrayBuffer(...args) {
    Native.of(this).transferArrayBuffer(args[0] >>> 0, args[1]);
  },
  writeUint32(...args) {
    Native.of(this).writeUint32(args[0] >>> 0);
  },
  writeUint64(...args) {
    Native.of(this).writeUint64(args[0] >>> 0, args[1] >>> 0);
  },
  writeDouble(...args) {
    Native.of(this).writeDouble(+args[0]);
  },
  writeRawBytes(...args) {
    Native.of(this).writeRawBytes(args[0]);
  },
  _setTreatArrayBufferViewsAsHostObjects(...args) {
    Native.of(this).treatViewsAsHostObjects(!!args[0]);
  },
});
Serializer.prototype._getDataCloneError = Error;

function Deserializer(buffer) {
  new Native(this, new ops.V8Deserializer(buffer, new.target === undefined));
  this.buffer = buffer;
}

Object.assign(Deserializer.prototype, {
  readHeader() {
    return Native.of(this).readHeader();
  },
  readValue() {
    return Native.of(this).readValue(this);
  },
  getWireFormatVersion() {
    return Native.of(this).wireFormatVersion();
  },
  transferArrayBuffer(...args) {
    Native.of(this).transferArrayBuffer(args[0] >>> 0, args[1]);
  },
  readUint32() {
    return Native.of(this).readUint32();
  },
  readUint64() {
    return Native.of(this).readUint64();
  },
  readDouble() {
    return Native.of(this).readDouble();
  },
  _readRawBytes(...args) {
    return Native.of(this).readRawBytes(+args[0]);
  },
});
Deserializer.prototype.readRawBytes = function readRawBytes(length) {
  const offset = this._readRawBytes(length);
  const { buffer, byteOffset } = this.buffer;
  return new FastBuffer(buffer, byteOffset + offset, length);
};

// The place of a class in this list is its number in the data; 10 is Buffer.
const viewClasses = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, DataView, FastBuffer, BigInt64Array, BigUint64Array, Float16Array,
];
const kBuffer = 10;
const viewNames = viewClasses.map((viewClass) => viewClass.name);

// The number of the class of a view; -1 for anything else, also when it says that it is one.
function numberOf(view) {
  if (!ArrayBuffer.isView(view)) return -1;
  if (view.constructor === Buffer) return kBuffer;
  const tag = Object.prototype.toString.call(view);
  return viewNames.indexOf(tag.slice(8, -1));
}

function unserializable(ErrorClass, object) {
  const { inspect } = require('internal/util/inspect');
  throw new ErrorClass(`Unserializable host object: ${inspect(object)}`);
}

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(abView) {
    const number = numberOf(abView);
    if (number === -1) unserializable(this._getDataCloneError, abView);
    this.writeUint32(number);
    this.writeUint32(abView.byteLength);
    this.writeRawBytes(new Uint8Array(abView.buffer, abView.byteOffset, abView.byteLength));
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const viewClass = viewClasses[this.readUint32()];
    const byteLength = this.readUint32();
    const at = this._readRawBytes(byteLength);
    const size = viewClass.BYTES_PER_ELEMENT || 1;
    const { buffer, byteOffset } = this.buffer;
    const offset = byteOffset + at;
    if (offset % size === 0) return new viewClass(buffer, offset, byteLength / size);
    // Elements that would not be aligned move to memory of their own.
    return new viewClass(buffer.slice(offset, offset + byteLength), 0, byteLength / size);
  }
}

function refuse(object) {
  unserializable(Error, object);
}

function serialize(value) {
  const bytes = ops.op_v8_serialize(value, Buffer.prototype, refuse);
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function deserialize(buffer) {
  return ops.op_v8_deserialize(buffer, FastBuffer);
}

module.exports = { DefaultDeserializer, DefaultSerializer, Deserializer, Serializer, deserialize, serialize };
