// The URL class of the WHATWG. https://nodejs.org/api/url.html#class-url
'use strict';

const record = require('internal/url/record');
const { URLSearchParams, attach, setQuery, whenChanged } = require('internal/url/search_params');
const { codes: { ERR_INVALID_URL, ERR_MISSING_ARGS } } = require('internal/errors');

const { PARTS } = record;
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const contextForInspect = Symbol('context');
const enumerable = { __proto__: null, enumerable: true };

// new URL(kRecord, context) wraps what has been parsed.
const kRecord = Symbol('kRecord');

let isURLInstance;
let getURLHref;

class URL {
  #context;
  // Made when a program asks for them. A change of the parameters reaches the context only when somebody
  // reads the query or the whole: programs change many of them in a row.
  #searchParams;
  #searchParamsModified;

  static {
    isURLInstance = (value) => typeof value === 'object' && value !== null && #context in value;

    getURLHref = (url) => {
      url.#sync();
      return url.#context.href;
    };

    whenChanged((url) => {
      url.#searchParamsModified = true;
    });
  }

  constructor(input, base = undefined) {
    if (input === kRecord) {
      this.#context = base;
      return;
    }
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    if (typeof input !== 'string') input = `${input}`;
    if (base !== undefined && typeof base !== 'string') base = `${base}`;
    const context = record.parse(input, base);
    if (context === undefined) {
      const { InvalidURL } = require('internal/errors/invalid_url');
      throw new InvalidURL(input.toWellFormed(), base?.toWellFormed());
    }
    this.#context = context;
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    if (typeof input !== 'string') input = `${input}`;
    if (base !== undefined && typeof base !== 'string') base = `${base}`;
    const context = record.parse(input, base);
    return context === undefined ? null : new URL(kRecord, context);
  }

  [inspectCustom](depth, opts) {
    if (typeof depth === 'number' && depth < 0) return this;

    const { getConstructorOf } = require('internal/util');
    const { inspect } = require('internal/util/inspect');
    const constructor = getConstructorOf(this) || URL;
    const obj = {
      __proto__: { constructor },
      href: this.href,
      origin: this.origin,
      protocol: this.protocol,
      username: this.username,
      password: this.password,
      host: this.host,
      hostname: this.hostname,
      port: this.port,
      pathname: this.pathname,
      search: this.search,
      searchParams: this.searchParams,
      hash: this.hash,
    };
    if (opts.showHidden) obj[contextForInspect] = this.#context;
    return `${constructor.name} ${inspect(obj, opts)}`;
  }

  // The query that the parameters stand for, without the detour over the URL.
  #searchOfParams() {
    return this.#searchParams?.size ? `?${this.#searchParams}` : '';
  }

  #sync() {
    if (this.#searchParamsModified) {
      this.#searchParamsModified = false;
      record.update(this.#context, PARTS.search, this.#searchOfParams());
    }
  }

  // After a change of the whole URL or of its query: the parameters follow it.
  #follow(before) {
    if (!this.#searchParams) return;
    const search = record.searchOf(this.#context);
    if (before !== search) {
      setQuery(this.#searchParams, search);
      this.#searchParamsModified = false;
    }
    this.#sync();
  }

  #searchBefore() {
    if (!this.#searchParams) return undefined;
    return this.#searchParamsModified ? this.#searchOfParams() : record.searchOf(this.#context);
  }

  toString() {
    this.#sync();
    return this.#context.href;
  }

  get href() {
    this.#sync();
    return this.#context.href;
  }

  set href(value) {
    const context = this.#context;
    value = `${value}`;
    const before = this.#searchBefore();
    if (!record.update(context, PARTS.href, value)) throw new ERR_INVALID_URL(value);
    this.#follow(before);
  }

  get origin() {
    return record.originOf(this.#context);
  }

  get protocol() {
    return record.protocolOf(this.#context);
  }

  set protocol(value) {
    if (record.update(this.#context, PARTS.protocol, `${value}`) && this.#searchParams) this.#sync();
  }

  get username() {
    return record.usernameOf(this.#context);
  }

  set username(value) {
    if (record.update(this.#context, PARTS.username, `${value}`) && this.#searchParams) this.#sync();
  }

  get password() {
    return record.passwordOf(this.#context);
  }

  set password(value) {
    if (record.update(this.#context, PARTS.password, `${value}`) && this.#searchParams) this.#sync();
  }

  get host() {
    return record.hostOf(this.#context);
  }

  set host(value) {
    if (record.update(this.#context, PARTS.host, `${value}`) && this.#searchParams) this.#sync();
  }

  get hostname() {
    return record.hostnameOf(this.#context);
  }

  set hostname(value) {
    if (record.update(this.#context, PARTS.hostname, `${value}`) && this.#searchParams) this.#sync();
  }

  get port() {
    return record.portOf(this.#context);
  }

  set port(value) {
    if (record.update(this.#context, PARTS.port, `${value}`) && this.#searchParams) this.#sync();
  }

  get pathname() {
    return record.pathnameOf(this.#context);
  }

  set pathname(value) {
    if (record.update(this.#context, PARTS.pathname, `${value}`) && this.#searchParams) this.#sync();
  }

  get search() {
    this.#sync();
    return record.searchOf(this.#context);
  }

  set search(value) {
    const context = this.#context;
    value = `${value}`.toWellFormed();
    const before = this.#searchBefore();
    if (record.update(context, PARTS.search, value)) this.#follow(before);
  }

  get searchParams() {
    if (this.#searchParams == null) {
      this.#searchParams = new URLSearchParams(record.searchOf(this.#context));
      attach(this.#searchParams, this);
      this.#searchParamsModified = false;
    }
    return this.#searchParams;
  }

  get hash() {
    return record.hashOf(this.#context);
  }

  set hash(value) {
    if (record.update(this.#context, PARTS.hash, `${value}`) && this.#searchParams) this.#sync();
  }

  toJSON() {
    this.#sync();
    return this.#context.href;
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    if (typeof url !== 'string') url = `${url}`;
    if (base !== undefined && typeof base !== 'string') base = `${base}`;
    return record.canParse(url, base);
  }
}

Object.defineProperties(URL.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URL' },
  toString: enumerable,
  href: enumerable,
  origin: enumerable,
  protocol: enumerable,
  username: enumerable,
  password: enumerable,
  host: enumerable,
  hostname: enumerable,
  port: enumerable,
  pathname: enumerable,
  search: enumerable,
  searchParams: enumerable,
  hash: enumerable,
  toJSON: enumerable,
});

Object.defineProperties(URL, {
  canParse: enumerable,
  parse: enumerable,
  createObjectURL: { __proto__: null, configurable: true, writable: true, enumerable: true, value: createObjectURL },
  revokeObjectURL: { __proto__: null, configurable: true, writable: true, enumerable: true, value: revokeObjectURL },
});

function createObjectURL(obj) {
  return require('internal/url/object_url').createObjectURL(obj);
}

function revokeObjectURL(url) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
  require('internal/url/object_url').revokeObjectURL(`${url}`);
}

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(URL.prototype, 4);

module.exports = {
  URL,
  fromRecord: (context) => new URL(kRecord, context),
  getURLHref,
  isURLInstance,
};
