// Response.
// https://fetch.spec.whatwg.org/#response-class
'use strict';

const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { URL } = require('internal/url');
const { checkUsable, extractBody, mixinBody } = require('web/fetch/body');
const { illegalInvocation, rangeError, requireArguments, typeError } = require('web/fetch/errors');
const { HeaderList, fill, makeHeaders } = require('web/fetch/headers');

const nullBodyStatus = new Set([101, 103, 204, 205, 304]);
const redirectStatus = new Set([301, 302, 303, 307, 308]);
const reasonPhrase = /^[\t\x20-\x7e\x80-\xff]*$/;

let stateOf;
let makeResponse;

function newState() {
  return {
    type: 'default',
    url: '',
    redirected: false,
    status: 200,
    statusText: '',
    headers: new HeaderList(),
    body: null,
  };
}

class Response {
  #state = newState();
  #headers = makeHeaders(this.#state.headers, 'response');

  static {
    stateOf = (value) => {
      if (typeof value !== 'object' || value === null || !(#state in value)) throw illegalInvocation();
      return value.#state;
    };
    makeResponse = (state, guard) => {
      const response = new Response();
      response.#state = { ...newState(), ...state };
      response.#headers = makeHeaders(response.#state.headers, guard);
      return response;
    };
  }

  static error() {
    return makeResponse({ type: 'error', status: 0 }, 'immutable');
  }

  static json(data, init = {}) {
    requireArguments(arguments.length, 1, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw typeError('Value is not JSON serializable');
    const response = new Response(text, init);
    const { headers } = response.#state;
    if (init?.headers === undefined || !response.#headers.has('content-type') ||
        headers.get('content-type') === 'text/plain;charset=UTF-8') headers.set('content-type', 'application/json');
    return response;
  }

  static redirect(url, status = 302) {
    requireArguments(arguments.length, 1, 'Response.redirect');
    if (!URL.canParse(`${url}`)) throw typeError(`Failed to parse URL from ${url}`);
    if (!redirectStatus.has(status)) throw rangeError(`Invalid status code ${status}`);
    const headers = new HeaderList();
    headers.append('location', new URL(`${url}`).href);
    return makeResponse({ status, headers }, 'immutable');
  }

  constructor(body = null, init = undefined) {
    if (init === undefined && body === null) return;
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') {
      throw typeError('Response constructor: init ("' + String(init) + '") is not of type Dictionary.');
    }
    const state = this.#state;
    const { headers, status, statusText } = init ?? {};
    if (status !== undefined) {
      state.status = Number(status) & 0xffff;
      if (state.status < 200 || state.status > 599) {
        throw rangeError('init["status"] must be in the range of 200 to 599, inclusive.');
      }
    }
    if (statusText !== undefined) {
      if (!reasonPhrase.test(`${statusText}`)) throw typeError('Invalid statusText');
      state.statusText = `${statusText}`;
    }
    if (headers !== undefined) fill(this.#headers, headers);
    if (body === null || body === undefined) return;
    if (nullBodyStatus.has(state.status)) {
      throw typeError(`Response constructor: Invalid response status code ${state.status}`);
    }
    const extracted = extractBody(body);
    state.body = extracted.body;
    if (extracted.type !== null && !state.headers.has('content-type')) {
      state.headers.append('content-type', extracted.type);
    }
  }

  get type() { return stateOf(this).type; }
  get url() { return stateOf(this).url; }
  get redirected() { return stateOf(this).redirected; }
  get status() { return stateOf(this).status; }
  get ok() { return stateOf(this).status >= 200 && this.#state.status <= 299; }
  get statusText() { return stateOf(this).statusText; }
  get headers() { return stateOf(this) && this.#headers; }

  clone() {
    const state = stateOf(this);
    checkUsable(state.body);
    return makeResponse({ ...state, headers: new HeaderList(state.headers), body: state.body?.clone() ?? null },
                        state.type === 'default' ? 'response' : 'immutable');
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    options.depth ??= 2;
    const names = ['status', 'statusText', 'headers', 'body', 'bodyUsed', 'ok', 'redirected', 'type', 'url'];
    return `Response ${inspect(Object.fromEntries(names.map((name) => [name, this[name]])), options)}`;
  }
}
mixinBody(Response, (response) => stateOf(response).body);
for (const name of Object.getOwnPropertyNames(Response.prototype)) {
  if (name !== 'constructor') Object.defineProperty(Response.prototype, name, kEnumerableProperty);
}
for (const name of ['error', 'json', 'redirect']) Object.defineProperty(Response, name, kEnumerableProperty);
Object.defineProperties(Response.prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'Response', configurable: true },
  [customInspectSymbol]: { __proto__: null, enumerable: false },
});

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(Response.prototype, 4);

module.exports = { Response, makeResponse, nullBodyStatus, redirectStatus };
