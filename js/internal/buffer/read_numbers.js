// buf.readUInt8() and all its kin. https://nodejs.org/api/buffer.html#bufreadbigint64beoffset
'use strict';

const {
  ERR_BUFFER_OUT_OF_BOUNDS,
  ERR_INVALID_ARG_TYPE,
  ERR_OUT_OF_RANGE,
} = require('internal/errors').codes;

// Numbers pass through these to be looked at as bytes. Every supported machine is little-endian. They are made when
// they are first needed: typed arrays that share a buffer do not survive a snapshot.
let scratch;

function makeScratch() {
  const float32 = new Float32Array(1);
  const float64 = new Float64Array(1);
  return scratch = {
    float32,
    float32Bytes: new Uint8Array(float32.buffer),
    float32Word: new Uint32Array(float32.buffer),
    float64,
    float64Bytes: new Uint8Array(float64.buffer),
    float64Words: new Uint32Array(float64.buffer),
  };
}

const floats = () => scratch ?? makeScratch();

// Reading a number back from memory to which its bytes were just written makes the processor wait, so it is calculated
// instead: the fraction times 2 ** i times 2 ** (32 * j - 1074), both of which are exact.
const powers = Array.from({ length: 32 }, (_, i) => 2 ** i);
const greatPowers = Array.from({ length: 64 }, (_, j) => 2 ** (32 * j - 1074));

function toFloat(bits) {
  const exponent = bits >>> 23 & 0xff;
  if (exponent === 0xff) {
    const { float32, float32Word } = floats();
    float32Word[0] = bits;
    return float32[0];
  }
  const fraction = exponent === 0 ? bits & 0x7fffff : bits & 0x7fffff | 0x800000;
  // Numbers without a leading one have the exponent of the least that have it.
  const power = exponent === 0 ? 925 : exponent + 924;
  const value = fraction * powers[power & 31] * greatPowers[power >> 5];
  return bits < 0 ? -value : value;
}

function toDouble(high, low) {
  const exponent = high >>> 20 & 0x7ff;
  if (exponent === 0x7ff) {
    const { float64, float64Words } = floats();
    float64Words[0] = low;
    float64Words[1] = high;
    return float64[0];
  }
  const fraction = (exponent === 0 ? high & 0xfffff : high & 0xfffff | 0x100000) * 0x100000000 + (low >>> 0);
  const power = exponent === 0 ? 0 : exponent - 1;
  const value = fraction * powers[power & 31] * greatPowers[power >> 5];
  return high < 0 ? -value : value;
}

function notANumber(value, name) {
  throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
}

// The error for an index that is not inside: `last` is the greatest one that would be.
function boundsError(value, last, type = 'offset') {
  if (Math.floor(value) !== value) {
    if (typeof value !== 'number') notANumber(value, type);
    throw new ERR_OUT_OF_RANGE(type, 'an integer', value);
  }
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE(type, `>= ${type === 'offset' ? 0 : 1} and <= ${last}`, value);
}

// An index beyond the end reads as undefined, so the first and the last byte say whether all are there.
function check(buf, offset, first, last, extra) {
  if (first === undefined || last === undefined) boundsError(offset, buf.length - extra);
}

function readUInt8(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const value = buf[offset];
  check(buf, offset, value, value, 1);
  return value;
}

function readUInt16LE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 1];
  check(buf, offset, first, last, 2);
  return first | last << 8;
}

function readUInt16BE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 1];
  check(buf, offset, first, last, 2);
  return first << 8 | last;
}

function readUInt32LE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 3];
  check(buf, offset, first, last, 4);
  return (first | buf[offset + 1] << 8 | buf[offset + 2] << 16 | last << 24) >>> 0;
}

function readUInt32BE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 3];
  check(buf, offset, first, last, 4);
  return (first << 24 | buf[offset + 1] << 16 | buf[offset + 2] << 8 | last) >>> 0;
}

function readInt8(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const value = buf[offset];
  check(buf, offset, value, value, 1);
  return value << 24 >> 24;
}

function readInt16LE(buf, offset = 0) {
  return readUInt16LE(buf, offset) << 16 >> 16;
}

function readInt16BE(buf, offset = 0) {
  return readUInt16BE(buf, offset) << 16 >> 16;
}

function readInt32LE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 3];
  check(buf, offset, first, last, 4);
  return first | buf[offset + 1] << 8 | buf[offset + 2] << 16 | last << 24;
}

function readInt32BE(buf, offset = 0) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  const first = buf[offset];
  const last = buf[offset + 3];
  check(buf, offset, first, last, 4);
  return first << 24 | buf[offset + 1] << 16 | buf[offset + 2] << 8 | last;
}

function checkWide(buf, offset, byteLength) {
  if (typeof byteLength !== 'number' || !(byteLength >= 1 && byteLength <= 6) || byteLength % 1 !== 0) {
    boundsError(byteLength, 6, 'byteLength');
  }
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  if (buf[offset] === undefined || buf[offset + byteLength - 1] === undefined) {
    boundsError(offset, buf.length - byteLength);
  }
}

function wideLE(buf, offset, byteLength) {
  checkWide(buf, offset, byteLength);
  let value = 0;
  for (let i = byteLength - 1; i >= 0; i--) value = value * 256 + buf[offset + i];
  return value;
}

function wideBE(buf, offset, byteLength) {
  checkWide(buf, offset, byteLength);
  let value = 0;
  for (let i = 0; i < byteLength; i++) value = value * 256 + buf[offset + i];
  return value;
}

// The number with the same bits as a signed one of `byteLength` bytes.
function signed(value, byteLength) {
  const half = 2 ** (8 * byteLength - 1);
  return value >= half ? value - 2 * half : value;
}

function checkBig(buf, offset) {
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  if (buf[offset] === undefined || buf[offset + 7] === undefined) boundsError(offset, buf.length - 8);
}

const methods = {
  readBigUInt64LE(offset = 0) {
    checkBig(this, offset);
    return (BigInt(readUInt32LE(this, offset + 4)) << 32n) + BigInt(readUInt32LE(this, offset));
  },
  readBigUInt64BE(offset = 0) {
    checkBig(this, offset);
    return (BigInt(readUInt32BE(this, offset)) << 32n) + BigInt(readUInt32BE(this, offset + 4));
  },
  readBigInt64LE(offset = 0) {
    checkBig(this, offset);
    return (BigInt(readInt32LE(this, offset + 4)) << 32n) + BigInt(readUInt32LE(this, offset));
  },
  readBigInt64BE(offset = 0) {
    checkBig(this, offset);
    return (BigInt(readInt32BE(this, offset)) << 32n) + BigInt(readUInt32BE(this, offset + 4));
  },
  readUIntLE(offset, byteLength) {
    if (offset === undefined) notANumber(offset, 'offset');
    return wideLE(this, offset, byteLength);
  },
  readUIntBE(offset, byteLength) {
    if (offset === undefined) notANumber(offset, 'offset');
    return wideBE(this, offset, byteLength);
  },
  readIntLE(offset, byteLength) {
    if (offset === undefined) notANumber(offset, 'offset');
    return signed(wideLE(this, offset, byteLength), byteLength);
  },
  readIntBE(offset, byteLength) {
    if (offset === undefined) notANumber(offset, 'offset');
    return signed(wideBE(this, offset, byteLength), byteLength);
  },
  readFloatForwards(offset = 0) {
    if (typeof offset !== 'number') notANumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    check(this, offset, first, last, 4);
    return toFloat(first | this[offset + 1] << 8 | this[offset + 2] << 16 | last << 24);
  },
  readFloatBackwards(offset = 0) {
    if (typeof offset !== 'number') notANumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    check(this, offset, first, last, 4);
    return toFloat(last | this[offset + 2] << 8 | this[offset + 1] << 16 | first << 24);
  },
  readDoubleForwards(offset = 0) {
    if (typeof offset !== 'number') notANumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 7];
    check(this, offset, first, last, 8);
    return toDouble(
      this[offset + 4] | this[offset + 5] << 8 | this[offset + 6] << 16 | last << 24,
      first | this[offset + 1] << 8 | this[offset + 2] << 16 | this[offset + 3] << 24);
  },
  readDoubleBackwards(offset = 0) {
    if (typeof offset !== 'number') notANumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 7];
    check(this, offset, first, last, 8);
    return toDouble(
      this[offset + 3] | this[offset + 2] << 8 | this[offset + 1] << 16 | first << 24,
      last | this[offset + 6] << 8 | this[offset + 5] << 16 | this[offset + 4] << 24);
  },
};

// The methods that are one call of a function above have no name in Node either.
const short = [
  function(offset) { return readUInt32LE(this, offset); },
  function(offset) { return readUInt16LE(this, offset); },
  function(offset) { return readUInt8(this, offset); },
  function(offset) { return readUInt32BE(this, offset); },
  function(offset) { return readUInt16BE(this, offset); },
  function(offset) { return readInt32LE(this, offset); },
  function(offset) { return readInt16LE(this, offset); },
  function(offset) { return readInt8(this, offset); },
  function(offset) { return readInt32BE(this, offset); },
  function(offset) { return readInt16BE(this, offset); },
];

function addReadMethods(proto) {
  proto.readBigUInt64LE = methods.readBigUInt64LE;
  proto.readBigUInt64BE = methods.readBigUInt64BE;
  proto.readBigUint64LE = methods.readBigUInt64LE;
  proto.readBigUint64BE = methods.readBigUInt64BE;
  proto.readBigInt64LE = methods.readBigInt64LE;
  proto.readBigInt64BE = methods.readBigInt64BE;
  require('internal/buffer/write_numbers').addBigIntWriteMethods(proto);

  proto.readUIntLE = methods.readUIntLE;
  proto.readUInt32LE = short[0];
  proto.readUInt16LE = short[1];
  proto.readUInt8 = short[2];
  proto.readUIntBE = methods.readUIntBE;
  proto.readUInt32BE = short[3];
  proto.readUInt16BE = short[4];
  proto.readUintLE = methods.readUIntLE;
  proto.readUint32LE = short[0];
  proto.readUint16LE = short[1];
  proto.readUint8 = short[2];
  proto.readUintBE = methods.readUIntBE;
  proto.readUint32BE = short[3];
  proto.readUint16BE = short[4];
  proto.readIntLE = methods.readIntLE;
  proto.readInt32LE = short[5];
  proto.readInt16LE = short[6];
  proto.readInt8 = short[7];
  proto.readIntBE = methods.readIntBE;
  proto.readInt32BE = short[8];
  proto.readInt16BE = short[9];
  require('internal/buffer/write_numbers').addWriteMethods(proto);

  proto.readFloatLE = methods.readFloatForwards;
  proto.readFloatBE = methods.readFloatBackwards;
  proto.readDoubleLE = methods.readDoubleForwards;
  proto.readDoubleBE = methods.readDoubleBackwards;
  require('internal/buffer/write_numbers').addFloatWriteMethods(proto);
}

module.exports = {
  addReadMethods,
  boundsError,
  floats,
  notANumber,
  readInt32LE,
  readUInt16BE,
  readUInt16LE,
  readUInt32BE,
  readUInt32LE,
  readUInt8,
};
