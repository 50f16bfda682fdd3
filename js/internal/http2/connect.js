// http2.connect(). https://nodejs.org/docs/latest-v26.x/api/http2.html#http2connectauthority-options-listener
'use strict';

const net = require('net');
const { codes: { ERR_HTTP2_UNSUPPORTED_PROTOCOL } } = require('internal/errors');
const { ClientHttp2Session } = require('internal/http2/client_session');
const { checkSharedOptions, initializeTLSOptions } = require('internal/http2/options');
const { kAuthority, kMaxOriginSetSize, kProtocol } = require('internal/http2/symbols');
const { assertIsObject } = require('internal/http2/validators');
const { assignFunctionName, promisify } = require('internal/util');
const { validateNumber } = require('internal/validators');

function hostOf({ hostname, host }) {
  if (hostname) return hostname[0] === '[' ? hostname.slice(1, -1) : hostname;
  return host || 'localhost';
}

function portOf({ port, protocol }) {
  if (port !== '') return `${port}`;
  return protocol === 'http:' ? '80' : '443';
}

function openSocket(authority, options, protocol, host, port) {
  if (typeof options.createConnection === 'function') return options.createConnection(authority, options);
  switch (protocol) {
    case 'http:':
      return net.connect({ port, host, ...options });
    case 'https:':
      return require('tls').connect(port, host, initializeTLSOptions(options, net.isIP(host) ? undefined : host));
    default:
      throw new ERR_HTTP2_UNSUPPORTED_PROTOCOL(protocol);
  }
}

function connect(authority, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  assertIsObject(options, 'options');
  options = { ...options };
  if (options.maxOriginSetSize != null) validateNumber(options.maxOriginSetSize, 'options.maxOriginSetSize', 0);
  checkSharedOptions(options);

  if (typeof authority === 'string') {
    const { URL } = require('internal/url');
    authority = new URL(authority);
  }
  assertIsObject(authority, 'authority', ['string', 'Object', 'URL']);
  const protocol = authority.protocol || options.protocol || 'https:';
  const host = hostOf(authority);
  const port = portOf(authority);
  const session = new ClientHttp2Session(options, openSocket(authority, options, protocol, host, port));
  session[kAuthority] = `${options.servername || host}:${port}`;
  session[kProtocol] = protocol;
  session[kMaxOriginSetSize] = options.maxOriginSetSize ?? 128;
  if (typeof listener === 'function') session.once('connect', listener);
  return session;
}

Object.defineProperty(connect, promisify.custom, {
  __proto__: null,
  value: assignFunctionName('connect', function(authority, options) {
    return new Promise((resolve, reject) => {
      const session = connect(authority, options, () => {
        session.removeListener('error', reject);
        return resolve(session);
      });
      session.once('error', reject);
    });
  }),
});

module.exports = { connect };
