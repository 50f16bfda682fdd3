// Request.
// https://fetch.spec.whatwg.org/#request-class
'use strict';

const { AbortController, AbortSignal } = require('internal/abort_controller');
const { checkIsHttpToken } = require('internal/http/fields');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { URL } = require('internal/url');
const { checkUsable, extractBody, mixinBody } = require('web/fetch/body');
const { illegalInvocation, requireArguments, typeError } = require('web/fetch/errors');
const { HeaderList, fill, listOf, makeHeaders } = require('web/fetch/headers');

// What each of these options may be.
const enums = {
  __proto__: null,
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',
                   'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'error', 'manual'],
  duplex: ['half'],
};

const normalized = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH']);

function checkedMethod(method) {
  method = `${method}`;
  const upper = method.toUpperCase();
  if (!checkIsHttpToken(method)) throw typeError(`'${method}' is not a valid HTTP method.`);
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') {
    throw typeError(`'${method}' HTTP method is unsupported.`);
  }
  return normalized.has(upper) && upper !== 'PATCH' ? upper : method;
}

function parseUrl(input) {
  const text = `${input}`;
  if (!URL.canParse(text)) {
    let cause;
    try { new URL(text); } catch (error) { cause = error; }
    throw typeError(`Failed to parse URL from ${text}`, { cause });
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw typeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  }
  return url;
}

let stateOf;

class Request {
  #state;
  #headers;
  #signal;

  static {
    stateOf = (value) => {
      if (typeof value !== 'object' || value === null || !(#state in value)) throw illegalInvocation();
      return value.#state;
    };
  }

  constructor(input, init = undefined) {
    requireArguments(arguments.length, 1, 'Request constructor');
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') {
      throw typeError('Request constructor: init ("' + String(init) + '") is not of type Dictionary.');
    }
    init ??= {};
    const other = typeof input === 'object' && input !== null && #state in input ? input : null;
    const before = other?.#state;
    const state = this.#state = before ? { ...before, headers: new HeaderList(before.headers), body: null } : {
      url: parseUrl(input),
      method: 'GET',
      headers: new HeaderList(),
      body: null,
      referrer: 'about:client',
      referrerPolicy: '',
      mode: 'cors',
      credentials: 'same-origin',
      cache: 'default',
      redirect: 'follow',
      integrity: '',
      keepalive: false,
      duplex: 'half',
    };

    if (init.window !== undefined && init.window !== null) throw typeError('\'window\' option \'null\' must be null');
    for (const name in enums) {
      const value = init[name];
      if (value === undefined) continue;
      if (!enums[name].includes(`${value}`)) {
        throw typeError(`Request constructor: ${value} is not an accepted type. Expected one of ` +
          `${enums[name].join(', ')}.`);
      }
      state[name] = `${value}`;
    }
    if (state.mode === 'navigate') throw typeError('Request constructor: invalid request mode navigate.');
    if (init.method !== undefined) state.method = checkedMethod(init.method);
    if (init.integrity !== undefined) state.integrity = `${init.integrity}`;
    if (init.keepalive !== undefined) state.keepalive = Boolean(init.keepalive);
    if (init.referrer !== undefined) state.referrer = `${init.referrer}`;

    this.#headers = makeHeaders(state.headers, 'request');
    if (init.headers !== undefined) {
      const list = state.headers;
      list.map.clear();
      list.cookies = [];
      fill(this.#headers, init.headers);
    }

    this.#signal = followSignal(init.signal === undefined ? other?.#signal : init.signal);

    const hasBody = init.body !== undefined && init.body !== null;
    if ((hasBody || (before?.body && init.body === undefined)) && (state.method === 'GET' || state.method === 'HEAD')) {
      throw typeError('Request with GET/HEAD method cannot have body.');
    }
    if (hasBody) {
      const { body, type } = extractBody(init.body);
      if (body.length === null && init.duplex === undefined) {
        throw typeError('RequestInit: duplex option is required when sending a body.');
      }
      state.body = body;
      if (type !== null && !state.headers.has('content-type')) state.headers.append('Content-Type', type);
    } else if (before?.body) {
      checkUsable(before.body);
      state.body = before.body.clone();
      markUsed(before.body);
    }
  }

  get method() { return stateOf(this).method; }
  get url() { return stateOf(this).url.href; }
  get headers() { return stateOf(this) && this.#headers; }
  get destination() { return stateOf(this) && ''; }
  get referrer() { return stateOf(this).referrer; }
  get referrerPolicy() { return stateOf(this).referrerPolicy; }
  get mode() { return stateOf(this).mode; }
  get credentials() { return stateOf(this).credentials; }
  get cache() { return stateOf(this).cache; }
  get redirect() { return stateOf(this).redirect; }
  get integrity() { return stateOf(this).integrity; }
  get keepalive() { return stateOf(this).keepalive; }
  get isReloadNavigation() { return stateOf(this) && false; }
  get isHistoryNavigation() { return stateOf(this) && false; }
  get signal() { return stateOf(this) && this.#signal; }
  get duplex() { return stateOf(this).duplex; }

  clone() {
    const state = stateOf(this);
    checkUsable(state.body);
    const copy = new Request(state.url, { signal: this.#signal });
    Object.assign(copy.#state, state, { headers: new HeaderList(state.headers), body: state.body?.clone() ?? null });
    copy.#headers = makeHeaders(copy.#state.headers, 'request');
    return copy;
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    options.depth ??= 2;
    const names = ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials',
                   'cache', 'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal'];
    return `Request ${inspect(Object.fromEntries(names.map((name) => [name, this[name]])), options)}`;
  }
}
mixinBody(Request, (request) => stateOf(request).body);
for (const name of Object.getOwnPropertyNames(Request.prototype)) {
  if (name !== 'constructor') Object.defineProperty(Request.prototype, name, kEnumerableProperty);
}
Object.defineProperties(Request.prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'Request', configurable: true },
  [customInspectSymbol]: { __proto__: null, enumerable: false },
});

// A signal of the request's own, which aborts when the program's does.
function followSignal(signal) {
  const controller = new AbortController();
  if (signal === undefined || signal === null) return controller.signal;
  if (!(signal instanceof AbortSignal)) {
    throw typeError('Failed to construct \'Request\': member signal is not of type AbortSignal.');
  }
  return AbortSignal.any([signal]);
}

// The request that a body came from cannot use it any more.
function markUsed(body) {
  const reader = body.stream.getReader();
  reader.cancel().catch(() => {});
  reader.releaseLock();
}

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(Request.prototype, 4);

module.exports = {
  Request,
  bodyOfRequest: (request) => stateOf(request).body,
  headersOfRequest: (request) => listOf(request.headers),
};
