// net.SocketAddress
// https://nodejs.org/docs/latest-v26.x/api/net.html#class-netsocketaddress
'use strict';

const {
  codes: {
    ERR_INVALID_ADDRESS,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const {
  validateObject,
  validatePort,
  validateString,
  validateUint32,
} = require('internal/validators');
const { customInspectSymbol: kInspect, kEmptyObject } = require('internal/util');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');
const { formatAddress, parseAddress } = require('internal/net/address_bits');

const kHandle = Symbol('kHandle');

class SocketAddress {
  static isSocketAddress(value) {
    return value?.[kHandle] !== undefined;
  }

  constructor(options = kEmptyObject) {
    markTransferMode(this, true, false);

    validateObject(options, 'options');
    let { family = 'ipv4' } = options;
    const {
      address = (family === 'ipv4' ? '127.0.0.1' : '::'),
      port = 0,
      flowlabel = 0,
    } = options;

    if (typeof family?.toLowerCase === 'function') family = family.toLowerCase();
    if (family !== 'ipv4' && family !== 'ipv6') throw new ERR_INVALID_ARG_VALUE('options.family', options.family);
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);

    const number = family === 'ipv4' ? 4 : 6;
    const bits = parseAddress(address, number);
    if (bits === undefined) throw new ERR_INVALID_ADDRESS();
    this[kHandle] = { bits, family: number, port: port | 0, flowlabel: flowlabel | 0 };
  }

  get address() {
    return formatAddress(this[kHandle].bits, this[kHandle].family);
  }

  get port() {
    return this[kHandle].port;
  }

  get family() {
    return this[kHandle].family === 4 ? 'ipv4' : 'ipv6';
  }

  get flowlabel() {
    return this[kHandle].flowlabel;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const opts = {
      ...options,
      depth: options.depth === null || options.depth === undefined ? null : options.depth - 1,
    };
    return `SocketAddress ${inspect(this.toJSON(), opts)}`;
  }

  [kClone]() {
    return {
      data: { handle: this[kHandle] },
      deserializeInfo: 'internal/socketaddress:InternalSocketAddress',
    };
  }

  [kDeserialize]({ handle }) {
    this[kHandle] = handle;
  }

  toJSON() {
    return {
      address: this.address,
      port: this.port,
      family: this.family,
      flowlabel: this.flowlabel,
    };
  }

  static parse(input) {
    validateString(input, 'input');
    try {
      const { hostname: address, port } = new (require('internal/url').URL)(`http://${input}`);
      if (address.startsWith('[') && address.endsWith(']')) {
        return new SocketAddress({ address: address.slice(1, -1), port: port | 0, family: 'ipv6' });
      }
      return new SocketAddress({ address, port: port | 0 });
    } catch {
      // What is no address is undefined.
      return undefined;
    }
  }
}

class InternalSocketAddress {
  constructor(handle) {
    markTransferMode(this, true, false);
    this[kHandle] = handle;
  }
}
InternalSocketAddress.prototype.constructor = SocketAddress.prototype.constructor;
Object.setPrototypeOf(InternalSocketAddress.prototype, SocketAddress.prototype);

module.exports = { InternalSocketAddress, SocketAddress, kHandle };
