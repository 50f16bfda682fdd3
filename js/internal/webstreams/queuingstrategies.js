// ByteLengthQueuingStrategy and CountQueuingStrategy. https://streams.spec.whatwg.org/#qs
'use strict';

const { ERR_INVALID_THIS, ERR_MISSING_OPTION } = require('internal/errors').codes;
const { customInspectSymbol } = require('internal/util');
const { customInspect, finishClass } = require('internal/webstreams/util');

// Every strategy of a kind has the same function.
const byteSizeFunction = Object.defineProperty((chunk) => chunk.byteLength, 'name', { __proto__: null, value: 'size' });
const countSizeFunction = Object.defineProperty(() => 1, 'name', { __proto__: null, value: 'size' });

function readInit(init) {
  require('internal/validators').validateObject(init, 'init');
  if (init.highWaterMark === undefined) throw new ERR_MISSING_OPTION('init.highWaterMark');
  return +init.highWaterMark;
}

class ByteLengthQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = readInit(init);
  }

  get highWaterMark() {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return this.#highWaterMark;
  }

  get size() {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteSizeFunction;
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, { highWaterMark: this.#highWaterMark });
  }
}
finishClass(ByteLengthQueuingStrategy, ['highWaterMark', 'size']);

class CountQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = readInit(init);
  }

  get highWaterMark() {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return this.#highWaterMark;
  }

  get size() {
    if (!(#highWaterMark in this)) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return countSizeFunction;
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, { highWaterMark: this.#highWaterMark });
  }
}
finishClass(CountQueuingStrategy, ['highWaterMark', 'size']);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
