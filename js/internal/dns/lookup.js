// dns.lookup() and dns.lookupService(): names by the system's own resolver.
// https://nodejs.org/docs/latest-v26.x/api/dns.html#dnslookuphostname-options-callback
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_MISSING_ARGS,
  },
  DNSException,
} = require('internal/errors');
const {
  validateBoolean,
  validateFunction,
  validateNumber,
  validateOneOf,
  validatePort,
  validateString,
  validateStringWithoutNullBytes,
} = require('internal/validators');
const { isIP } = require('internal/net');
const { hints: { ADDRCONFIG, ALL, V4MAPPED } } = require('internal/dns/codes');
const { getDefaultResultOrder, validDnsOrders } = require('internal/dns/order');
const perf = require('internal/perf/if_loaded');
const process = require('process');

const validFamilies = [0, 4, 6];
const kPerf = Symbol('kPerfHooksDnsLookupContext');

class GetAddrInfoReqWrap {}
class GetNameInfoReqWrap {}

function validateHints(hints) {
  if ((hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) throw new ERR_INVALID_ARG_VALUE('hints', hints);
}

function familyNumber(family) {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  validateOneOf(family, 'options.family', validFamilies);
  return family + 0;
}

const isGiven = (value) => value !== null && value !== undefined;

// {family, hints, all, order} of an options object.
function readOptions(options, names) {
  const result = { family: 0, hints: 0, all: false, order: getDefaultResultOrder() };
  if (!isGiven(options)) return result;
  if (isGiven(options.hints)) {
    validateNumber(options.hints, 'options.hints');
    result.hints = options.hints >>> 0;
    validateHints(result.hints);
  }
  if (isGiven(options.family)) {
    if (!names) validateOneOf(options.family, 'options.family', validFamilies);
    result.family = familyNumber(options.family);
  }
  if (isGiven(options.all)) {
    validateBoolean(options.all, 'options.all');
    result.all = options.all;
  }
  if (isGiven(options.verbatim)) {
    validateBoolean(options.verbatim, 'options.verbatim');
    result.order = options.verbatim ? 'verbatim' : 'ipv4first';
  }
  if (isGiven(options.order)) {
    validateOneOf(options.order, 'options.order', validDnsOrders);
    result.order = options.order;
  }
  return result;
}

function numberOptions(options) {
  validateOneOf(options, 'family', validFamilies);
  return { family: options + 0, hints: 0, all: false, order: getDefaultResultOrder() };
}

function sortByOrder(addresses, order) {
  if (order === 'verbatim') return addresses;
  const first = order === 'ipv4first' ? 4 : 6;
  const leads = (address) => isIP(address) === first;
  return [...addresses.filter(leads), ...addresses.filter((address) => !leads(address))];
}

const toEntry = (address) => ({ address, family: isIP(address) });

// Asks the system; calls `done(error, addresses)`.
function getaddrinfo(req, { family, hints, order }, done) {
  const { hostname } = req;
  const ascii = /^[\x00-\x7f]*$/.test(hostname) ? hostname : require('url').domainToASCII(hostname) || hostname;
  ops.op_dns_getaddrinfo(ascii, family, hints, (status, addresses) => {
    if (status !== 0) {
      done(new DNSException(status, 'getaddrinfo', hostname));
      return;
    }
    const sorted = sortByOrder(addresses, order);
    done(null, sorted);
    if (req[kPerf] && perf.hasObserver('dns')) {
      perf.stopPerf(req, kPerf, { detail: { addresses: sorted } });
    }
  });
  if (perf.hasObserver('dns')) {
    perf.startPerf(req, kPerf, {
      type: 'dns',
      name: 'lookup',
      detail: { hostname, family, hints, verbatim: order === 'verbatim', order },
    });
  }
}

function lookup(hostname, options, callback) {
  if (hostname) validateStringWithoutNullBytes(hostname, 'hostname');

  let settings;
  if (typeof options === 'function') {
    callback = options;
    settings = readOptions(undefined, true);
  } else if (typeof options === 'number') {
    validateFunction(callback, 'callback');
    settings = numberOptions(options);
  } else if (options !== undefined && typeof options !== 'object') {
    validateFunction(arguments.length === 2 ? options : callback, 'callback');
    throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else {
    validateFunction(callback, 'callback');
    settings = readOptions(options, true);
  }

  if (!hostname) throw new ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a non-empty string');

  const { all, family } = settings;
  const matched = isIP(hostname);
  if (matched) {
    if (all) process.nextTick(callback, null, [{ address: hostname, family: matched }]);
    else process.nextTick(callback, null, hostname, matched);
    return {};
  }

  const req = new GetAddrInfoReqWrap();
  req.callback = callback;
  req.family = family;
  req.hostname = hostname;
  getaddrinfo(req, settings, (err, addresses) => {
    if (err) callback(err);
    else if (all) callback(null, addresses.map(toEntry));
    else callback(null, addresses[0], family || isIP(addresses[0]));
  });
  return req;
}
Object.defineProperty(lookup, require('internal/util').customPromisifyArgs,
                      { __proto__: null, value: ['address', 'family'], enumerable: false });

// The promise form. It has no names for families.
function lookupPromise(hostname, options) {
  if (hostname) validateStringWithoutNullBytes(hostname, 'hostname');

  let settings;
  if (typeof options === 'number') {
    settings = numberOptions(options);
  } else if (options !== undefined && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else {
    settings = readOptions(options, false);
  }

  const { all, family } = settings;
  return new Promise((resolve, reject) => {
    if (!hostname) {
      reject(new ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a non-empty string'));
      return;
    }
    const matched = isIP(hostname);
    if (matched) {
      const result = { address: hostname, family: matched };
      resolve(all ? [result] : result);
      return;
    }
    const req = new GetAddrInfoReqWrap();
    req.family = family;
    req.hostname = hostname;
    getaddrinfo(req, settings, (err, addresses) => {
      if (err) reject(err);
      else if (all) resolve(addresses.map(toEntry));
      else resolve({ address: addresses[0], family: family || isIP(addresses[0]) });
    });
  });
}

function checkServiceArguments(address, port) {
  validateString(address, 'address');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
}

// Asks the system; calls `done(error, hostname, service)`.
function getnameinfo(req, address, port, done) {
  const error = (status) => new DNSException(status, 'getnameinfo', address);
  const err = ops.op_dns_getnameinfo(address, port, (status, hostname, service) => {
    if (status !== 0) {
      done(error(status));
      return;
    }
    done(null, hostname, service);
    if (req[kPerf] && perf.hasObserver('dns')) perf.stopPerf(req, kPerf, { detail: { hostname, service } });
  });
  if (err) throw error(err);
  if (perf.hasObserver('dns')) {
    perf.startPerf(req, kPerf, { type: 'dns', name: 'lookupService', detail: { host: address, port } });
  }
}

function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  checkServiceArguments(address, port);
  validateFunction(callback, 'callback');
  port = +port + 0;

  const req = new GetNameInfoReqWrap();
  req.callback = callback;
  req.hostname = address;
  req.port = port;
  getnameinfo(req, address, port, callback);
  return req;
}
Object.defineProperty(lookupService, require('internal/util').customPromisifyArgs,
                      { __proto__: null, value: ['hostname', 'service'], enumerable: false });

function lookupServicePromise(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  checkServiceArguments(address, port);
  return new Promise((resolve, reject) => {
    const req = new GetNameInfoReqWrap();
    req.hostname = address;
    req.port = +port;
    getnameinfo(req, address, +port, (err, hostname, service) => {
      if (err) reject(err);
      else resolve({ hostname, service });
    });
  });
}
Object.defineProperty(lookupPromise, 'name', { __proto__: null, value: 'lookup' });
Object.defineProperty(lookupServicePromise, 'name', { __proto__: null, value: 'lookupService' });

module.exports = { lookup, lookupPromise, lookupService, lookupServicePromise };
