// The order of the addresses that lookup() gives.
// https://nodejs.org/docs/latest-v26.x/api/dns.html#dnssetdefaultresultorderorder
'use strict';

const { getOptionValue } = require('internal/options');
const { validateOneOf } = require('internal/validators');

const validDnsOrders = ['verbatim', 'ipv4first', 'ipv6first'];

let dnsOrder;

function getDefaultResultOrder() {
  return dnsOrder ??= getOptionValue('--dns-result-order') || 'verbatim';
}

function setDefaultResultOrder(value) {
  validateOneOf(value, 'dnsOrder', validDnsOrders);
  dnsOrder = value;
}

module.exports = { getDefaultResultOrder, setDefaultResultOrder, validDnsOrders };
