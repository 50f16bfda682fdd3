// The beginning of a session: its native half takes over the connected socket.
'use strict';

const process = require('process');
const assert = require('internal/assert');
const { updateOptionsBuffer } = require('internal/http2/options');
const { remoteCustomSettingsToBuffer } = require('internal/http2/settings');
const { constants: { NGHTTP2_SESSION_SERVER } } = require('internal/http2/constants');
const { debugSession } = require('internal/http2/debug');
const {
  Http2Session: NativeSession,
  kBitfield,
  kSessionFrameErrorListenerCount,
  kSessionHasAltsvcListeners,
  kSessionHasPingListeners,
  kSessionHasRemoteSettingsListeners,
  kSessionMaxInvalidFrames,
  kSessionMaxRejectedStreams,
  kSessionPriorityListenerCount,
} = require('internal/http2/binding');
const {
  kAlpnProtocol,
  kEncrypted,
  kNativeFields,
  kState,
  kType,
} = require('internal/http2/symbols');
const { symbols: { owner_symbol: kOwner } } = require('internal/async_hooks');
const { kHandle, kMaybeDestroy } = require('internal/stream_base_commons');
const { isUint32 } = require('internal/validators');

function emitConnect(session, socket) {
  session.emit('connect', session, socket);
}

function setupHandle(session, socket, options) {
  // Those who wait for 'connect' look at `destroyed` themselves.
  if (session.destroyed) {
    process.nextTick(emitConnect, session, socket);
    return;
  }
  assert(socket._handle != null,
         'Internal HTTP/2 Failure. The socket is not connected. Please report this as a bug in Node.js');
  const type = session[kType];
  debugSession(session, 'setting up session handle');
  session[kState].ready = true;

  updateOptionsBuffer(options);
  if (options.remoteCustomSettings) remoteCustomSettingsToBuffer(options.remoteCustomSettings);
  const handle = new NativeSession(type);
  handle[kOwner] = session;
  handle.consume(socket._handle);
  handle.ongracefulclosecomplete = () => session[kMaybeDestroy](null);
  session[kHandle] = handle;
  if (session.closed) handle.setGracefulClose();

  const fields = handle.fields;
  fields[kBitfield] = session[kNativeFields][kBitfield];
  // Each of the streams may have listeners, too many to count, and the frames are rare.
  fields[kSessionPriorityListenerCount] = 1;
  fields[kSessionFrameErrorListenerCount] = 1;
  session[kNativeFields] = fields;
  const limit = (offset, value) => {
    if (isUint32(value)) new Uint32Array(fields.buffer, fields.byteOffset + offset, 1)[0] = value;
  };
  limit(kSessionMaxInvalidFrames, options.maxSessionInvalidFrames);
  limit(kSessionMaxRejectedStreams, options.maxSessionRejectedStreams);

  // h2c is the name of HTTP/2 without TLS.
  session[kEncrypted] = !!socket.encrypted;
  session[kAlpnProtocol] = socket.encrypted ? socket.alpnProtocol : 'h2c';

  session.settings(typeof options.settings === 'object' ? options.settings : {});
  if (type === NGHTTP2_SESSION_SERVER && Array.isArray(options.origins)) session.origin(...options.origins);
  process.nextTick(emitConnect, session, socket);
}

// The native side calls into JS for these frames only if somebody listens.
function bitOf(name) {
  switch (name) {
    case 'ping': return 1 << kSessionHasPingListeners;
    case 'altsvc': return 1 << kSessionHasAltsvcListeners;
    case 'remoteSettings': return 1 << kSessionHasRemoteSettingsListeners;
    default: return 0;
  }
}

function sessionListenerAdded(name) {
  this[kNativeFields][kBitfield] |= bitOf(name);
}

function sessionListenerRemoved(name) {
  const bit = bitOf(name);
  if (bit !== 0 && this.listenerCount(name) === 0) this[kNativeFields][kBitfield] &= ~bit;
}

module.exports = { sessionListenerAdded, sessionListenerRemoved, setupHandle };
