// DNS messages (RFC 1035): a question to bytes, an answer from bytes.
'use strict';

const types = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  TLSA: 52,
  ANY: 255,
  CAA: 257,
};
const CLASS_IN = 1;
const HEADER = 12;
const RECURSION_DESIRED = 0x0100;
const RESPONSE = 0x8000;
const TRUNCATED = 0x0200;

// The question's bytes, or undefined for a name that cannot be asked for.
function encodeQuery(id, name, type) {
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.length === 1 && labels[0] === '') labels.pop();
  const bytes = [id >> 8, id & 255, RECURSION_DESIRED >> 8, RECURSION_DESIRED & 255, 0, 1, 0, 0, 0, 0, 0, 0];
  for (const label of labels) {
    if (label.length === 0 || label.length > 63) return undefined;
    bytes.push(label.length);
    for (let i = 0; i < label.length; i++) bytes.push(label.charCodeAt(i) & 255);
  }
  bytes.push(0, type >> 8, type & 255, 0, CLASS_IN);
  if (bytes.length - HEADER - 4 > 255) return undefined;
  return new Uint8Array(bytes);
}

// What is not a message.
class BadMessage extends Error {}

// A cursor over a message. Each read checks its bounds.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  u8() {
    if (this.at >= this.bytes.length) throw new BadMessage();
    return this.bytes[this.at++];
  }

  u16() {
    return this.u8() * 0x100 + this.u8();
  }

  u32() {
    return this.u16() * 0x10000 + this.u16();
  }

  take(length) {
    if (length < 0 || this.at + length > this.bytes.length) throw new BadMessage();
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  // A string with its length before it.
  text() {
    const part = this.take(this.u8());
    return require('buffer').Buffer.from(part).toString('latin1');
  }

  // A name, with the pointers of the compression followed.
  name() {
    const labels = [];
    let end = -1;
    // More jumps than bytes would be a circle.
    for (let jumps = 0; ; ) {
      const length = this.u8();
      if (length === 0) break;
      if ((length & 0xc0) === 0xc0) {
        const target = ((length & 0x3f) << 8) | this.u8();
        if (end < 0) end = this.at;
        if (++jumps > 128) throw new BadMessage();
        this.at = target;
      } else if ((length & 0xc0) !== 0) {
        throw new BadMessage();
      } else {
        const label = require('buffer').Buffer.from(this.take(length)).toString('latin1');
        labels.push(label.replace(/[.\\]/g, '\\$&'));
      }
    }
    if (end >= 0) this.at = end;
    return labels.join('.');
  }
}

function formatIPv6(part) {
  const { formatAddress } = require('internal/net/address_bits');
  let bits = 0n;
  for (const byte of part) bits = (bits << 8n) | BigInt(byte);
  return formatAddress(bits, 6);
}

// The data of a record, in the shape that resolveAny() gives it.
const readers = {
  [types.A]: (r) => ({ address: [...r.take(4)].join('.') }),
  [types.AAAA]: (r) => ({ address: formatIPv6(r.take(16)) }),
  [types.CNAME]: (r) => ({ value: r.name() }),
  [types.NS]: (r) => ({ value: r.name() }),
  [types.PTR]: (r) => ({ value: r.name() }),
  [types.MX]: (r) => {
    const priority = r.u16();
    return { exchange: r.name(), priority };
  },
  [types.TXT]: (r, end) => {
    const entries = [];
    while (r.at < end) entries.push(require('buffer').Buffer.from(r.take(r.u8())).toString());
    return { entries };
  },
  [types.SRV]: (r) => {
    const priority = r.u16();
    const weight = r.u16();
    const port = r.u16();
    return { name: r.name(), port, priority, weight };
  },
  [types.NAPTR]: (r) => {
    const order = r.u16();
    const preference = r.u16();
    const flags = r.text();
    const service = r.text();
    const regexp = r.text();
    return { flags, service, regexp, replacement: r.name(), order, preference };
  },
  [types.SOA]: (r) => ({
    nsname: r.name(),
    hostmaster: r.name(),
    serial: r.u32(),
    refresh: r.u32(),
    retry: r.u32(),
    expire: r.u32(),
    minttl: r.u32(),
  }),
  [types.CAA]: (r, end) => {
    const critical = r.u8();
    const tag = r.text();
    return { critical, [tag]: require('buffer').Buffer.from(r.take(end - r.at)).toString() };
  },
  [types.TLSA]: (r, end) => ({
    certUsage: r.u8(),
    selector: r.u8(),
    match: r.u8(),
    data: r.take(end - r.at).slice().buffer,
  }),
};

const typeNames = Object.fromEntries(Object.entries(types).map(([name, number]) => [number, name]));

// {id, truncated, rcode, answers: [{type, ttl, ...data}]}, or undefined for bytes that are no answer.
function decodeAnswer(bytes) {
  const r = new Reader(bytes);
  try {
    const id = r.u16();
    const flags = r.u16();
    if ((flags & RESPONSE) === 0) return undefined;
    const questions = r.u16();
    const count = r.u16();
    r.take(4);
    const message = { id, truncated: (flags & TRUNCATED) !== 0, rcode: flags & 15, answers: [], bad: false };
    try {
      for (let i = 0; i < questions; i++) {
        r.name();
        r.take(4);
      }
      for (let i = 0; i < count; i++) readRecord(r, message.answers);
    } catch (err) {
      if (!(err instanceof BadMessage)) throw err;
      message.bad = true;
    }
    return message;
  } catch (err) {
    if (err instanceof BadMessage) return undefined;
    throw err;
  }
}

function readRecord(r, answers) {
  r.name();
  const type = r.u16();
  const cls = r.u16();
  const ttl = r.u32();
  const length = r.u16();
  const end = r.at + length;
  if (end > r.bytes.length) throw new BadMessage();
  const read = readers[type];
  if (read !== undefined && cls === CLASS_IN) {
    const data = read(r, end);
    if (r.at > end) throw new BadMessage();
    answers.push({ type: typeNames[type], ttl, data });
  }
  r.at = end;
}

module.exports = { decodeAnswer, encodeQuery, types };
