// `node.dns.native`: questions to the system's resolver and to name servers.
'use strict';

const { isIP } = require('internal/net');
const { emit, groupOf, nextId, phases, replace } = require('internal/trace_events/emit');

const group = groupOf('node.dns.native');

const families = { __proto__: null, 0: 'unspec', 4: 'ipv4', 6: 'ipv6' };
const orders = { __proto__: null, verbatim: 0, ipv4first: 1, ipv6first: 2 };

// The numbers of c-ares are the places of its errors.
const errors = [
  '', 'ENODATA', 'EFORMERR', 'ESERVFAIL', 'ENOTFOUND', 'ENOTIMP', 'EREFUSED', 'EBADQUERY', 'EBADNAME', 'EBADFAMILY',
  'EBADRESP', 'ECONNREFUSED', 'ETIMEOUT', 'EOF', 'EFILE', 'ENOMEM', 'EDESTRUCTION', 'EBADSTR', 'EBADFLAGS', 'ENONAME',
  'EBADHINTS', 'ENOTINITIALIZED', 'ELOADIPHLPAPI', 'EADDRGETNETWORKPARAMS', 'ECANCELLED',
];

function begin(name, args) {
  const id = nextId();
  emit(phases.asyncBegin, group, name, id, args);
  return (result) => emit(phases.asyncEnd, group, name, id, result);
}

const lookup = (getaddrinfo) => (hostname, family, hints, callback) => {
  const end = begin('lookup', { hostname, family: families[family] ?? 'unspec' });
  return getaddrinfo(hostname, family, hints, (status, addresses) => {
    end({ count: addresses?.length ?? 0, order: orders[require('internal/dns/order').getDefaultResultOrder()] ?? 0 });
    callback(status, addresses);
  });
};

const lookupService = (getnameinfo) => (ip, port, callback) => {
  const end = begin('lookupService', { ip, port });
  const error = getnameinfo(ip, port, (status, hostname, service) => {
    end({ hostname: hostname ?? '', service: service ?? '' });
    callback(status, hostname, service);
  });
  if (error) end({ error });
  return error;
};

function follow(request, end) {
  const { oncomplete } = request;
  request.oncomplete = function(error, ...rest) {
    end(error ? { error: Math.max(errors.indexOf(error), 0) } : undefined);
    return Reflect.apply(oncomplete, this, [error, ...rest]);
  };
}

const query = (name) => (original) => function(request, host) {
  follow(request, begin(name, { name: host }));
  return Reflect.apply(original, this, [request, host]);
};

const reverse = (original) => function(request, address) {
  const { oncomplete } = request;
  const family = isIP(address);
  const end = begin('reverse', { name: address, family: families[family] });
  follow(request, end);
  const error = Reflect.apply(original, this, [request, address]);
  if (error) {
    // The request is never completed.
    request.oncomplete = oncomplete;
    end({ error });
  }
  return error;
};

function install() {
  replace(ops, 'op_dns_getaddrinfo', lookup);
  replace(ops, 'op_dns_getnameinfo', lookupService);
  const { ChannelWrap: { prototype } } = require('internal/dns/channel');
  for (const key of Object.getOwnPropertyNames(prototype)) {
    if (!key.startsWith('query') || key === 'query') continue;
    const type = key.slice('query'.length);
    const name = type === 'A' ? 'resolve4' : type === 'Aaaa' ? 'resolve6' : `resolve${type}`;
    replace(prototype, key, query(name));
  }
  replace(prototype, 'getHostByAddr', reverse);
}

module.exports = { install };
