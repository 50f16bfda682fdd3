// https.Server: a tls.Server that speaks HTTP.
// https://nodejs.org/docs/latest-v26.x/api/https.html#class-httpsserver
'use strict';

const tls = require('tls');
const { assignFunctionName, kEmptyObject, promisify } = require('internal/util');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const {
  Server: HttpServer,
  _connectionListener,
  httpServerPreClose,
  setupConnectionsTracking,
  storeHTTPOptions,
} = require('_http_server');
const { kUniqueHeaders, parseUniqueHeadersOption } = require('_http_outgoing');

function Server(opts, requestListener) {
  if (!(this instanceof Server)) return new Server(opts, requestListener);

  let ALPNProtocols = ['http/1.1'];
  if (typeof opts === 'function') {
    requestListener = opts;
    opts = kEmptyObject;
  } else if (opts === null || opts === undefined) {
    opts = kEmptyObject;
  } else if (typeof opts !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', opts);
  } else if (opts.ALPNCallback) {
    // The two exclude each other.
    ALPNProtocols = undefined;
  }

  storeHTTPOptions.call(this, opts);
  Reflect.apply(tls.Server, this, [
    { noDelay: true, ALPNProtocols, ...opts },
    _connectionListener,
  ]);

  this.httpAllowHalfOpen = false;
  if (requestListener) this.addListener('request', requestListener);

  this.addListener('tlsClientError', function addClientError(err, conn) {
    if (!this.emit('clientError', err, conn)) conn.destroy(err);
  });

  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this.on('listening', setupConnectionsTracking);
  this[kUniqueHeaders] = parseUniqueHeadersOption(opts.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

Server.prototype.closeAllConnections = HttpServer.prototype.closeAllConnections;
Server.prototype.closeIdleConnections = HttpServer.prototype.closeIdleConnections;
Server.prototype.setTimeout = HttpServer.prototype.setTimeout;

Server.prototype.close = function close(...args) {
  httpServerPreClose(this);
  Reflect.apply(tls.Server.prototype.close, this, args);
  return this;
};

Server.prototype[Symbol.asyncDispose] = assignFunctionName(Symbol.asyncDispose, async function() {
  await promisify(this.close).call(this);
});

module.exports = { Server };
