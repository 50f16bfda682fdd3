// tls.TLSSocket: a net.Socket whose bytes are encrypted.
// https://nodejs.org/docs/latest-v26.x/api/tls.html#class-tlstlssocket
'use strict';

const net = require('net');
const process = require('process');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS,
    ERR_TLS_HANDSHAKE_TIMEOUT,
    ERR_TLS_INVALID_STATE,
    ERR_TLS_RENEGOTIATION_DISABLED,
    ERR_TLS_SNI_FROM_SERVER,
  },
} = require('internal/errors');
const { owner_symbol } = require('internal/async_hooks').symbols;
const { kReinitializeHandle } = require('internal/net/symbols');
const { Pipe, PipeConstants, TCP, TCPConstants } = require('internal/net/handles');
const {
  validateBuffer,
  validateFunction,
  validateInt32,
  validateNumber,
  validateObject,
  validateString,
} = require('internal/validators');
const handlers = require('internal/tls/handlers');
const {
  kALPNCallback,
  kDisableRenegotiation,
  kIsVerified,
  kPendingSession,
  kPskCallback,
  kRes,
  kSecureContext,
} = require('internal/tls/symbols');
let debug = require('internal/util/debuglog').debuglog('tls', (fn) => { debug = fn; });

const noop = () => {};

function createSecureContext(options) {
  return require('internal/tls/common').createSecureContext(options);
}

function TLSSocket(socket, opts) {
  const tlsOptions = { ...opts };
  let enableTrace = tlsOptions.enableTrace;
  if (enableTrace !== null && enableTrace !== undefined && typeof enableTrace !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE('options.enableTrace', 'boolean', enableTrace);
  }
  enableTrace = false;

  if (tlsOptions.ALPNProtocols) require('tls').convertALPNProtocols(tlsOptions.ALPNProtocols, tlsOptions);

  this._tlsOptions = tlsOptions;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this[kALPNCallback] = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this[kRes] = null;
  this[kIsVerified] = false;
  this[kPendingSession] = null;

  let wrap = null;
  if (socket) {
    if (socket instanceof net.Socket && socket._handle && socket.writableLength === 0) {
      // A socket with a handle of its own: the bytes pass below JS where the handle is a native one, and where nothing waits
      // in JS that has to go out before them.
      wrap = socket;
    } else {
      const { JSStreamSocket } = require('internal/js_stream_socket');
      wrap = new JSStreamSocket(socket);
    }
    wrap.once('close', () => this.destroy());
  }

  Reflect.apply(net.Socket, this, [{
    handle: this._wrapHandle(wrap, wrap?._handle),
    allowHalfOpen: socket ? socket.allowHalfOpen : tlsOptions.allowHalfOpen,
    pauseOnCreate: tlsOptions.pauseOnConnect,
    manualStart: true,
    highWaterMark: tlsOptions.highWaterMark,
    onread: !socket ? tlsOptions.onread : null,
    signal: tlsOptions.signal,
  }]);

  this.on('error', this._tlsError);
  this._init(socket, wrap);
  // Programs tell secure sockets by it.
  this.encrypted = true;

  // Not before the caller has added its listeners.
  process.nextTick(initRead, this, wrap === socket ? socket : null);
}

// What the stream below had read already is taken first.
function initRead(self, socket) {
  if (!self._handle) return;
  if (socket?.readableLength) {
    let chunk;
    while ((chunk = socket.read()) !== null) self._handle.run('received', chunk);
  }
  self.read(0);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

TLSSocket.prototype.disableRenegotiation = function disableRenegotiation() {
  this[kDisableRenegotiation] = true;
};

TLSSocket.prototype._wrapHandle = function(wrap, handle) {
  const options = this._tlsOptions;
  if (!handle) {
    handle = options.pipe ? new Pipe(PipeConstants.SOCKET) : new TCP(TCPConstants.SOCKET);
    handle[owner_symbol] = this;
  }
  const context = options.secureContext || options.credentials || createSecureContext(options);
  if (!context.context) {
    const { codes: { ERR_TLS_INVALID_CONTEXT } } = require('internal/errors');
    throw new ERR_TLS_INVALID_CONTEXT('context');
  }
  const { TLSWrap } = require('internal/tls/native');
  const res = new TLSWrap(handle, context.context, !!options.isServer);
  res._secureContext = context;
  res.reading = handle.reading;
  res.handshakes = 0;
  res.lastHandshakeTime = 0;
  if (wrap) res._parentWrap = wrap;
  this[kRes] = res;
  this[kSecureContext] = context;
  return res;
};

// `connect` failed on one address: the next one gets a new handle.
TLSSocket.prototype[kReinitializeHandle] = function reinitializeHandle(handle) {
  const originalServername = this.ssl ? this._handle.getServername() : null;
  const originalSession = this.getSession();

  this.handle = this._wrapHandle(null, handle);
  this.ssl = this._handle;
  net.Socket.prototype[kReinitializeHandle].call(this, this.handle);
  this._init();
  if (this._tlsOptions.enableTrace) this._handle.enableTrace?.();
  if (originalSession) this.setSession(originalSession);
  if (originalServername) this.setServername(originalServername);
};

TLSSocket.prototype._destroySSL = function() {
  if (this.ssl) this.ssl.destroySSL();
  this.ssl = null;
  this[kPendingSession] = null;
  this[kIsVerified] = false;
};

function useServerCallbacks(self, ssl, options) {
  ssl.onhandshakestart = handlers.onhandshakestart;
  ssl.onhandshakedone = handlers.onhandshakedone;
  ssl.onclienthello = handlers.loadSession;
  ssl.oncertcb = handlers.loadSNI;
  ssl.onnewsession = handlers.onnewsession;
  ssl.lastHandshakeTime = 0;
  ssl.handshakes = 0;
  if (options.ALPNCallback) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    if (options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
    self[kALPNCallback] = options.ALPNCallback;
    ssl.onalpncallback = handlers.onALPN;
    ssl.enableALPNCb();
  }
  if (options.SNICallback) validateFunction(options.SNICallback, 'options.SNICallback');
  if (options.SNICallback && (options.SNICallback !== require('internal/tls/sni').SNICallback ||
      options.server?._contexts?.length)) {
    self._SNICallback = options.SNICallback;
    ssl.enableCertCb();
  }
  if (!options.server) return;
  if (options.server.listenerCount('resumeSession') > 0 || options.server.listenerCount('newSession') > 0) {
    ssl.enableSessionCallbacks();
  }
  if (options.server.listenerCount('OCSPRequest') > 0) ssl.enableCertCb();
}

function useClientCallbacks(self, ssl, options) {
  ssl.onhandshakestart = noop;
  ssl.onhandshakedone = () => {
    debug('client onhandshakedone');
    self._finishInit();
  };
  ssl.onocspresponse = handlers.onocspresponse;
  if (options.session) ssl.setSession(options.session);
  ssl.onnewsession = handlers.onnewsession;
  ssl.enableSessionCallbacks();
}

function usePsk(self, ssl, options) {
  if (!options.pskCallback) return;
  validateFunction(options.pskCallback, 'pskCallback');
  self[kPskCallback] = options.pskCallback;
  ssl.onpskexchange = options.isServer ? handlers.onPskServerCallback : handlers.onPskClientCallback;
  ssl.enablePskCallback();
  if (options.pskIdentityHint) {
    validateString(options.pskIdentityHint, 'options.pskIdentityHint');
    try {
      ssl.setPskIdentityHint(options.pskIdentityHint);
    } catch (err) {
      ssl.onerror(err);
    }
  }
}

TLSSocket.prototype._init = function(socket, wrap) {
  const options = this._tlsOptions;
  const ssl = this._handle;
  this.server = options.server;
  debug('%s _init', options.isServer ? 'server' : 'client', 'handle?', !!ssl);

  // A client always asks for the certificate, which is why it can be refused.
  const requestCert = !!options.requestCert || !options.isServer;
  const rejectUnauthorized = !!options.rejectUnauthorized;
  this._requestCert = requestCert;
  this._rejectUnauthorized = rejectUnauthorized;
  if (requestCert || rejectUnauthorized) ssl.setVerifyMode(requestCert, rejectUnauthorized);

  ssl.onerror = handlers.onerror;
  ssl.onkeylog = handlers.onkeylog;
  if (this.listenerCount('keylog') > 0 || options.server?.listenerCount('keylog') > 0) ssl.enableKeylogCallback();
  else this.on('newListener', keylogNewListener);

  const keylogFile = require('internal/options').getOptionValue('--tls-keylog');
  if (keylogFile) require('internal/tls/keylog').writeKeysOf(this, keylogFile);

  if (options.isServer) useServerCallbacks(this, ssl, options);
  else useClientCallbacks(this, ssl, options);
  if (options.ALPNProtocols) ssl.setALPNProtocols(options.ALPNProtocols);
  usePsk(this, ssl, options);

  if (options.handshakeTimeout > 0) this.setTimeout(options.handshakeTimeout, this._handleTimeout);

  if (socket instanceof net.Socket) {
    this._parent = socket;
    this.connecting = socket.connecting || !socket._handle;
    socket.once('connect', () => {
      this.connecting = false;
      this.emit('connect');
    });
  }
  if (wrap) wrap.on('error', (err) => this._emitTLSError(err));
  else this.connecting = true;
  this.ssl = ssl;
};

// Keys are told once somebody listens for them.
function keylogNewListener(event) {
  if (event !== 'keylog') return;
  // The handle is gone when the socket is.
  if (this._handle) this._handle.enableKeylogCallback();
  this.removeListener('newListener', keylogNewListener);
}

TLSSocket.prototype.renegotiate = function(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  debug('client renegotiate() destroyed?', this.destroyed);
  if (this.destroyed) return;
  if (this[kDisableRenegotiation]) {
    const err = new ERR_TLS_RENEGOTIATION_DISABLED();
    if (callback) process.nextTick(callback, err);
    return false;
  }

  let requestCert = !!this._requestCert;
  let rejectUnauthorized = !!this._rejectUnauthorized;
  if (options.requestCert !== undefined) requestCert = !!options.requestCert;
  if (options.rejectUnauthorized !== undefined) rejectUnauthorized = !!options.rejectUnauthorized;
  if (requestCert !== this._requestCert || rejectUnauthorized !== this._rejectUnauthorized) {
    this._handle.setVerifyMode(requestCert, rejectUnauthorized);
    this._requestCert = requestCert;
    this._rejectUnauthorized = rejectUnauthorized;
  }
  // The socket must be read for the handshake to go on.
  this.write('');
  try {
    this._handle.renegotiate();
  } catch (err) {
    if (callback) process.nextTick(callback, err);
    return false;
  }
  // The handshake is over when there is a new one.
  if (callback) this.once('secure', () => callback(null));
  return true;
};

TLSSocket.prototype.exportKeyingMaterial = function(length, label, context) {
  validateNumber(length, 'length', 1);
  require('internal/validators').validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined) validateBuffer(context, 'context');
  if (!this._secureEstablished) throw new ERR_TLS_INVALID_STATE();
  return this._handle.exportKeyingMaterial(length, label, context);
};

TLSSocket.prototype.setMaxSendFragment = function setMaxSendFragment(size) {
  validateInt32(size, 'size');
  return this._handle.setMaxSendFragment(size) === 1;
};

TLSSocket.prototype._handleTimeout = function() {
  this._emitTLSError(new ERR_TLS_HANDSHAKE_TIMEOUT());
};

TLSSocket.prototype._emitTLSError = function(err) {
  const error = this._tlsError(err);
  if (error) this.destroy(error);
};

TLSSocket.prototype._tlsError = function(err) {
  this.emit('_tlsError', err);
  if (this._controlReleased) return err;
  return null;
};

// From here on the program has the socket.
TLSSocket.prototype._releaseControl = function() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', this._tlsError);
  return true;
};

TLSSocket.prototype._finishInit = function() {
  // It may have been destroyed meanwhile.
  if (!this._handle) return;
  this.alpnProtocol = this._handle.getALPNNegotiatedProtocol();
  // A server hears of it only from the client.
  this.servername = this._handle.getServername();

  debug('%s _finishInit', this._tlsOptions.isServer ? 'server' : 'client',
        'handle?', !!this._handle, 'alpn', this.alpnProtocol, 'servername', this.servername);
  // The session is being stored; the connection is secure after that.
  if (this._newSessionPending) {
    this._securePending = true;
    return;
  }
  this._secureEstablished = true;
  if (this._tlsOptions.handshakeTimeout > 0) this.setTimeout(0, this._handleTimeout);
  this.emit('secure');
};

TLSSocket.prototype._start = function() {
  debug('%s _start', this._tlsOptions.isServer ? 'server' : 'client',
        'handle?', !!this._handle, 'connecting?', this.connecting, 'requestOCSP?', !!this._tlsOptions.requestOCSP);
  if (this.connecting) {
    this.once('connect', this._start);
    return;
  }
  // The socket was destroyed before it connected.
  if (!this._handle) return;
  if (this._tlsOptions.requestOCSP) this._handle.requestOCSP();
  this._handle.start();
};

TLSSocket.prototype.setServername = function(name) {
  validateString(name, 'name');
  if (this._tlsOptions.isServer) throw new ERR_TLS_SNI_FROM_SERVER();
  this._handle.setServername(name);
};

TLSSocket.prototype.setSession = function(session) {
  if (typeof session === 'string') session = require('buffer').Buffer.from(session, 'latin1');
  this._handle.setSession(session);
};

TLSSocket.prototype.getPeerCertificate = function(detailed) {
  if (!this._handle) return null;
  const { certificateObject } = require('internal/tls/native');
  const { translatePeerCertificate } = require('internal/tls/common');
  const certificate = certificateObject(this._handle.run('getPeerCertificates', !!detailed) ?? [], detailed);
  return certificate === undefined ? {} : translatePeerCertificate(certificate);
};

TLSSocket.prototype.getCertificate = function() {
  if (!this._handle) return null;
  const ders = this._handle.run('getCertificate');
  if (ders === undefined) return {};
  const { certificateObject } = require('internal/tls/native');
  return require('internal/tls/common').translatePeerCertificate(certificateObject(ders, false));
};

TLSSocket.prototype.getPeerX509Certificate = function(detailed) {
  const ders = this._handle?.run('getPeerCertificates', true);
  if (!ders?.length) return undefined;
  return x509Chain(ders);
};

TLSSocket.prototype.getX509Certificate = function() {
  const ders = this._handle?.run('getCertificate');
  return ders === undefined ? undefined : x509Chain(ders);
};

function x509Chain(ders) {
  const { Buffer } = require('buffer');
  const { X509Certificate } = require('crypto');
  const list = ders.map((der) => new X509Certificate(Buffer.from(der)));
  for (let i = 0; i + 1 < list.length; i++) {
    Object.defineProperty(list[i], 'issuerCertificate', {
      __proto__: null, configurable: true, enumerable: false, value: list[i + 1],
    });
  }
  return list[0];
}

TLSSocket.prototype.setKeyCert = function(context) {
  const c = context.context ? context : createSecureContext(context);
  this._handle.sni_context = c.context;
  this._handle.run('setKeyCert', c.context);
};

for (const name of [
  'getCipher', 'getSharedSigalgs', 'getEphemeralKeyInfo', 'getFinished', 'getPeerFinished', 'getProtocol', 'getSession',
  'getTLSTicket', 'isSessionReused', 'enableTrace',
]) {
  TLSSocket.prototype[name] = { [name](...args) {
    return this._handle ? this._handle[name]?.(...args) : null;
  } }[name];
}

module.exports = { TLSSocket };
