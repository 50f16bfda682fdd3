// dns, https://nodejs.org/docs/latest-v26.x/api/dns.html
'use strict';

const { lookup, lookupService } = require('internal/dns/lookup');
const { getDefaultResultOrder, setDefaultResultOrder } = require('internal/dns/order');
const { Resolver, bindDefaultResolver, setDefaultResolver } = require('internal/dns/resolver');
const { errors, hints } = require('internal/dns/codes');

function defaultResolverSetServers(servers) {
  const resolver = new Resolver();
  resolver.setServers(servers);
  setDefaultResolver(resolver);
  bindDefaultResolver(module.exports, Resolver.prototype);
  const promises = require('internal/realm').map.get('dns/promises');
  if (promises?.loaded === true) {
    bindDefaultResolver(promises.exports, require('internal/dns/promises').Resolver.prototype);
  }
}

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: defaultResolverSetServers,
  ...hints,
  ...errors,
};
bindDefaultResolver(module.exports, Resolver.prototype);

Object.defineProperties(module.exports, {
  promises: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return require('dns/promises');
    },
  },
});
