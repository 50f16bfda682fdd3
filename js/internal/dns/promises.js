// The resolver whose methods give promises.
// https://nodejs.org/docs/latest-v26.x/api/dns.html#class-dnspromisesresolver
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateString } = require('internal/validators');
const { ResolverBase, define, query, resolveMap } = require('internal/dns/resolver');

class Resolver extends ResolverBase {}

function queryPromise(resolver, bindingName, name, options) {
  return new Promise((resolve, reject) => {
    query(resolver, bindingName, name, options, (err, result) => {
      if (err) reject(err);
      else resolve(result);
    });
  });
}

for (const [method, bindingName] of Object.values(resolveMap)) {
  define(Resolver.prototype, method, function(name, options) {
    validateString(name, 'name');
    return queryPromise(this, bindingName, name, options);
  }, bindingName);
}

define(Resolver.prototype, 'reverse', function(name, options) {
  validateString(name, 'name');
  return queryPromise(this, 'getHostByAddr', name, options);
}, 'getHostByAddr');

define(Resolver.prototype, 'resolve', function resolve(hostname, rrtype) {
  let type = 'A';
  if (rrtype !== undefined) {
    if (typeof rrtype !== 'string') throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
    type = rrtype;
  }
  const entry = resolveMap[type];
  if (entry === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  // The default resolver, whose own methods take callbacks, comes here too.
  return Resolver.prototype[entry[0]].call(this, hostname);
}, 'resolve');

module.exports = { Resolver };
