// tls.connect()
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlsconnectoptions-callback
'use strict';

const net = require('net');
const process = require('process');
const { ConnResetException, codes: { ERR_INVALID_ARG_VALUE, ERR_TLS_DH_PARAM_SIZE } } = require('internal/errors');
const { validateFunction, validateNumber } = require('internal/validators');
const { normalizeArgs } = require('internal/net/normalize_args');
const { TLSSocket } = require('internal/tls/socket');
const { kConnectOptions, kIsVerified, kPendingSession } = require('internal/tls/symbols');
let debug = require('internal/util/debuglog').debuglog('tls', (fn) => { debug = fn; });

let warnOnAllowUnauthorized = true;

function getAllowUnauthorized() {
  const allow = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (allow && warnOnAllowUnauthorized) {
    warnOnAllowUnauthorized = false;
    process.emitWarning('Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to \'0\' makes TLS ' +
      'connections and HTTPS requests insecure by disabling certificate verification.');
  }
  return allow;
}

// (options), (port, host, options), (path, options), each with a callback.
function normalizeConnectArgs(listArgs) {
  const [options, callback] = normalizeArgs(listArgs);
  // The options may come after port and host.
  const extra = listArgs[1] !== null && typeof listArgs[1] === 'object' ? listArgs[1] :
    listArgs[2] !== null && typeof listArgs[2] === 'object' ? listArgs[2] : undefined;
  if (extra) Object.assign(options, extra);
  return [options, callback];
}

function onConnectEnd() {
  // The connection ended before it was secure.
  if (this._hadError) return;
  const options = this[kConnectOptions];
  this._hadError = true;
  const error = new ConnResetException(
    'Client network socket disconnected before secure TLS connection was established');
  error.path = options.path;
  error.host = options.host;
  error.port = options.port;
  error.localAddress = options.localAddress;
  this.destroy(error);
}

function onConnectSecure() {
  const options = this[kConnectOptions];

  const { type, size } = this.getEphemeralKeyInfo();
  if (type === 'DH' && size < options.minDHSize) {
    debug('client emit: ERR_TLS_DH_PARAM_SIZE');
    this.emit('error', new ERR_TLS_DH_PARAM_SIZE(size));
    this.destroy();
    return;
  }

  let verifyError = this._handle.verifyError();
  // A session that goes on was checked when it began.
  if (!verifyError && !this.isSessionReused()) {
    const cert = this.getPeerCertificate(true);
    const hostname = options.servername || options.host || options.socket?._host || 'localhost';
    verifyError = options.checkServerIdentity(hostname, cert);
  }

  if (verifyError) {
    this.authorized = false;
    this.authorizationError = verifyError.code || verifyError.message;
    if (options.rejectUnauthorized) {
      debug('client emit: destroy', verifyError);
      this.destroy(verifyError);
      return;
    }
  } else {
    this.authorized = true;
  }

  this.secureConnecting = false;
  debug('client emit secureConnect. authorized:', this.authorized);
  this.emit('secureConnect');
  this[kIsVerified] = true;
  const session = this[kPendingSession];
  this[kPendingSession] = null;
  if (session) this.emit('session', session);
  this.removeListener('end', onConnectEnd);
}

function connect(...args) {
  const tls = require('tls');
  const { 0: given, 1: cb } = normalizeConnectArgs(args);
  const options = {
    rejectUnauthorized: !getAllowUnauthorized(),
    ciphers: tls.DEFAULT_CIPHERS,
    checkServerIdentity: tls.checkServerIdentity,
    minDHSize: 1024,
    ...given,
  };
  if (!options.keepAlive) options.singleUse = true;

  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);

  if (options.servername && net.isIP(options.servername)) {
    throw new ERR_INVALID_ARG_VALUE('options.servername', options.servername,
                                    'Setting the TLS ServerName to an IP address is not permitted.');
  }

  const context = options.secureContext || tls.createSecureContext(options);
  const tlssock = new TLSSocket(options.socket, {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : !!options.allowHalfOpen,
    pipe: !!options.path,
    secureContext: context,
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    pskCallback: options.pskCallback,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
  });
  options.rejectUnauthorized = options.rejectUnauthorized !== false;
  tlssock[kConnectOptions] = options;
  if (cb) tlssock.once('secureConnect', cb);

  if (!options.socket) {
    // A socket of the caller's is the caller's to connect.
    if (options.timeout) tlssock.setTimeout(options.timeout);
    // One that is given up already is not worth a connection.
    if (!options.signal?.aborted) tlssock.connect(options, tlssock._start);
  }
  tlssock._releaseControl();

  if (options.session) tlssock.setSession(options.session);
  if (options.servername) tlssock.setServername(options.servername);
  if (options.socket) tlssock._start();

  tlssock.on('secure', onConnectSecure);
  tlssock.prependListener('end', onConnectEnd);
  return tlssock;
}

module.exports = { connect };
