// node:http.
// https://nodejs.org/docs/latest-v26.x/api/http.html
'use strict';

const { validateInteger } = require('internal/validators');
const { methods } = require('internal/http/methods');
const { parsers } = require('internal/http/parser_pool');
const { IncomingMessage } = require('_http_incoming');
const { OutgoingMessage, validateHeaderName, validateHeaderValue } = require('_http_outgoing');
const { _connectionListener, STATUS_CODES, Server, ServerResponse } = require('_http_server');

// The client's half is loaded when a program asks for it: a server does without.
const client = () => require('_http_client');
const agent = () => require('_http_agent');

function createServer(opts, requestListener) {
  return new Server(opts, requestListener);
}

function request(url, options, cb) {
  return new (client().ClientRequest)(url, options, cb);
}

function get(url, options, cb) {
  const req = request(url, options, cb);
  req.end();
  return req;
}

function setMaxIdleHTTPParsers(max) {
  validateInteger(max, 'max', 1);
  parsers.max = max;
}

// Sends the requests of the default agent through the proxy that `env` names. Returns what undoes it.
function setGlobalProxyFromEnv(env = require('process').env) {
  const { validateObject } = require('internal/validators');
  const { getGlobalAgent } = require('internal/http');
  const { parseProxyUrl } = require('internal/http/proxy');
  const { URL } = require('internal/url');
  const { codes: { ERR_PROXY_INVALID_CONFIG } } = require('internal/errors');
  validateObject(env, 'proxyEnv');
  const url = parseProxyUrl(env, 'http:');
  if (!url) return () => {};
  if (!URL.canParse(url)) throw new ERR_PROXY_INVALID_CONFIG(url);
  const before = agent().globalAgent;
  agent().globalAgent = getGlobalAgent(env, agent().Agent);
  return () => { agent().globalAgent = before; };
}

module.exports = {
  _connectionListener,
  METHODS: methods.toSorted(),
  STATUS_CODES,
  Agent: undefined,
  ClientRequest: undefined,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers,
  setGlobalProxyFromEnv,
};

// A property that turns into a plain one when it is read or written.
function defineLate(name, load) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      const value = load();
      Object.defineProperty(module.exports, name, {
        __proto__: null, configurable: true, enumerable: true, writable: true, value,
      });
      return value;
    },
    set(value) {
      Object.defineProperty(module.exports, name, {
        __proto__: null, configurable: true, enumerable: true, writable: true, value,
      });
    },
  });
}
defineLate('Agent', () => agent().Agent);
defineLate('ClientRequest', () => client().ClientRequest);

for (const name of ['CloseEvent', 'MessageEvent', 'WebSocket']) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require(name === 'WebSocket' ? 'web/websocket' : 'web/message_event')[name]; },
  });
}

let maxHeaderSize;
Object.defineProperty(module.exports, 'maxHeaderSize', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return maxHeaderSize ??= require('internal/options').getOptionValue('--max-http-header-size');
  },
});

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return agent().globalAgent; },
  set(value) { agent().globalAgent = value; },
});
