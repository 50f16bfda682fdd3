// What a TLSWrap tells its socket: the callbacks of the native handle.
'use strict';

const { Buffer } = require('buffer');
const {
  ConnResetException,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_MULTIPLE_CALLBACK,
    ERR_SOCKET_CLOSED,
    ERR_TLS_ALPN_CALLBACK_INVALID_RESULT,
    ERR_TLS_RENEGOTIATION_DISABLED,
    ERR_TLS_SESSION_ATTACK,
  },
} = require('internal/errors');
const { owner_symbol } = require('internal/async_hooks').symbols;
const { validateString } = require('internal/validators');
const {
  kALPNCallback,
  kDisableRenegotiation,
  kErrorEmitted,
  kIsVerified,
  kPendingSession,
  kPskCallback,
} = require('internal/tls/symbols');
let debug = require('internal/util/debuglog').debuglog('tls', (fn) => { debug = fn; });

const noop = () => {};

// A client that starts many handshakes on one connection wants to wear the server out.
function onhandshakestart() {
  debug('server onhandshakestart');
  const { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW } = require('tls');
  const now = Date.now();
  const { lastHandshakeTime } = this;
  this.lastHandshakeTime = now;
  // The first one is no renegotiation.
  if (lastHandshakeTime === 0) return;
  if (now - lastHandshakeTime >= CLIENT_RENEG_WINDOW * 1000) this.handshakes = 1;
  else this.handshakes++;

  const owner = this[owner_symbol];
  if (this.handshakes > CLIENT_RENEG_LIMIT) owner._emitTLSError(new ERR_TLS_SESSION_ATTACK());
  else if (owner[kDisableRenegotiation]) owner._emitTLSError(new ERR_TLS_RENEGOTIATION_DISABLED());
}

function onhandshakedone() {
  debug('server onhandshakedone');
  const owner = this[owner_symbol];
  if (owner) owner._finishInit();
}

// The callback with which the program answers a question of the handshake, once. `then` gets the answer while the socket
// is there.
function answer(socket, then) {
  let called = false;
  return (err, value) => {
    if (called) {
      socket.destroy(new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    if (err) socket.destroy(err);
    else if (socket._handle === null) socket.destroy(new ERR_SOCKET_CLOSED());
    else then(value);
  };
}

// The server may know the session that the client names.
function loadSession(hello) {
  debug('server onclienthello');
  const owner = this[owner_symbol];
  hello.sessionId = Buffer.from(hello.sessionId);

  const onSession = answer(owner, (session) => {
    debug('server resumeSession callback');
    owner._handle.loadSession(session);
    owner._handle.endParser();
  });

  if (hello.sessionId.length <= 0 || hello.tlsTicket ||
      (owner.server && !owner.server.emit('resumeSession', hello.sessionId, onSession))) {
    owner._handle.endParser();
  }
}

// SNI: the context for the name, from the program.
function loadSNI(info) {
  const owner = this[owner_symbol];
  const { servername } = info;
  if (servername) owner.servername = servername;
  if (!servername || !owner._SNICallback) {
    requestOCSP(owner, info);
    return;
  }
  owner._SNICallback(servername, answer(owner, (context) => {
    owner._handle.sni_context = context ? context.context || context : undefined;
    requestOCSP(owner, info);
  }));
}

function requestOCSP(socket, info) {
  if (!info.OCSPRequest || !socket.server || socket.server.listenerCount('OCSPRequest') === 0) {
    requestOCSPDone(socket);
    return;
  }
  const handle = socket._handle;
  let context = handle.sni_context;
  context ??= socket.server._sharedCreds.context;
  context = context?.context || context;
  if (!context?.getCertificate) {
    requestOCSPDone(socket);
    return;
  }
  const onOCSP = answer(socket, (response) => {
    debug('server OCSPRequest done');
    if (response) socket._handle.setOCSPResponse(response);
    requestOCSPDone(socket);
  });
  debug('server oncertcb emit OCSPRequest');
  socket.server.emit('OCSPRequest', context.getCertificate(), context.getIssuer(), onOCSP);
}

function requestOCSPDone(socket) {
  debug('server certcb done');
  socket._handle.certCbDone(socket._handle.sni_context);
}

function onnewsession(sessionId, session) {
  debug('onnewsession');
  const owner = this[owner_symbol];
  // A session that comes after the socket was given up.
  if (!owner) return;
  sessionId = Buffer.from(sessionId);
  session = Buffer.from(session);

  if (!owner.server) {
    if (owner[kIsVerified]) owner.emit('session', session);
    else owner[kPendingSession] = session;
    return;
  }

  let called = false;
  const done = () => {
    debug('onnewsession done');
    if (called) return;
    called = true;
    // The socket may be gone.
    if (owner._handle === null) return;
    owner._handle.newSessionDone();
    owner._newSessionPending = false;
    if (owner._securePending) owner._finishInit();
    owner._securePending = false;
  };
  owner._newSessionPending = true;
  if (!owner.server.emit('newSession', sessionId, session, done)) done();
}

function onkeylog(line) {
  debug('onkeylog');
  const owner = this[owner_symbol];
  line = Buffer.from(line);
  owner.emit('keylog', line);
  if (owner.server) owner.server.emit('keylog', line, owner);
}

function onocspresponse(resp) {
  debug('client onocspresponse');
  this[owner_symbol].emit('OCSPResponse', resp === null ? null : Buffer.from(resp));
}

// Protocols of the client as names, and the place of the one that the program chooses.
function onALPN(bytes) {
  const owner = this[owner_symbol];
  const list = Buffer.from(bytes);
  const protocols = [];
  const places = [];
  for (let i = 0; i < list.length; i += 1 + list[i]) {
    places.push(i);
    protocols.push(list.latin1Slice(i + 1, i + 1 + list[i]));
  }
  const servername = this.getServername() || '';
  const chosen = owner[kALPNCallback]({ servername, protocols });
  if (chosen === undefined) return undefined;
  const index = protocols.indexOf(chosen);
  if (index === -1) throw new ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, protocols);
  return places[index];
}

function onPskServerCallback(identity, maxPskLen) {
  const owner = this[owner_symbol];
  const ret = owner[kPskCallback](owner, identity);
  if (ret === null || ret === undefined) return undefined;
  let psk;
  if (ArrayBuffer.isView(ret)) {
    psk = ret;
  } else {
    if (typeof ret !== 'object') {
      throw new ERR_INVALID_ARG_TYPE('ret', ['Object', 'Buffer', 'TypedArray', 'DataView'], ret);
    }
    ({ psk } = ret);
    require('internal/validators').validateBuffer(psk, 'psk');
  }
  if (psk.byteLength > maxPskLen) {
    throw new ERR_INVALID_ARG_VALUE('psk', psk, `Pre-shared key exceeds ${maxPskLen} bytes`);
  }
  return psk;
}

function onPskClientCallback(hint, maxPskLen, maxIdentityLen) {
  const owner = this[owner_symbol];
  const ret = owner[kPskCallback](hint);
  if (ret === null || ret === undefined) return undefined;
  if (typeof ret !== 'object') throw new ERR_INVALID_ARG_TYPE('ret', 'Object', ret);
  require('internal/validators').validateBuffer(ret.psk, 'psk');
  if (ret.psk.byteLength > maxPskLen) {
    throw new ERR_INVALID_ARG_VALUE('psk', ret.psk, `Pre-shared key exceeds ${maxPskLen} bytes`);
  }
  const { identity } = ret;
  validateString(identity, 'PSK identity');
  if (Buffer.byteLength(identity) > maxIdentityLen) {
    throw new ERR_INVALID_ARG_VALUE('identity', identity, `PSK identity exceeds ${maxIdentityLen} bytes`);
  }
  return { psk: ret.psk, identity };
}

// An error of OpenSSL. Before the handshake is over it is the connection's end.
function onerror(err) {
  const owner = this[owner_symbol];
  debug('%s onerror %s had? %j', owner._tlsOptions.isServer ? 'server' : 'client', err, owner._hadError);
  if (owner._hadError) return;
  owner._hadError = true;

  if (!owner._secureEstablished) {
    // The handshake failed: this is the end of the connection.
    owner.destroy(err);
  } else if (owner._tlsOptions?.isServer && owner._rejectUnauthorized &&
      /peer did not return a certificate/.test(err.message)) {
    owner.destroy();
  } else {
    owner._emitTLSError(err);
  }
}

function onSocketTLSError(err) {
  if (!this._controlReleased && !this[kErrorEmitted]) {
    this[kErrorEmitted] = true;
    this._tlsOptions.server.emit('tlsClientError', err, this);
  }
}

function onSocketClose(err) {
  // The client left before the connection was secure.
  if (!this._controlReleased && !this[kErrorEmitted]) {
    this[kErrorEmitted] = true;
    const connReset = new ConnResetException('socket hang up');
    this._tlsOptions.server.emit('tlsClientError', connReset, this);
  }
}

module.exports = {
  loadSNI,
  loadSession,
  noop,
  onALPN,
  onPskClientCallback,
  onPskServerCallback,
  onSocketClose,
  onSocketTLSError,
  onerror,
  onhandshakedone,
  onhandshakestart,
  onkeylog,
  onnewsession,
  onocspresponse,
};
