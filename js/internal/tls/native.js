// The native classes behind node:tls. Most of their methods are one call with the method's name: see ops/tls.
'use strict';

const { Buffer } = require('buffer');
const { owner_symbol } = require('internal/async_hooks').symbols;
const { newAsyncId, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { WriteWrap, kReadBytesOrError, streamBaseState } = require('internal/stream_base_commons');

// Sets `prototype.name(...)` to a call of `run(name, ...)` for each name; what is an ArrayBuffer becomes a Buffer.
function defineMethods(prototype, names) {
  // Not by the name: it throws on what is no such object.
  const { run } = prototype;
  for (const name of names) {
    const method = {
      [name](...args) {
        const value = Reflect.apply(run, this, [name, ...args]);
        return value instanceof ArrayBuffer ? Buffer.from(value) : value;
      },
    }[name];
    Object.defineProperty(prototype, name, { __proto__: null, configurable: true, writable: true, value: method });
  }
}

class SecureContext extends ops.SecureContext {}
defineMethods(SecureContext.prototype, [
  'addCACert', 'addCRL', 'addRootCerts', 'close', 'getCertificate', 'getIssuer', 'getMaxProto', 'getMinProto',
  'getTicketKeys', 'init', 'loadPKCS12', 'setAllowPartialTrustChain', 'setCert', 'setCipherSuites', 'setCiphers',
  'setDHParam', 'setECDHCurve', 'setKey', 'setMaxProto', 'setMinProto', 'setOptions', 'setSessionIdContext',
  'setSessionTimeout', 'setSigalgs', 'setTicketKeys',
]);

// Texts are taken as their bytes.
for (const name of ['addCACert', 'addCRL', 'setCert', 'setKey', 'setDHParam', 'loadPKCS12']) {
  const method = SecureContext.prototype[name];
  Object.defineProperty(SecureContext.prototype, name, {
    __proto__: null,
    configurable: true,
    writable: true,
    value: { [name](value, ...args) {
      return Reflect.apply(method, this, [typeof value === 'string' ? Buffer.from(value) : value, ...args]);
    } }[name],
  });
}

// A pointer in Node. It throws on what is no context.
Object.defineProperty(SecureContext.prototype, '_external', {
  __proto__: null,
  configurable: true,
  get() {
    this.run('getMinProto');
    return undefined;
  },
});

// The keys of tickets are the context's own; there is nothing to switch on.
SecureContext.prototype.enableTicketKeyCallback = function enableTicketKeyCallback() {};

// A stream that is not native (another TLSWrap, a JSStream): its bytes pass through JS.
function carry(wrap, parent) {
  parent.onread = function(arrayBuffer) {
    const nread = streamBaseState()[kReadBytesOrError];
    if (nread > 0) wrap.run('received', new Uint8Array(arrayBuffer, 0, nread));
    else if (nread < 0) wrap.run('receivedEnd', nread);
  };
  wrap.onencout = (bytes) => {
    const req = new WriteWrap();
    req.handle = parent;
    req.async = false;
    req.oncomplete = (status) => wrap.run('written', status);
    const err = parent.writeBuffer(req, Buffer.from(bytes));
    if (err !== 0) wrap.run('written', err);
    else if (!streamBaseState()[3]) require('process').nextTick(() => wrap.run('written', 0));
  };
}

class TLSWrap extends ops.TLSWrap {
  constructor(parent, context, isServer) {
    super();
    streamBaseState();
    this._parent = parent;
    this._parentWrap = null;
    this.reading = false;
    const native = parent instanceof ops.TCP || parent instanceof ops.Pipe || parent instanceof ops.TTY;
    this.run('wrap', native ? parent : undefined, context, isServer);
    if (!native) carry(this, parent);
  }

  readStart() { return this._parent.readStart(); }
  readStop() { return this._parent.readStop(); }
  writeBuffer(req, data) { return this.write(req, data, 0); }
  writeUtf8String(req, text) { return this.write(req, text, 3); }
  writeAsciiString(req, text) { return this.write(req, text, 4); }
  writeLatin1String(req, text) { return this.write(req, text, 4); }
  writeUcs2String(req, text) { return this.write(req, text, 5); }
  writev(req, chunks, allBuffers) { return this.write(req, chunks, allBuffers ? 1 : 2); }

  shutdown(req) {
    this.run('shutdown');
    return this._parent.shutdown(req);
  }

  useUserBuffer(view) {
    this.run('useUserBuffer', view);
    return 0;
  }

  getAsyncId() { return this[async_id_symbol] ??= newAsyncId(); }
  getProviderType() { return 0; }

  get bytesRead() { return this.run('bytesRead'); }
  get bytesWritten() { return this.run('bytesWritten'); }
  get fd() { return this._parent.fd; }
  get writeQueueSize() { return this.run('writeQueueSize'); }
  get isStreamBase() { return false; }

  close(callback) {
    const owner = this[owner_symbol];
    if (owner) owner.ssl = null;
    const done = () => {
      this.destroySSL();
      if (typeof callback === 'function') Reflect.apply(callback, this, []);
    };
    if (this._parentWrap) {
      // The stream below is a socket of its own, which ends with this one.
      if (this._parentWrap._handle === null) {
        require('process').nextTick(done);
        return undefined;
      }
      if (this._parentWrap._handle === this._parent) {
        this._parentWrap.once('close', done);
        return this._parentWrap.destroy();
      }
    }
    return this._parent.close(done);
  }
}
defineMethods(TLSWrap.prototype, [
  'certCbDone', 'destroySSL', 'enableALPNCb', 'enableCertCb', 'enableKeylogCallback', 'enablePskCallback',
  'enableSessionCallbacks', 'endParser', 'exportKeyingMaterial', 'getALPNNegotiatedProtocol', 'getCipher',
  'getEphemeralKeyInfo', 'getFinished', 'getPeerFinished', 'getProtocol', 'getServername', 'getSession',
  'getSharedSigalgs', 'getTLSTicket', 'isSessionReused', 'loadSession', 'newSessionDone', 'renegotiate', 'requestOCSP',
  'setALPNProtocols', 'setMaxSendFragment', 'setOCSPResponse', 'setPskIdentityHint', 'setServername', 'setSession',
  'setVerifyMode', 'start', 'verifyError',
]);

// What the handle below can do, this one can.
for (const name of [
  'ref', 'unref', 'hasRef', 'open', 'bind', 'bind6', 'listen', 'connect', 'connect6', 'getsockname', 'getpeername',
  'setNoDelay', 'setKeepAlive', 'setSimultaneousAccepts', 'setBlocking', 'reset',
]) {
  const method = {
    [name](...args) {
      const parent = this._parent;
      return parent[name] ? Reflect.apply(parent[name], parent, args) : undefined;
    },
  }[name];
  Object.defineProperty(TLSWrap.prototype, name, { __proto__: null, configurable: true, writable: true, value: method });
}

// A certificate in its old form, and those above it in `issuerCertificate`. `isDetailed`: the last one of the chain has itself
// there, when it has issued itself.
function certificateObject(ders, isDetailed) {
  const { X509Certificate } = require('internal/crypto/x509');
  let first;
  let last;
  let certificate;
  for (const der of ders) {
    certificate = new X509Certificate(Buffer.from(der));
    const object = certificate.toLegacyObject();
    if (last) last.issuerCertificate = object;
    else first = object;
    last = object;
  }
  if (isDetailed && certificate?.checkIssued(certificate)) last.issuerCertificate = last;
  return first;
}

function call(name, ...args) {
  return ops.op_tls_call(name, ...args);
}

module.exports = { SecureContext, TLSWrap, call, certificateObject };
