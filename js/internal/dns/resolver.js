// The resolvers of the dns module: the base that both kinds share, and the one with callbacks.
// https://nodejs.org/docs/latest-v26.x/api/dns.html#class-dnsresolver
'use strict';

const process = require('process');
const {
  codes: {
    ERR_DNS_SET_SERVERS_FAILED,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_IP_ADDRESS,
  },
  DNSException,
} = require('internal/errors');
const {
  validateArray,
  validateFunction,
  validateInt32,
  validatePort,
  validateString,
} = require('internal/validators');
const { isIP } = require('internal/net');
const perf = require('internal/perf/if_loaded');

const IANA_DNS_PORT = 53;
const kPerf = Symbol('kPerfHooksDnsLookupResolveContext');

// [family, address, port] of `address`, `address:port` or `[address]:port`.
function parseServer(server) {
  const family = isIP(server);
  if (family !== 0) return [family, server, IANA_DNS_PORT];
  const match = /^\[([^[\]]*)\]/.exec(server) ?? /^(.+?)(?::(\d+))?$/.exec(server);
  const host = match?.[1];
  const version = host === undefined ? 0 : isIP(host);
  if (version === 0) throw new ERR_INVALID_IP_ADDRESS(server);
  const port = Number.parseInt(/^(?:\[.+\]|[^:]+):(\d+)$/.exec(server)?.[1], 10) || IANA_DNS_PORT;
  validatePort(port);
  return [version, host, port];
}

class ResolverBase {
  constructor(options = undefined) {
    const { timeout = -1, tries = 4, maxTimeout = 0 } = { ...options };
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateInt32(maxTimeout, 'options.maxTimeout', 0);
    const { ChannelWrap } = require('internal/dns/channel');
    this._handle = new ChannelWrap(timeout, tries, maxTimeout);
  }

  cancel() {
    this._handle.cancel();
  }

  getServers() {
    return (this._handle.getServers() || []).map(([address, port]) => {
      if (!port || port === IANA_DNS_PORT) return address;
      return `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
    });
  }

  setServers(servers) {
    validateArray(servers, 'servers');
    const list = [];
    // Not map(): holes are no servers.
    servers.forEach((server, index) => {
      validateString(server, `servers[${index}]`);
      list.push(parseServer(server));
    });
    const error = this._handle.setServers(list);
    if (error) throw new ERR_DNS_SET_SERVERS_FAILED(error, servers);
  }

  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    this._handle.setLocalAddress(ipv4, ipv6);
  }
}

// Method of the resolver -> [query of the channel, record type].
const resolveMap = {
  __proto__: null,
  ANY: ['resolveAny', 'queryAny'],
  A: ['resolve4', 'queryA'],
  AAAA: ['resolve6', 'queryAaaa'],
  CAA: ['resolveCaa', 'queryCaa'],
  CNAME: ['resolveCname', 'queryCname'],
  MX: ['resolveMx', 'queryMx'],
  NS: ['resolveNs', 'queryNs'],
  TLSA: ['resolveTlsa', 'queryTlsa'],
  TXT: ['resolveTxt', 'queryTxt'],
  SRV: ['resolveSrv', 'querySrv'],
  PTR: ['resolvePtr', 'queryPtr'],
  NAPTR: ['resolveNaptr', 'queryNaptr'],
  SOA: ['resolveSoa', 'querySoa'],
};

class QueryReqWrap {}

// Sends a query; `done(error, result)`.
function query(resolver, bindingName, name, options, done) {
  const ttl = !!(options && options.ttl);
  const req = new QueryReqWrap();
  req.hostname = name;
  req.ttl = ttl;
  req.oncomplete = function onresolve(err, result, ttls) {
    if (err) {
      done(new DNSException(err, bindingName, name));
      return;
    }
    if (ttls && ttl) result = result.map((address, index) => ({ address, ttl: ttls[index] }));
    done(null, result);
    if (req[kPerf] && perf.hasObserver('dns')) perf.stopPerf(req, kPerf, { detail: { result } });
  };
  if (process.permission?.has('net') === false) {
    process.nextTick(req.oncomplete, { code: 'ERR_ACCESS_DENIED' });
    return req;
  }
  const err = resolver._handle[bindingName](req, name);
  if (err) throw new DNSException(err, bindingName, name);
  if (perf.hasObserver('dns')) {
    perf.startPerf(req, kPerf, { type: 'dns', name: bindingName, detail: { host: name, ttl } });
  }
  return req;
}

class Resolver extends ResolverBase {}

function define(prototype, key, value, name) {
  Object.defineProperty(value, 'name', { __proto__: null, value: name });
  Object.defineProperty(prototype, key, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    writable: true,
    value,
  });
}

for (const [method, bindingName] of Object.values(resolveMap)) {
  define(Resolver.prototype, method, function(name, /* options, */ callback) {
    let options;
    if (arguments.length > 2) {
      options = callback;
      callback = arguments[2];
    }
    validateString(name, 'name');
    validateFunction(callback, 'callback');
    const req = query(this, bindingName, name, options, (err, result) => {
      if (err) callback(err);
      else callback(null, result);
    });
    req.callback = callback;
    return req;
  }, bindingName);
}

define(Resolver.prototype, 'reverse', function(name, callback) {
  validateString(name, 'name');
  validateFunction(callback, 'callback');
  return query(this, 'getHostByAddr', name, undefined, (err, result) => {
    if (err) callback(err);
    else callback(null, result);
  });
}, 'getHostByAddr');

define(Resolver.prototype, 'resolve', function resolve(hostname, rrtype, callback) {
  let type = 'A';
  if (typeof rrtype === 'string') {
    type = rrtype;
  } else if (typeof rrtype === 'function') {
    callback = rrtype;
  } else {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
  }
  const entry = resolveMap[type];
  if (entry === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  return this[entry[0]](hostname, callback);
}, 'resolve');

// The resolver of the module's own functions, made when it is first used.
let defaultResolver;

function getDefaultResolver() {
  return defaultResolver ??= new Resolver();
}

function setDefaultResolver(resolver) {
  defaultResolver = resolver;
}

const resolverKeys = [
  'getServers',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
];

// Adds the methods of `source`, bound to the default resolver, to a module.
function bindDefaultResolver(target, source) {
  const resolver = getDefaultResolver();
  for (const key of resolverKeys) target[key] = source[key].bind(resolver);
}

module.exports = {
  Resolver,
  ResolverBase,
  bindDefaultResolver,
  define,
  getDefaultResolver,
  query,
  resolveMap,
  setDefaultResolver,
};
