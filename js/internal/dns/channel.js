// Queries to DNS servers (c-ares in Node).
// https://nodejs.org/docs/latest-v26.x/api/dns.html#class-dnsresolver
'use strict';

const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');

class ChannelWrap {
  getServers() {
    return [];
  }

  setServers() {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('dns.setServers');
  }

  cancel() {}
}

module.exports = { ChannelWrap };
