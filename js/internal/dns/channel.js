// Queries to DNS servers over UDP, and over TCP where an answer does not fit.
// https://nodejs.org/docs/latest-v26.x/api/dns.html#class-dnsresolver
'use strict';

const { codedTypeError } = require('internal/webidl');
const { isIP, uv: { UV_EINVAL } } = require('internal/net');
const { decodeAnswer, encodeQuery, types } = require('internal/dns/message');

const DEFAULT_TIMEOUT = 2000;
const DEFAULT_MAX_TIMEOUT = 5000;
const MIN_TIMEOUT = 250;
const PORT = 53;

// The error of each response code; others are bad answers.
const rcodeErrors = ['', 'EFORMERR', 'ESERVFAIL', 'ENOTFOUND', 'ENOTIMP', 'EREFUSED'];

// The name servers of the system.
function systemServers() {
  let text = '';
  try {
    text = require('fs').readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    // Without the file: a server on this machine.
  }
  const servers = [];
  for (const line of text.split('\n')) {
    const match = /^\s*nameserver\s+(\S+)/.exec(line);
    if (match !== null && isIP(match[1]) !== 0) servers.push([match[1], PORT]);
  }
  return servers.length > 0 ? servers : [['127.0.0.1', PORT]];
}

function toAscii(name) {
  for (let i = 0; i < name.length; i++) {
    if (name.charCodeAt(i) > 127) return require('url').domainToASCII(name) || name;
  }
  return name;
}

// The name under which the address is registered backwards.
function reverseName(address) {
  if (isIP(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const { parseAddress } = require('internal/net/address_bits');
  const digits = parseAddress(address, 6).toString(16).padStart(32, '0');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}

// The names of an address in /etc/hosts.
function namesInHosts(address) {
  let text;
  try {
    text = require('fs').readFileSync('/etc/hosts', 'utf8');
  } catch {
    return [];
  }
  for (const line of text.split('\n')) {
    const [ip, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (ip === address && names.length > 0) return names;
  }
  return [];
}

// One query: an attempt after the other, until there is an answer.
class Query {
  constructor(channel, name, type, done) {
    this.channel = channel;
    this.name = name;
    this.type = type;
    this.done = done;
    this.servers = channel.servers;
    this.attempt = 0;
    this.error = 'ETIMEOUT';
    this.handle = undefined;
    this.socket = undefined;
    this.timer = undefined;
    channel.queries.add(this);
  }

  start() {
    this.id = Math.floor(Math.random() * 0x10000);
    this.bytes = encodeQuery(this.id, this.name, this.type);
    // Names of hidden services are never asked for (RFC 7686).
    const error = this.bytes === undefined ? 'EBADNAME' : /(^|\.)onion\.?$/i.test(this.name) ? 'ENOTFOUND' : '';
    if (error !== '') {
      require('timers').setImmediate(() => this.finish(error));
      return;
    }
    this.next();
  }

  next() {
    this.stop();
    const { channel, servers } = this;
    if (this.attempt >= channel.tries * servers.length) {
      this.finish(this.error);
      return;
    }
    const [address, port] = servers[this.attempt % servers.length];
    const round = Math.floor(this.attempt / servers.length);
    this.attempt++;
    const wait = Math.min(channel.timeout * 2 ** round, channel.maxTimeout);
    this.timer = require('timers').setTimeout(() => {
      this.error = 'ETIMEOUT';
      this.next();
    }, wait);
    if (!this.sendTo(address, port)) {
      this.error = 'ECONNREFUSED';
      this.next();
    }
  }

  sendTo(address, port) {
    const v6 = isIP(address) === 6;
    const handle = this.handle = new ops.UDP();
    const local = v6 ? this.channel.local6 : this.channel.local4;
    if (local !== undefined && (v6 ? handle.bind6(local, 0, 0) : handle.bind(local, 0, 0)) !== 0) return false;
    if ((v6 ? handle.connect6(address, port) : handle.connect(address, port)) !== 0) return false;
    handle.onmessage = (nread, _, arrayBuffer) => {
      if (handle !== this.handle) return;
      if (nread < 0) {
        this.error = 'ECONNREFUSED';
        this.next();
      } else {
        this.received(new Uint8Array(arrayBuffer), address, port, true);
      }
    };
    if (handle.recvStart() !== 0) return false;
    return handle.send({}, [this.bytes], 1, false) >= 0;
  }

  // Asks again over TCP: the answer did not fit into a datagram.
  connect(address, port) {
    this.stop();
    const socket = this.socket = require('net').connect({ host: address, port });
    const chunks = [];
    let length = 0;
    const failed = () => {
      if (socket !== this.socket) return;
      this.error = 'ECONNREFUSED';
      this.next();
    };
    socket.setTimeout(this.channel.maxTimeout, failed);
    socket.on('error', failed);
    socket.on('close', failed);
    socket.on('connect', () => {
      socket.write(new Uint8Array([this.bytes.length >> 8, this.bytes.length & 255]));
      socket.write(this.bytes);
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < 2) return;
      const all = require('buffer').Buffer.concat(chunks);
      const size = all.readUInt16BE(0);
      if (length >= size + 2 && socket === this.socket) this.received(all.subarray(2, size + 2), address, port, false);
    });
  }

  received(bytes, address, port, canRetry) {
    const message = decodeAnswer(bytes);
    // Not the answer to this question.
    if (message === undefined || message.id !== this.id) return;
    if (message.truncated && canRetry) {
      this.connect(address, port);
    } else if (message.rcode !== 0) {
      this.finish(rcodeErrors[message.rcode] ?? 'EBADRESP');
    } else if (message.bad) {
      this.finish('EBADRESP');
    } else {
      this.finish('', message.answers);
    }
  }

  // Lets go of the current attempt.
  stop() {
    require('timers').clearTimeout(this.timer);
    const { handle, socket } = this;
    this.handle = undefined;
    this.socket = undefined;
    handle?.close();
    socket?.destroy();
  }

  finish(error, answers) {
    this.stop();
    if (!this.channel.queries.delete(this)) return;
    this.done(error, answers);
  }

  cancel() {
    this.stop();
    this.channel.queries.delete(this);
    require('timers').setImmediate(() => this.done('ECANCELLED'));
  }
}

const valuesOf = (key) => (records) => records.map(({ data }) => data[key]);
const dataOf = (records) => records.map(({ data }) => data);
// Objects of these kinds say in `type` what they are, some only in resolveAny().
const typedDataOf = (records) => records.map(({ data, type }) => ({ ...data, type }));
const untypedDataOf = (records) => records.map(({ data }) => ({ ...data, type: undefined }));
const withCaaType = ({ critical, ...tag }) => ({ critical, type: 'CAA', ...tag });

// Record type -> result of its query.
const results = {
  A: valuesOf('address'),
  AAAA: valuesOf('address'),
  CAA: (records) => records.map(({ data }) => withCaaType(data)),
  CNAME: valuesOf('value'),
  MX: typedDataOf,
  NAPTR: untypedDataOf,
  NS: valuesOf('value'),
  PTR: valuesOf('value'),
  SOA: (records) => untypedDataOf(records)[0],
  SRV: typedDataOf,
  TLSA: dataOf,
  TXT: valuesOf('entries'),
};

// The order in which resolveAny() gives the kinds.
const anyOrder = ['A', 'CNAME', 'AAAA', 'MX', 'NS', 'TXT', 'SRV', 'PTR', 'NAPTR', 'SOA', 'TLSA', 'CAA'];

function anyResult(records) {
  const list = [];
  for (const wanted of anyOrder) {
    for (const { type, ttl, data } of records) {
      if (type !== wanted) continue;
      if (type === 'A' || type === 'AAAA') list.push({ ...data, ttl, type });
      else if (type === 'CAA') list.push(withCaaType(data));
      else list.push({ ...data, type });
    }
  }
  return list;
}

class ChannelWrap {
  constructor(timeout, tries, maxTimeout) {
    this.timeout = timeout > 0 ? Math.max(timeout, MIN_TIMEOUT) : DEFAULT_TIMEOUT;
    this.maxTimeout = maxTimeout > 0 ? maxTimeout : Math.max(DEFAULT_MAX_TIMEOUT, this.timeout);
    this.tries = tries;
    this.queries = new Set();
    this.ownServers = undefined;
    this.local4 = undefined;
    this.local6 = undefined;
  }

  get servers() {
    return this.ownServers ??= systemServers();
  }

  getServers() {
    return this.servers.map(([address, port]) => [address, port]);
  }

  // Entries are [family, address, port]. Gives a text when it fails.
  setServers(list) {
    if (this.queries.size > 0) return 'There are pending queries.';
    this.ownServers = list.map(([, address, port]) => [address, port]);
    return undefined;
  }

  setLocalAddress(first, second) {
    const family = isIP(first);
    const refuse = (message) => codedTypeError(message, 'ERR_INVALID_ARG_VALUE');
    if (family === 0) throw refuse('Invalid IP address.');
    let v4 = family === 4 ? first : undefined;
    let v6 = family === 6 ? first : undefined;
    if (second !== undefined) {
      const other = isIP(second);
      if (other === 0) throw refuse('Invalid IP address.');
      if (other === family) throw refuse(`Cannot specify two IPv${family} addresses.`);
      if (other === 4) v4 = second;
      else v6 = second;
    }
    this.local4 = v4;
    this.local6 = v6;
  }

  cancel() {
    for (const query of [...this.queries]) query.cancel();
  }

  getHostByAddr(req, address) {
    const percent = address.indexOf('%');
    if (isIP(address) === 0 || percent >= 0) return UV_EINVAL;
    const names = namesInHosts(address);
    if (names.length > 0) {
      require('timers').setImmediate(() => req.oncomplete(null, names));
      return 0;
    }
    return this.query(req, reverseName(address), 'PTR');
  }

  query(req, name, typeName) {
    const query = new Query(this, toAscii(name), types[typeName], (error, answers) => {
      if (error) {
        req.oncomplete(error);
        return;
      }
      const records = typeName === 'ANY' ? answers : answers.filter(({ type }) => type === typeName);
      if (records.length === 0) {
        req.oncomplete('ENODATA');
        return;
      }
      if (typeName === 'ANY') req.oncomplete(null, anyResult(records));
      else req.oncomplete(null, results[typeName](records), records.map(({ ttl }) => ttl));
    });
    query.start();
    return 0;
  }
}

for (const typeName of Object.keys(types)) {
  const method = `query${typeName[0]}${typeName.slice(1).toLowerCase()}`;
  Object.defineProperty(ChannelWrap.prototype, method, {
    __proto__: null,
    configurable: true,
    writable: true,
    value(req, name) {
      return this.query(req, name, typeName);
    },
  });
}

module.exports = { ChannelWrap };
