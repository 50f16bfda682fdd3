// How a server gets its listening handle: by itself, or from the primary of a cluster.
// https://nodejs.org/docs/latest-v26.x/api/net.html#serverlisten
'use strict';

const errors = require('internal/errors');
const {
  defaultTriggerAsyncIdScope,
  symbols: { async_id_symbol, owner_symbol },
} = require('internal/async_hooks');
const { uv: { UV_EADDRINUSE, UV_EINVAL } } = require('internal/net');
const {
  DEFAULT_IPV4_ADDR,
  DEFAULT_IPV6_ADDR,
  Pipe,
  PipeConstants,
  TCP,
  TCPConstants,
  createHandle,
  getNewAsyncId,
} = require('internal/net/handles');
const channels = require('internal/net/channels');
const debug = require('internal/util/debuglog').debuglog('net');
const process = require('process');

// A handle that is bound, or a negative error number.
function createServerHandle(address, port, addressType, fd, flags) {
  let handle;
  let err = 0;
  if (typeof fd === 'number' && fd >= 0) {
    try {
      handle = createHandle(fd, true);
    } catch (e) {
      debug('listen invalid fd=%d:', fd, e.message);
      return UV_EINVAL;
    }
    err = handle.open(fd);
    return err || handle;
  }

  if (port === -1 && addressType === -1) {
    handle = new Pipe(PipeConstants.SERVER);
    if (address) err = handle.bind(address, port, flags);
  } else {
    handle = new TCP(TCPConstants.SERVER);
    debug('bind to', address || 'any');
    if (!address) {
      err = handle.bind6(DEFAULT_IPV6_ADDR, port, flags);
      if (err) {
        handle.close();
        return createServerHandle(DEFAULT_IPV4_ADDR, port, undefined, undefined, flags);
      }
    } else if (addressType === 6) {
      err = handle.bind6(address, port, flags);
    } else {
      err = handle.bind(address, port, flags);
    }
  }
  if (err) {
    handle.close();
    return err;
  }
  return handle;
}

function emitErrorNT(self, err) {
  self.emit('error', err);
}

function emitListeningNT(self) {
  // It may have been closed meanwhile.
  if (self._handle) self.emit('listening');
}

function publishError(server, error) {
  if (channels.serverListen.error.hasSubscribers) channels.serverListen.error.publish({ server, error });
}

// Server.prototype._listen2: programs wrap it.
function setupListenHandle(address, port, addressType, backlog, fd, flags) {
  debug('setupListenHandle', address, port, addressType, backlog, fd);

  if (this._handle) {
    debug('setupListenHandle: have a handle already');
  } else {
    debug('setupListenHandle: create a handle');
    let handle = null;
    // Without an address: all of IPv6 and IPv4 together, or IPv4 alone where there is no IPv6.
    if (!address && typeof fd !== 'number') {
      handle = createServerHandle(DEFAULT_IPV6_ADDR, port, 6, fd, flags);
      if (typeof handle === 'number') {
        handle = null;
        address = DEFAULT_IPV4_ADDR;
        addressType = 4;
      } else {
        address = DEFAULT_IPV6_ADDR;
        addressType = 6;
      }
    }
    if (handle === null) handle = createServerHandle(address, port, addressType, fd, flags);
    if (typeof handle === 'number') {
      const error = new errors.UVExceptionWithHostPort(handle, 'listen', address, port);
      publishError(this, error);
      process.nextTick(emitErrorNT, this, error);
      return;
    }
    this._handle = handle;
  }

  this[async_id_symbol] = getNewAsyncId(this._handle);
  this._handle.onconnection = require('internal/net/server').onconnection;
  this._handle[owner_symbol] = this;

  // The kernel rounds the number up to 512.
  const err = this._handle.listen(backlog || 511);
  if (err) {
    const ex = new errors.UVExceptionWithHostPort(err, 'listen', address, port);
    this._handle.close();
    this._handle = null;
    publishError(this, ex);
    defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, emitErrorNT, this, ex);
    return;
  }

  if (channels.serverListen.asyncEnd.hasSubscribers) channels.serverListen.asyncEnd.publish({ server: this });

  this._connectionKey = `${addressType}:${address}:${port}`;
  if (this._unref) this.unref();
  defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, emitListeningNT, this);
}

// The cluster module, when this process is one of its workers. A worker has loaded it at its start.
function clusterOfWorker() {
  const entry = require('internal/realm').map.get('cluster');
  if (entry?.loaded !== true) {
    if (process.env.NODE_UNIQUE_ID === undefined) return undefined;
    return require('cluster');
  }
  return entry.exports.isPrimary ? undefined : entry.exports;
}

function checkBindError(err, port, handle) {
  // An address in use is told by the next call only.
  if (err === 0 && port > 0 && handle.getsockname) {
    const out = {};
    err = handle.getsockname(out);
    if (err === 0 && port !== out.port) err = UV_EADDRINUSE;
  }
  return err;
}

function listenInCluster(server, address, port, addressType, backlog, fd, exclusive, flags, options) {
  const cluster = exclusive ? undefined : clusterOfWorker();
  if (cluster === undefined) {
    server._listen2(address, port, addressType, backlog, fd, flags);
    return;
  }

  const query = { address, port, addressType, fd, flags, backlog, ...options };
  const listeningId = server._listeningId;
  cluster._getServer(server, query, function listenOnPrimaryHandle(err, handle) {
    if (listeningId !== server._listeningId) {
      handle.close();
      return;
    }
    err = checkBindError(err, port, handle);
    if (err) {
      server.emit('error', new errors.ExceptionWithHostPort(err, 'bind', address, port));
      return;
    }
    if (server._handle) server._handle.close();
    server._handle = handle;
    server._listen2(address, port, addressType, backlog, fd, flags);
  });
}

function isLinkLocal(address) {
  return /^fe[89ab][0-9a-f]:/i.test(address);
}

function lookupAndListen(self, port, address, backlog, exclusive, flags) {
  const listeningId = self._listeningId;
  require('dns').lookup(address, { all: true }, function doListen(err, addresses) {
    if (self._listeningId !== listeningId) return;
    if (err) {
      self.emit('error', err);
      return;
    }
    // A link-local address without its interface cannot be listened on.
    const usable = addresses.find(({ address: ip, family }) => !(family === 6 && isLinkLocal(ip))) ?? addresses[0];
    listenInCluster(self, usable?.address, port, usable?.family || 4, backlog, undefined, exclusive, flags);
  });
}

module.exports = { clusterOfWorker, createServerHandle, listenInCluster, lookupAndListen, setupListenHandle };
