// The native side of node:http2 with the names of Node's internalBinding('http2'). The calls are explained in
// ops/http2/lib.rs. https://nodejs.org/api/http2.html
'use strict';

const { FastBuffer } = require('internal/buffer');
const { newAsyncId, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { kReadBytesOrError, kArrayBufferOffset, kLastWriteWasAsync, streamBaseState } =
  require('internal/stream_base_commons');

const [optionsBuffer, settingsBuffer, sessionState, streamState] = ops.op_http2_call(0);
// Native code has nowhere to write before this is asked for.
streamBaseState();

function bufferOf(arrayBuffer) {
  return arrayBuffer && new FastBuffer(arrayBuffer);
}

// Runs the session over a handle that is not a native stream: JS carries the bytes.
function carry(session, handle) {
  const { onread } = handle;
  let bound = true;
  handle.onread = function(arrayBuffer) {
    const fields = streamBaseState();
    const nread = fields[kReadBytesOrError];
    if (nread >= 0 && bound) {
      const offset = arrayBuffer === undefined ? 0 : fields[kArrayBufferOffset];
      if (nread > 0) session.run(1, new Uint8Array(arrayBuffer, offset, nread));
      return;
    }
    Reflect.apply(onread, handle, [arrayBuffer]);
  };
  // 0: written, 1: `run(16)` follows, or a negative error.
  session.onsend = (arrayBuffer, ends) => {
    const req = {
      handle,
      chunks: null,
      async: false,
      oncomplete() { session.run(16); },
    };
    let err;
    if (ends.length > 1) {
      let start = 0;
      req.chunks = ends.map((end) => {
        const chunk = new FastBuffer(arrayBuffer, start, end - start);
        start = end;
        return chunk;
      });
      err = handle.writev(req, req.chunks, true);
    } else {
      req.chunks = new FastBuffer(arrayBuffer);
      err = handle.writeBuffer(req, req.chunks);
    }
    return err !== 0 ? err : streamBaseState()[kLastWriteWasAsync];
  };
  session.onflow = (on) => {
    if (on) handle.readStart();
    else handle.readStop();
  };
  session.onunbind = () => { bound = false; };
}

class Http2Session extends ops.Http2Session {
  constructor(type) {
    super();
    this.chunksSentSinceLastWrite = 0;
    this.fields = this.run(0, type);
  }

  consume(handle) {
    // A stream of JS gets each part of the output as a chunk of its own.
    if (this.run(2, handle, !(handle instanceof ops.TLSWrap))) return;
    carry(this, handle);
    if (!handle.reading) {
      handle.reading = true;
      handle.readStart();
    }
  }

  receive(view) { this.run(1, view); }
  destroy(code, socketDestroyed) { this.run(3, code, socketDestroyed); }
  goaway(code, lastStreamID, view) { this.run(4, code, lastStreamID, view); }
  settings(callback) { return this.run(5, callback); }

  ping(view, callback) {
    return this.run(6, view, (ack, duration, payload) => callback(ack, duration, bufferOf(payload)));
  }

  request(list, options, parent, weight, exclusive) {
    return this.run(7, list[0], list[1], options, parent, weight, exclusive);
  }

  setNextStreamID(id) { return this.run(8, id); }
  setLocalWindowSize(size) { return this.run(9, size); }
  updateChunksSent() { return this.chunksSentSinceLastWrite = this.run(10); }
  hasPendingData() { return this.run(11); }
  setGracefulClose() { this.run(12); }
  localSettings() { this.run(13, true); }
  remoteSettings() { this.run(13, false); }
  refreshState() { this.run(14); }
  altsvc(id, origin, value) { this.run(15, id, origin, value); }
  origin(text, count) { this.run(17, text, count); }
  statistics() { return this.run(18); }
  getAsyncId() { return this[async_id_symbol] ??= newAsyncId(); }
}

const { Http2Stream } = ops;

// Native code makes the handles of streams: the methods belong to their prototype itself.
const methods = {
  id() { return this.act(0); },
  rstStream(code) { this.run(1, code); },
  destroy() { this.act(2); },
  respond(list, options) { return this.run(3, list[0], list[1], options); },
  info(list) { return this.run(4, list[0], list[1]); },
  trailers(list) { return this.run(5, list[0], list[1]); },
  pushPromise(list, options) { return this.run(6, list[0], list[1], options); },
  priority(parent, weight, exclusive, silent) { this.run(7, parent, weight, exclusive, silent); },
  refreshState() { this.run(8); },
  readStart() { return this.act(9); },
  readStop() { return this.act(10); },
  shutdown(req) { return this.act(11); },
  statistics() { return this.run(13); },
  useUserBuffer() { return 0; },
  writeBuffer(req, data) { return this.write(req, data, 0); },
  writeUtf8String(req, text) { return this.write(req, text, 3); },
  writeAsciiString(req, text) { return this.write(req, text, 4); },
  writeLatin1String(req, text) { return this.write(req, text, 4); },
  writeUcs2String(req, text) { return this.write(req, text, 5); },
  writev(req, chunks, allBuffers) { return this.write(req, chunks, allBuffers ? 1 : 2); },
  getAsyncId() { return this[async_id_symbol] ??= newAsyncId(); },
  getProviderType() { return 0; },
  get bytesRead() { return this.run(12, 0); },
  get bytesWritten() { return this.run(12, 1); },
  get fd() { return -1; },
  get isStreamBase() { return true; },
};
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
  property.enumerable = false;
  Object.defineProperty(Http2Stream.prototype, name, property);
}

function setCallbackFunctions(onError, onPriority, onSettings, onPing, onHeaders, onFrameError, onGoawayData, ...others) {
  ops.op_http2_call(
    1,
    onError,
    onPriority,
    onSettings,
    function(payload) { Reflect.apply(onPing, this, [bufferOf(payload)]); },
    onHeaders,
    onFrameError,
    function(code, last, data) { Reflect.apply(onGoawayData, this, [code, last, bufferOf(data)]); },
    ...others,
  );
}

module.exports = {
  Http2Session,
  Http2Stream,
  kBitfield: 0,
  kSessionHasAltsvcListeners: 3,
  kSessionHasPingListeners: 2,
  kSessionHasRemoteSettingsListeners: 0,
  kSessionFrameErrorListenerCount: 2,
  kSessionMaxInvalidFrames: 4,
  kSessionMaxRejectedStreams: 8,
  kSessionPriorityListenerCount: 1,
  kSessionRemoteSettingsIsUpToDate: 1,
  kSessionUint8FieldCount: 12,
  nghttp2ErrorString(number) { return ops.op_http2_call(2, number); },
  optionsBuffer,
  packSettings() { return bufferOf(ops.op_http2_call(4)); },
  refreshDefaultSettings() { ops.op_http2_call(3); },
  sessionState,
  setCallbackFunctions,
  settingsBuffer,
  streamState,
};
