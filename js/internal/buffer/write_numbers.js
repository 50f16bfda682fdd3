// buf.writeUInt8() and all its kin. https://nodejs.org/api/buffer.html#bufwritebigint64bevalue-offset
'use strict';

const { ERR_OUT_OF_RANGE } = require('internal/errors').codes;
const { boundsError, floats, notANumber } = require('internal/buffer/read_numbers');

function rangeError(value, min, max, byteLength) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (byteLength <= 4) range = `>= ${min}${n} and <= ${max}${n}`;
  else if (min == 0) range = `>= 0${n} and < 2${n} ** ${byteLength * 8}${n}`;
  else range = `>= -(2${n} ** ${byteLength * 8 - 1}${n}) and < 2${n} ** ${byteLength * 8 - 1}${n}`;
  throw new ERR_OUT_OF_RANGE('value', range, value);
}

function check(buf, value, offset, min, max, byteLength) {
  if (value > max || value < min) rangeError(value, min, max, byteLength);
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  if (buf[offset] === undefined || buf[offset + byteLength - 1] === undefined) {
    boundsError(offset, buf.length - byteLength);
  }
}

function write8(buf, value, offset, min, max) {
  value = +value;
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  check(buf, value, offset, min, max, 1);
  buf[offset] = value;
  return offset + 1;
}

function write16LE(buf, value, offset, min, max) {
  value = +value;
  check(buf, value, offset, min, max, 2);
  buf[offset] = value;
  buf[offset + 1] = value >>> 8;
  return offset + 2;
}

function write16BE(buf, value, offset, min, max) {
  value = +value;
  check(buf, value, offset, min, max, 2);
  buf[offset] = value >>> 8;
  buf[offset + 1] = value;
  return offset + 2;
}

function write32LE(buf, value, offset, min, max) {
  value = +value;
  check(buf, value, offset, min, max, 4);
  buf[offset] = value;
  buf[offset + 1] = value >>> 8;
  buf[offset + 2] = value >>> 16;
  buf[offset + 3] = value >>> 24;
  return offset + 4;
}

function write32BE(buf, value, offset, min, max) {
  value = +value;
  check(buf, value, offset, min, max, 4);
  buf[offset] = value >>> 24;
  buf[offset + 1] = value >>> 16;
  buf[offset + 2] = value >>> 8;
  buf[offset + 3] = value;
  return offset + 4;
}

// 1 to 6 bytes; `step` is 1 with the lowest byte in front, -1 with the highest.
function writeWide(buf, value, offset, byteLength, isSigned, step) {
  if (typeof byteLength !== 'number' || !(byteLength >= 1 && byteLength <= 6) || byteLength % 1 !== 0) {
    boundsError(byteLength, 6, 'byteLength');
  }
  value = +value;
  if (byteLength === 1 && typeof offset !== 'number') notANumber(offset, 'offset');
  const size = 2 ** (8 * byteLength);
  if (isSigned) check(buf, value, offset, -size / 2, size / 2 - 1, byteLength);
  else check(buf, value, offset, 0, size - 1, byteLength);
  let rest = Math.trunc(value) || 0;
  if (rest < 0) rest += size;
  let at = step === 1 ? offset : offset + byteLength - 1;
  for (let i = 0; i < byteLength; i++) {
    buf[at] = rest % 256;
    rest = Math.floor(rest / 256);
    at += step;
  }
  return offset + byteLength;
}

function writeBig(buf, value, offset, min, max, littleEndian) {
  check(buf, value, offset, min, max, 8);
  const low = Number(value & 0xffffffffn);
  const high = Number(value >> 32n & 0xffffffffn);
  if (littleEndian) {
    write32LE(buf, low, offset, 0, 0xffffffff);
    write32LE(buf, high, offset + 4, 0, 0xffffffff);
  } else {
    write32BE(buf, high, offset, 0, 0xffffffff);
    write32BE(buf, low, offset + 4, 0, 0xffffffff);
  }
  return offset + 8;
}

function writeFloatBytes(buf, offset, bytes, forwards) {
  const { length } = bytes;
  if (typeof offset !== 'number') notANumber(offset, 'offset');
  if (buf[offset] === undefined || buf[offset + length - 1] === undefined) boundsError(offset, buf.length - length);
  if (forwards) for (let i = 0; i < length; i++) buf[offset + i] = bytes[i];
  else for (let i = 0; i < length; i++) buf[offset + i] = bytes[length - 1 - i];
  return offset + length;
}

// What is no number is the NaN that is written as one: V8 keeps another for undefined.
function toNumber(value) {
  value = +value;
  return value === value ? value : NaN;
}

const methods = {
  writeBigUInt64LE(value, offset = 0) {
    return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, true);
  },
  writeBigUInt64BE(value, offset = 0) {
    return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, false);
  },
  writeBigInt64LE(value, offset = 0) {
    return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, true);
  },
  writeBigInt64BE(value, offset = 0) {
    return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, false);
  },
  writeUIntLE(value, offset, byteLength) {
    return writeWide(this, value, offset, byteLength, false, 1);
  },
  writeUInt32LE(value, offset = 0) {
    return write32LE(this, value, offset, 0, 0xffffffff);
  },
  writeUInt16LE(value, offset = 0) {
    return write16LE(this, value, offset, 0, 0xffff);
  },
  writeUInt8(value, offset = 0) {
    return write8(this, value, offset, 0, 0xff);
  },
  writeUIntBE(value, offset, byteLength) {
    return writeWide(this, value, offset, byteLength, false, -1);
  },
  writeUInt32BE(value, offset = 0) {
    return write32BE(this, value, offset, 0, 0xffffffff);
  },
  writeUInt16BE(value, offset = 0) {
    return write16BE(this, value, offset, 0, 0xffff);
  },
  writeIntLE(value, offset, byteLength) {
    return writeWide(this, value, offset, byteLength, true, 1);
  },
  writeInt32LE(value, offset = 0) {
    return write32LE(this, value, offset, -0x80000000, 0x7fffffff);
  },
  writeInt16LE(value, offset = 0) {
    return write16LE(this, value, offset, -0x8000, 0x7fff);
  },
  writeInt8(value, offset = 0) {
    return write8(this, value, offset, -0x80, 0x7f);
  },
  writeIntBE(value, offset, byteLength) {
    return writeWide(this, value, offset, byteLength, true, -1);
  },
  writeInt32BE(value, offset = 0) {
    return write32BE(this, value, offset, -0x80000000, 0x7fffffff);
  },
  writeInt16BE(value, offset = 0) {
    return write16BE(this, value, offset, -0x8000, 0x7fff);
  },
  writeFloatForwards(val, offset = 0) {
    const { float32, float32Bytes } = floats();
    float32[0] = toNumber(val);
    return writeFloatBytes(this, offset, float32Bytes, true);
  },
  writeFloatBackwards(val, offset = 0) {
    const { float32, float32Bytes } = floats();
    float32[0] = toNumber(val);
    return writeFloatBytes(this, offset, float32Bytes, false);
  },
  writeDoubleForwards(val, offset = 0) {
    const { float64, float64Bytes } = floats();
    float64[0] = toNumber(val);
    return writeFloatBytes(this, offset, float64Bytes, true);
  },
  writeDoubleBackwards(val, offset = 0) {
    const { float64, float64Bytes } = floats();
    float64[0] = toNumber(val);
    return writeFloatBytes(this, offset, float64Bytes, false);
  },
};

function addBigIntWriteMethods(proto) {
  proto.writeBigUInt64LE = methods.writeBigUInt64LE;
  proto.writeBigUInt64BE = methods.writeBigUInt64BE;
  proto.writeBigUint64LE = methods.writeBigUInt64LE;
  proto.writeBigUint64BE = methods.writeBigUInt64BE;
  proto.writeBigInt64LE = methods.writeBigInt64LE;
  proto.writeBigInt64BE = methods.writeBigInt64BE;
}

const order = ['IntLE', 'Int32LE', 'Int16LE', 'Int8', 'IntBE', 'Int32BE', 'Int16BE'];

function addWriteMethods(proto) {
  for (const name of order) proto[`writeU${name}`] = methods[`writeU${name}`];
  for (const name of order) proto[`writeUint${name.slice(3)}`] = methods[`writeU${name}`];
  for (const name of order) proto[`write${name}`] = methods[`write${name}`];
}

function addFloatWriteMethods(proto) {
  proto.writeFloatLE = methods.writeFloatForwards;
  proto.writeFloatBE = methods.writeFloatBackwards;
  proto.writeDoubleLE = methods.writeDoubleForwards;
  proto.writeDoubleBE = methods.writeDoubleBackwards;
}

module.exports = { addBigIntWriteMethods, addFloatWriteMethods, addWriteMethods };
