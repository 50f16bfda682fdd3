// Http2Session: what both ends of a connection have.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-http2session
'use strict';

const EventEmitter = require('events');
const process = require('process');
const {
  codes: {
    ERR_HTTP2_INVALID_SESSION,
    ERR_HTTP2_MAX_PENDING_SETTINGS_ACK,
    ERR_HTTP2_NO_MEM,
    ERR_HTTP2_PING_CANCEL,
    ERR_HTTP2_PING_LENGTH,
    ERR_HTTP2_SESSION_ERROR,
    ERR_HTTP2_SETTINGS_CANCEL,
    ERR_HTTP2_SOCKET_BOUND,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const {
  constants: { NGHTTP2_ERR_NOMEM, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR },
} = require('internal/http2/constants');
const { debugSession } = require('internal/http2/debug');
const { kBitfield, kSessionRemoteSettingsIsUpToDate, kSessionUint8FieldCount } = require('internal/http2/binding');
const { initOriginSet } = require('internal/http2/origin_set');
const { closeSession, socketOnClose, socketOnError } = require('internal/http2/session_close');
const { sessionListenerAdded, sessionListenerRemoved, setupHandle } = require('internal/http2/session_setup');
const { getSettings, updateSettingsBuffer, validateSettings } = require('internal/http2/settings');
const { socketProxy } = require('internal/http2/socket_proxy');
const { getSessionState } = require('internal/http2/state');
const {
  kAlpnProtocol,
  kEncrypted,
  kLocalSettings,
  kNativeFields,
  kProxySocket,
  kRemoteSettings,
  kSocket,
  kState,
  kStrictSingleValueFields,
  kType,
} = require('internal/http2/symbols');
const { callTimeout } = require('internal/http2/timeout');
const { assertIsObject } = require('internal/http2/validators');
const {
  kBoundSession,
  kHandle,
  kMaybeDestroy,
  kUpdateTimer,
  setStreamTimeout,
} = require('internal/stream_base_commons');
const { now } = require('internal/perf/utils');
const { kTimeout } = require('internal/timers');
const { customInspectSymbol: kInspect } = require('internal/util');
const { validateBuffer, validateFunction, validateInt32, validateNumber } = require('internal/validators');

const kMaxStreams = 2 ** 32 - 1;
const upToDate = 1 << kSessionRemoteSettingsIsUpToDate;

// Any other duplex stream becomes a socket whose handle is made of JS functions.
function withHandle(stream) {
  const { Socket } = require('net');
  if (stream instanceof Socket && stream._handle) return stream;
  const { JSStreamSocket } = require('internal/js_stream_socket');
  return new JSStreamSocket(stream);
}

function assertAlive(session) {
  if (session.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
}

// Runs `fn` now, or when the session is connected.
function whenConnected(session, fn) {
  if (session.connecting) session.once('connect', fn);
  else fn();
}

function onSettingsAck(session, callback, ack, duration) {
  session[kState].pendingAck--;
  session[kLocalSettings] = undefined;
  if (!ack) {
    debugSession(session, 'settings canceled');
    if (typeof callback === 'function') callback(new ERR_HTTP2_SETTINGS_CANCEL());
    return;
  }
  debugSession(session, 'settings received');
  const settings = session.localSettings;
  if (typeof callback === 'function') callback(null, settings, duration);
  session.emit('localSettings', settings);
}

function submitSettings(session, settings, callback) {
  if (session.destroyed) return;
  debugSession(session, 'submitting settings');
  session[kUpdateTimer]();
  updateSettingsBuffer(settings);
  const onAck = (ack, duration) => onSettingsAck(session, callback, ack, duration);
  if (!session[kHandle].settings(onAck)) session.destroy(new ERR_HTTP2_MAX_PENDING_SETTINGS_ACK());
}

// Bytes that came before the session did, with the first TLS records for instance.
function receiveBuffered(session, socket) {
  if (!socket.readableLength) return;
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
    debugSession(session, `${chunk.length} bytes already in buffer`);
    session[kHandle].receive(chunk);
  }
}

class Http2Session extends EventEmitter {
  constructor(type, options, socket) {
    super();

    if (socket[kBoundSession] !== undefined) throw new ERR_HTTP2_SOCKET_BOUND();
    socket[kBoundSession] = this;
    socket = withHandle(socket);
    socket.on('error', socketOnError);
    socket.on('close', socketOnClose);

    this[kState] = {
      ready: false,
      closed: false,
      destroyed: false,
      destroyCode: NGHTTP2_NO_ERROR,
      goawayCode: null,
      goawayLastStreamID: null,
      streams: new Map(),
      pendingStreams: new Set(),
      pendingAck: 0,
      writeQueueSize: 0,
      originSet: undefined,
      startTime: now(),
    };
    this[kEncrypted] = undefined;
    this[kAlpnProtocol] = undefined;
    this[kType] = type;
    this[kProxySocket] = null;
    this[kSocket] = socket;
    this[kTimeout] = null;
    this[kHandle] = undefined;
    this[kNativeFields] = new Uint8Array(kSessionUint8FieldCount);
    this[kStrictSingleValueFields] = options.strictSingleValueFields;

    if (typeof socket.setNoDelay === 'function') socket.setNoDelay();
    if (typeof socket.disableRenegotiation === 'function') socket.disableRenegotiation();

    if (socket.connecting || socket.secureConnecting) {
      socket.once(socket.encrypted ? 'secureConnect' : 'connect', () => {
        try {
          setupHandle(this, socket, options);
        } catch (error) {
          socket.destroy(error);
        }
      });
    } else {
      setupHandle(this, socket, options);
    }

    this.on('newListener', sessionListenerAdded);
    this.on('removeListener', sessionListenerRemoved);

    // Not before the program had a chance to listen.
    process.nextTick(receiveBuffered, this, socket);
    debugSession(this, 'created');
  }

  // undefined until the socket is connected.
  get encrypted() {
    return this[kEncrypted];
  }

  get alpnProtocol() {
    return this[kAlpnProtocol];
  }

  get originSet() {
    if (!this.encrypted || this.destroyed) return undefined;
    return [...initOriginSet(this)];
  }

  get connecting() {
    return !this[kState].ready;
  }

  get closed() {
    return this[kState].closed;
  }

  get destroyed() {
    return this[kState].destroyed;
  }

  [kUpdateTimer]() {
    if (!this.destroyed) this[kTimeout]?.refresh();
  }

  setNextStreamID(id) {
    assertAlive(this);
    validateNumber(id, 'id');
    if (id <= 0 || id > kMaxStreams) throw new ERR_OUT_OF_RANGE('id', `> 0 and <= ${kMaxStreams}`, id);
    this[kHandle].setNextStreamID(id);
  }

  setLocalWindowSize(windowSize) {
    assertAlive(this);
    validateInt32(windowSize, 'windowSize', 0);
    if (this[kHandle].setLocalWindowSize(windowSize) === NGHTTP2_ERR_NOMEM) this.destroy(new ERR_HTTP2_NO_MEM());
  }

  ping(payload, callback) {
    assertAlive(this);
    if (typeof payload === 'function') {
      callback = payload;
      payload = undefined;
    }
    if (payload) {
      validateBuffer(payload, 'payload');
      if (payload.byteLength !== 8) throw new ERR_HTTP2_PING_LENGTH();
    }
    validateFunction(callback, 'callback');

    const onAck = (ack, duration, answer) => {
      if (ack) callback(null, duration, answer);
      else callback(new ERR_HTTP2_PING_CANCEL());
    };
    if (this.connecting || this.closed) {
      process.nextTick(onAck, false, 0.0, payload);
      return;
    }
    return this[kHandle].ping(payload, onAck);
  }

  [kInspect](depth) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { closed, destroyed, state, localSettings, remoteSettings } = this;
    const { format } = require('internal/util/inspect');
    return `Http2Session ${format({ type: this[kType], closed, destroyed, state, localSettings, remoteSettings })}`;
  }

  get socket() {
    const proxy = this[kProxySocket];
    return proxy === null ? this[kProxySocket] = socketProxy(this) : proxy;
  }

  get type() {
    return this[kType];
  }

  get goawayCode() {
    return this[kState].goawayCode || NGHTTP2_NO_ERROR;
  }

  get goawayLastStreamID() {
    return this[kState].goawayLastStreamID || 0;
  }

  get pendingSettingsAck() {
    return this[kState].pendingAck > 0;
  }

  get state() {
    return this.connecting || this.destroyed ? {} : getSessionState(this[kHandle]);
  }

  // In force once the peer has acknowledged them.
  get localSettings() {
    const settings = this[kLocalSettings];
    if (settings !== undefined) return settings;
    if (this.destroyed || this.connecting) return {};
    return this[kLocalSettings] = getSettings(this[kHandle], false);
  }

  get remoteSettings() {
    if (this[kNativeFields][kBitfield] & upToDate) {
      const settings = this[kRemoteSettings];
      if (settings !== undefined) return settings;
    }
    if (this.destroyed || this.connecting) return {};
    // The native side clears the bit when new ones come.
    this[kNativeFields][kBitfield] |= upToDate;
    return this[kRemoteSettings] = getSettings(this[kHandle], true);
  }

  settings(settings, callback) {
    assertAlive(this);
    assertIsObject(settings, 'settings');
    validateSettings(settings);
    if (callback) validateFunction(callback, 'callback');
    debugSession(this, 'sending settings');
    this[kState].pendingAck++;
    const copy = { ...settings };
    whenConnected(this, () => submitSettings(this, copy, callback));
  }

  goaway(code = NGHTTP2_NO_ERROR, lastStreamID = 0, opaqueData) {
    assertAlive(this);
    if (opaqueData !== undefined) validateBuffer(opaqueData, 'opaqueData');
    validateNumber(code, 'code');
    validateNumber(lastStreamID, 'lastStreamID');
    whenConnected(this, () => {
      if (this.destroyed) return;
      debugSession(this, 'submitting goaway');
      this[kUpdateTimer]();
      this[kHandle].goaway(code, lastStreamID, opaqueData);
    });
  }

  destroy(error = NGHTTP2_NO_ERROR, code) {
    if (this.destroyed) return;
    debugSession(this, 'destroying');
    if (typeof error === 'number') {
      code = error;
      error = code === NGHTTP2_NO_ERROR ? undefined : new ERR_HTTP2_SESSION_ERROR(code);
    }
    if (code === undefined && error != null) code = NGHTTP2_INTERNAL_ERROR;
    closeSession(this, code, error);
  }

  // No more streams, in or out; those that are open may finish, and the last one destroys the session.
  close(callback) {
    if (this.closed || this.destroyed) return;
    debugSession(this, 'marking session closed');
    this[kState].closed = true;
    if (typeof callback === 'function') this.once('close', callback);
    this.goaway();
    this[kHandle]?.setGracefulClose();
    this[kMaybeDestroy]();
  }

  [EventEmitter.captureRejectionSymbol](err, event, ...args) {
    if (event === 'stream') args[0].destroy(err);
    else this.destroy(err);
  }

  [kMaybeDestroy](error) {
    if (error == null) {
      const { streams, pendingStreams } = this[kState];
      if (!this.closed || streams.size > 0 || pendingStreams.size > 0 || this[kHandle]?.hasPendingData()) return;
    }
    this.destroy(error);
  }

  _onTimeout() {
    callTimeout(this, this);
  }

  ref() {
    this[kSocket]?.ref();
  }

  unref() {
    this[kSocket]?.unref();
  }
}

Object.defineProperty(Http2Session.prototype, 'setTimeout', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  writable: true,
  value: setStreamTimeout,
});

module.exports = { Http2Session };
