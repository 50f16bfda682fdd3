// dns/promises, https://nodejs.org/docs/latest-v26.x/api/dns.html#dns-promises-api
'use strict';

const { lookupPromise, lookupServicePromise } = require('internal/dns/lookup');
const { getDefaultResultOrder, setDefaultResultOrder } = require('internal/dns/order');
const { Resolver } = require('internal/dns/promises');
const { bindDefaultResolver, setDefaultResolver, Resolver: CallbackResolver } = require('internal/dns/resolver');
const { errors } = require('internal/dns/codes');

function defaultResolverSetServers(servers) {
  const resolver = new CallbackResolver();
  resolver.setServers(servers);
  setDefaultResolver(resolver);
  bindDefaultResolver(module.exports, Resolver.prototype);
  bindDefaultResolver(require('dns'), CallbackResolver.prototype);
}

module.exports = {
  lookup: lookupPromise,
  lookupService: lookupServicePromise,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: defaultResolverSetServers,
  ...errors,
};
bindDefaultResolver(module.exports, Resolver.prototype);
