// node:https.
// https://nodejs.org/docs/latest-v26.x/api/https.html
'use strict';

require('internal/util').assertCrypto();

const { Server } = require('internal/https/server');
const { Agent } = require('internal/https/agent');
const { getGlobalAgent } = require('internal/http');
const { isURL, urlToHttpOptions, URL } = require('internal/url');

let globalAgent;

function createServer(opts, requestListener) {
  return new Server(opts, requestListener);
}

function request(...args) {
  let options = {};
  if (typeof args[0] === 'string') options = urlToHttpOptions(new URL(args.shift()));
  else if (isURL(args[0])) options = urlToHttpOptions(args.shift());

  if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
  options._defaultAgent = module.exports.globalAgent;
  args.unshift(options);
  const { ClientRequest } = require('_http_client');
  return Reflect.construct(ClientRequest, args);
}

function get(input, options, cb) {
  const req = request(input, options, cb);
  req.end();
  return req;
}

module.exports = {
  Agent,
  globalAgent: undefined,
  Server,
  createServer,
  get,
  request,
};

// Made when it is first asked for.
Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    const { getOptionValue } = require('internal/options');
    return globalAgent ??=
      getGlobalAgent(getOptionValue('--use-env-proxy') ? require('process').env : undefined, Agent);
  },
  set(value) { globalAgent = value; },
});
