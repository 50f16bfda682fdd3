// The options of net.Socket (delay, keep-alive, type of service) and what it tells of its state.
// https://nodejs.org/docs/latest-v26.x/api/net.html#socketsetnodelaynodelay
'use strict';

const errors = require('internal/errors');
const { ERR_INVALID_ARG_TYPE } = errors.codes;
const { validateInt32 } = require('internal/validators');
const { kUpdateTimer } = require('internal/stream_base_commons');
const {
  kBoundPath,
  kBytesRead,
  kBytesWritten,
  kSetKeepAlive,
  kSetKeepAliveCount,
  kSetKeepAliveInitialDelay,
  kSetKeepAliveInterval,
  kSetNoDelay,
  kSetTOS,
} = require('internal/net/symbols');

// Adds the methods and accessors to the prototype of Socket.
function defineSocketOptions(prototype) {
  prototype.setNoDelay = function(enable) {
    enable = Boolean(enable === undefined ? true : enable);
    if (!this._handle) {
      this[kSetNoDelay] = enable;
    } else if (this._handle.setNoDelay && enable !== this[kSetNoDelay]) {
      this[kSetNoDelay] = enable;
      this._handle.setNoDelay(enable);
    }
    return this;
  };

  prototype.setKeepAlive = function(enable, initialDelayMsecs, intervalMsecs, count) {
    if (enable !== null && typeof enable === 'object') {
      ({ enable, initialDelay: initialDelayMsecs, interval: intervalMsecs, count } = enable);
    }
    enable = Boolean(enable);
    const initialDelay = ~~(initialDelayMsecs / 1000);
    const interval = intervalMsecs === undefined ? undefined : ~~(intervalMsecs / 1000);
    if (this._handle && !this._handle.setKeepAlive) return this;

    const changed = enable !== this[kSetKeepAlive] ||
      (enable && (this[kSetKeepAliveInitialDelay] !== initialDelay ||
        this[kSetKeepAliveInterval] !== interval ||
        this[kSetKeepAliveCount] !== count));
    if (!this._handle || changed) {
      this[kSetKeepAlive] = enable;
      this[kSetKeepAliveInitialDelay] = initialDelay;
      this[kSetKeepAliveInterval] = interval;
      this[kSetKeepAliveCount] = count;
    }
    if (this._handle && changed) this._handle.setKeepAlive(enable, initialDelay, interval, count);
    return this;
  };

  prototype.setTypeOfService = function(tos) {
    if (Number.isNaN(tos)) throw new ERR_INVALID_ARG_TYPE('tos', 'number', tos);
    validateInt32(tos, 'tos', 0, 255);
    if (!this._handle?.setTypeOfService) {
      this[kSetTOS] = tos;
      return this;
    }
    if (tos !== this[kSetTOS]) {
      this[kSetTOS] = tos;
      const err = this._handle.setTypeOfService(tos);
      if (err) throw new errors.ErrnoException(err, 'setTypeOfService');
    }
    return this;
  };

  prototype.getTypeOfService = function() {
    if (!this._handle?.getTypeOfService) return this[kSetTOS] ?? 0;
    const result = this._handle.getTypeOfService();
    if (typeof result === 'number' && result < 0) throw new errors.ErrnoException(result, 'getTypeOfService');
    return result;
  };

  prototype.address = function() {
    return this._getsockname();
  };

  Object.defineProperty(prototype, '_connecting', {
    __proto__: null,
    get: function() {
      return this.connecting;
    },
  });

  Object.defineProperty(prototype, 'pending', {
    __proto__: null,
    get() {
      return !this._handle || this.connecting;
    },
    configurable: true,
  });

  Object.defineProperty(prototype, 'readyState', {
    __proto__: null,
    get: function() {
      if (this.connecting) return 'opening';
      if (this.readable && this.writable) return 'open';
      if (this.readable && !this.writable) return 'readOnly';
      if (!this.readable && this.writable) return 'writeOnly';
      return 'closed';
    },
  });

  Object.defineProperty(prototype, 'bufferSize', {
    __proto__: null,
    get: function() {
      if (this._handle) return this.writableLength;
    },
  });

  Object.defineProperty(prototype, kUpdateTimer, {
    __proto__: null,
    get: function() {
      return this._unrefTimer;
    },
  });

  prototype._getpeername = function() {
    if (!this._handle || !this._handle.getpeername || this.connecting) return this._peername || {};
    if (!this._peername) {
      const out = {};
      if (this._handle.getpeername(out)) return out;
      this._peername = out;
    }
    return this._peername;
  };

  prototype._getsockname = function() {
    if (!this._handle || !this._handle.getsockname) return {};
    if (!this._sockname) {
      this._sockname = {};
      this._handle.getsockname(this._sockname);
    }
    return this._sockname;
  };

  function protoGetter(name, callback) {
    Object.defineProperty(prototype, name, {
      __proto__: null,
      configurable: false,
      enumerable: true,
      get: callback,
    });
  }

  protoGetter('bytesRead', function bytesRead() {
    return this._handle ? this._handle.bytesRead : this[kBytesRead];
  });

  protoGetter('remoteAddress', function remoteAddress() {
    return this._getpeername().address;
  });

  protoGetter('remoteFamily', function remoteFamily() {
    return this._getpeername().family;
  });

  protoGetter('remotePort', function remotePort() {
    return this._getpeername().port;
  });

  protoGetter('localAddress', function localAddress() {
    return this[kBoundPath] ?? this._getsockname().address;
  });

  protoGetter('localPort', function localPort() {
    return this._getsockname().port;
  });

  protoGetter('localFamily', function localFamily() {
    return this._getsockname().family;
  });

  protoGetter('_bytesDispatched', function _bytesDispatched() {
    return this._handle ? this._handle.bytesWritten : this[kBytesWritten];
  });

  protoGetter('bytesWritten', function bytesWritten() {
    let bytes = this._bytesDispatched;
    const data = this._pendingData;
    const encoding = this._pendingEncoding;
    const writableBuffer = this.writableBuffer;
    if (!writableBuffer) return undefined;

    const { Buffer } = require('buffer');
    const sizeOf = (chunk, enc) => (chunk instanceof Buffer ? chunk.length : Buffer.byteLength(chunk, enc));
    for (const entry of writableBuffer) bytes += sizeOf(entry.chunk, entry.encoding);

    if (Array.isArray(data)) {
      // One `writev` that waits for the connection.
      for (let i = 0; i < data.length; i++) {
        const chunk = data[i];
        if (data.allBuffers || chunk instanceof Buffer) bytes += (chunk.chunk ?? chunk).length;
        else bytes += sizeOf(chunk.chunk, chunk.encoding);
      }
    } else if (data) {
      bytes += typeof data === 'string' ? Buffer.byteLength(data, encoding) : data.length;
    }
    return bytes;
  });
}

module.exports = { defineSocketOptions };
