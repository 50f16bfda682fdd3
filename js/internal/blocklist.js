// net.BlockList: rules about addresses, ranges and subnets.
// https://nodejs.org/docs/latest-v26.x/api/net.html#class-netblocklist
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateArray, validateInt32, validateString } = require('internal/validators');
const { customInspectSymbol: kInspect } = require('internal/util');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');
const { SocketAddress, kHandle: kSocketAddressHandle } = require('internal/socketaddress');
const { isIP } = require('internal/net');
const { formatAddress, parseAddress, toV6 } = require('internal/net/address_bits');

const kHandle = Symbol('kHandle');

function toAddress(value, family, name) {
  if (!SocketAddress.isSocketAddress(value)) {
    validateString(value, name);
    validateString(family, 'family');
    value = new SocketAddress({ address: value, family });
  }
  return value[kSocketAddressHandle];
}

function checkPrefix(network, prefix) {
  validateInt32(prefix, 'prefix', 0, network.family === 4 ? 32 : 128);
}

function parseCIDR(cidr) {
  validateString(cidr, 'cidr');
  const slash = cidr.lastIndexOf('/');
  if (slash < 0) {
    throw new ERR_INVALID_ARG_VALUE('cidr', cidr, 'must contain a prefix length (e.g. "10.0.0.0/8")');
  }
  const address = cidr.slice(0, slash);
  const text = cidr.slice(slash + 1);
  const version = isIP(address);
  if (version === 0) throw new ERR_INVALID_ARG_VALUE('cidr', cidr, 'must contain a valid IP address');
  if (!/^\d+$/.test(text)) throw new ERR_INVALID_ARG_VALUE('cidr', cidr, 'must contain a valid prefix length');
  return { address, prefix: Number(text), family: `ipv${version}` };
}

function familyName(address) {
  return address.family === 4 ? 'IPv4' : 'IPv6';
}

const text = (address) => formatAddress(address.bits, address.family);

// The rules that clones of this thread share, by their number.
const shared = new Map();
const forget = new FinalizationRegistry((id) => shared.delete(id));

// The rules themselves. A clone in the same thread has the same ones, a clone in another thread a copy.
class Rules {
  constructor() {
    this.id = undefined;
    // By number, the newest last.
    this.addresses = new Map();
    // Ranges and subnets, the newest first: { kind, first, last, text }.
    this.spans = [];
  }

  addAddress(address) {
    const key = toV6(address.bits, address.family);
    this.addresses.delete(key);
    this.addresses.set(key, `Address: ${familyName(address)} ${text(address)}`);
  }

  // What is sent with a message.
  share() {
    if (this.id === undefined) {
      this.id = `${Date.now()}-${Math.random()}`;
      shared.set(this.id, new WeakRef(this));
      forget.register(this, this.id);
    }
    return { id: this.id, addresses: this.addresses, spans: this.spans };
  }

  static received({ id, addresses, spans }) {
    const known = shared.get(id)?.deref();
    if (known !== undefined) return known;
    const rules = new Rules();
    rules.addresses = addresses;
    rules.spans = spans;
    return rules;
  }

  addSpan(span) {
    this.spans.unshift(span);
  }

  removeSpan(description) {
    const index = this.spans.findIndex((span) => span.text === description);
    if (index >= 0) this.spans.splice(index, 1);
  }

  matches(address) {
    const value = toV6(address.bits, address.family);
    if (this.addresses.has(value)) return true;
    return this.spans.some((span) => value >= span.first && value <= span.last);
  }
}

function rangeOf(start, end) {
  return {
    first: toV6(start.bits, start.family),
    last: toV6(end.bits, end.family),
    text: `Range: ${familyName(start)} ${text(start)}-${text(end)}`,
  };
}

function subnetOf(network, prefix) {
  const host = BigInt((network.family === 4 ? 32 : 128) - prefix);
  const bits = toV6(network.bits, network.family);
  const first = (bits >> host) << host;
  return {
    first,
    last: first | ((1n << host) - 1n),
    text: `Subnet: ${familyName(network)} ${text(network)}/${prefix}`,
  };
}

class BlockList {
  constructor() {
    markTransferMode(this, true, false);
    this[kHandle] = new Rules();
  }

  static isBlockList(value) {
    return value?.[kHandle] !== undefined;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const opts = {
      ...options,
      depth: options.depth === null || options.depth === undefined ? null : options.depth - 1,
    };
    return `BlockList ${inspect({ rules: this.rules }, opts)}`;
  }

  addAddress(address, family = 'ipv4') {
    this[kHandle].addAddress(toAddress(address, family, 'address'));
  }

  addAddresses(addresses, family = 'ipv4') {
    validateArray(addresses, 'addresses');
    validateString(family, 'family');
    const list = addresses.map((address, i) => toAddress(address, family, `addresses[${i}]`));
    for (const address of list) this[kHandle].addAddress(address);
  }

  addRange(start, end, family = 'ipv4') {
    const first = toAddress(start, family, 'start');
    const last = toAddress(end, family, 'end');
    const range = rangeOf(first, last);
    if (range.first > range.last) throw new ERR_INVALID_ARG_VALUE('start', start, 'must come before end');
    this[kHandle].addSpan(range);
  }

  addSubnet(network, prefix, family = 'ipv4') {
    const address = toAddress(network, family, 'network');
    checkPrefix(address, prefix);
    this[kHandle].addSpan(subnetOf(address, prefix + 0));
  }

  addCIDR(cidr) {
    const { address, prefix, family } = parseCIDR(cidr);
    this.addSubnet(address, prefix, family);
  }

  addCIDRs(cidrs) {
    validateArray(cidrs, 'cidrs');
    const parsed = cidrs.map((cidr, i) => {
      validateString(cidr, `cidrs[${i}]`);
      return parseCIDR(cidr);
    });
    for (const { address, prefix, family } of parsed) this.addSubnet(address, prefix, family);
  }

  removeAddress(address, family = 'ipv4') {
    const handle = toAddress(address, family, 'address');
    this[kHandle].addresses.delete(toV6(handle.bits, handle.family));
  }

  removeRange(start, end, family = 'ipv4') {
    this[kHandle].removeSpan(rangeOf(toAddress(start, family, 'start'), toAddress(end, family, 'end')).text);
  }

  removeSubnet(network, prefix, family = 'ipv4') {
    const address = toAddress(network, family, 'network');
    checkPrefix(address, prefix);
    this[kHandle].removeSpan(subnetOf(address, prefix + 0).text);
  }

  removeCIDR(cidr) {
    const { address, prefix, family } = parseCIDR(cidr);
    this.removeSubnet(address, prefix, family);
  }

  check(address, family = 'ipv4') {
    if (SocketAddress.isSocketAddress(address)) return this[kHandle].matches(address[kSocketAddressHandle]);
    validateString(address, 'address');
    validateString(family, 'family');
    const version = family.toLowerCase() === 'ipv4' ? 4 : 6;
    const bits = parseAddress(address, version);
    return bits !== undefined && this[kHandle].matches({ bits, family: version });
  }

  clear() {
    this[kHandle].addresses.clear();
    this[kHandle].spans = [];
  }

  toJSON() {
    return this.rules;
  }

  fromJSON(data) {
    if (typeof data === 'string') data = JSON.parse(data);
    if (!Array.isArray(data) || data.some((rule) => typeof rule !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    }
    for (const rule of data) {
      const match = /^(Address|Range|Subnet): IPv(4|6) (.*)$/.exec(rule);
      if (match === null) continue;
      const [, kind, version, rest] = match;
      const family = `ipv${version}`;
      if (kind === 'Address') {
        this.addAddress(rest, family);
      } else if (kind === 'Range') {
        const [start, end] = rest.split('-');
        this.addRange(start, end, family);
      } else {
        const [network, prefix] = rest.split('/');
        this.addSubnet(network, parseInt(prefix, 10), family);
      }
    }
  }

  get rules() {
    const { addresses, spans } = this[kHandle];
    return [...[...addresses.values()].reverse(), ...spans.map((span) => span.text)];
  }

  get size() {
    return this[kHandle].addresses.size + this[kHandle].spans.length;
  }

  [kClone]() {
    return {
      data: { handle: this[kHandle].share() },
      deserializeInfo: 'internal/blocklist:InternalBlockList',
    };
  }

  [kDeserialize]({ handle }) {
    this[kHandle] = Rules.received(handle);
  }
}

Object.defineProperty(BlockList, 'PRIVATE_RANGES', {
  __proto__: null,
  enumerable: true,
  value: Object.freeze([
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '127.0.0.0/8',
    '::1/128',
    '169.254.0.0/16',
    'fe80::/10',
    'fc00::/7',
  ]),
});

class InternalBlockList {
  constructor(handle) {
    markTransferMode(this, true, false);
    this[kHandle] = handle;
  }
}
InternalBlockList.prototype.constructor = BlockList.prototype.constructor;
Object.setPrototypeOf(InternalBlockList.prototype, BlockList.prototype);

module.exports = { BlockList, InternalBlockList };
