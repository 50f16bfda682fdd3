// The global `navigator`.
// https://nodejs.org/docs/latest-v26.x/api/globals.html#navigator
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');

const kInitialize = Symbol('kInitialize');

class Navigator {
  #availableParallelism;
  #languages;

  constructor() {
    if (arguments[0] === kInitialize) return;
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(value) {
    if (!(#languages in value)) throw new ERR_INVALID_THIS('Navigator');
  }

  get hardwareConcurrency() {
    Navigator.#check(this);
    return this.#availableParallelism ??= ops.op_os_available_parallelism();
  }

  get locks() {
    Navigator.#check(this);
    return require('web/locks').locks;
  }

  get language() {
    Navigator.#check(this);
    return new Intl.Locale(Intl.DateTimeFormat().resolvedOptions().locale).toString() || 'en-US';
  }

  get languages() {
    Navigator.#check(this);
    return this.#languages ??= Object.freeze([this.language]);
  }

  get userAgent() {
    Navigator.#check(this);
    return `Node.js/${require('process').version.slice(1).split('.')[0]}`;
  }

  get platform() {
    Navigator.#check(this);
    return 'linux';
  }
}

const enumerable = { __proto__: null, enumerable: true };
Object.defineProperties(Navigator.prototype, {
  hardwareConcurrency: enumerable,
  language: enumerable,
  languages: enumerable,
  userAgent: enumerable,
  platform: enumerable,
  locks: enumerable,
});

module.exports = { Navigator, navigator: new Navigator(kInitialize) };
