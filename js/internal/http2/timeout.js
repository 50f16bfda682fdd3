// The idle timer of sessions and streams.
'use strict';

const { kRequest, kResponse, kState } = require('internal/http2/symbols');
const { kHandle, kUpdateTimer } = require('internal/stream_base_commons');

// A write that makes progress keeps `self`, the session or one of its streams, alive.
function callTimeout(self, session) {
  if (self.destroyed) return;
  if (self[kState].writeQueueSize > 0) {
    const handle = session[kHandle];
    if (handle !== undefined) {
      const before = handle.chunksSentSinceLastWrite;
      if (before !== null && before !== handle.updateChunksSent()) {
        self[kUpdateTimer]();
        return;
      }
    }
  }
  // Those of the compatibility API. A listener of each stream would cost every request something.
  self[kRequest]?.emit('timeout');
  self[kResponse]?.emit('timeout');
  self.emit('timeout');
}

module.exports = { callTimeout };
