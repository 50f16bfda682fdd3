// node:cluster in a worker: asking the primary for listening sockets.
// https://nodejs.org/docs/latest-v26.x/api/cluster.html
'use strict';

const path = require('path');
const process = require('process');
const EventEmitter = require('events');
const Worker = require('internal/cluster/worker');
const { internal, sendHelper } = require('internal/cluster/utils');

const UV_EADDRINUSE = -98;

const cluster = new EventEmitter();
const handles = new Map();
const indexes = new Map();
const noop = () => {};
const TIMEOUT_MAX = 2 ** 31 - 1;

module.exports = cluster;

cluster.isWorker = true;
cluster.isMaster = false;
cluster.isPrimary = false;
cluster.worker = null;
cluster.Worker = Worker;

cluster._setupWorker = function() {
  const worker = new Worker({ id: +process.env.NODE_UNIQUE_ID | 0, process, state: 'online' });
  cluster.worker = worker;

  process.once('disconnect', () => {
    process.channel = null;
    worker.emit('disconnect');
    // Without a primary there is nothing to serve.
    if (!worker.exitedAfterDisconnect) process.exit(0);
  });

  process.on('internalMessage', internal(worker, onmessage));
  send({ act: 'online' });

  function onmessage(message, handle) {
    if (message.act === 'newconn') onconnection(message, handle);
    else if (message.act === 'disconnect') Reflect.apply(disconnectInWorker, worker, [true]);
  }
};

// Called by net.Server and dgram.Socket when they listen.
cluster._getServer = function(obj, options, cb) {
  let { address } = options;
  // A path must be the same in the primary, which may have another working directory.
  if (options.port < 0 && typeof address === 'string' && address[0] !== '\0') address = path.resolve(address);
  // A server that listens twice on the same address gets two sockets.
  const indexesKey = [address, options.port, options.addressType, options.fd].join(':');
  let indexSet = indexes.get(indexesKey);
  if (indexSet === undefined) {
    indexSet = { nextIndex: 0, set: new Set() };
    indexes.set(indexesKey, indexSet);
  }
  const index = indexSet.nextIndex++;
  indexSet.set.add(index);

  const message = { act: 'queryServer', index, data: null, ...options, address };
  if (obj._getServerData) message.data = obj._getServerData();
  if (process.channel) {
    send(message, (reply, handle) => {
      if (typeof obj._setServerData === 'function') obj._setServerData(reply.data);
      if (handle) {
        // A shared listening socket.
        shared(reply, { handle, indexesKey, index }, cb);
      } else {
        // The primary accepts and sends connections.
        rr(reply, { indexesKey, index }, cb);
      }
    });
  }

  obj.once('listening', () => {
    // The socket was closed before it began to listen.
    if (!indexes.has(indexesKey)) return;
    cluster.worker.state = 'listening';
    const bound = obj.address();
    message.act = 'listening';
    message.port = bound?.port || options.port;
    send(message);
  });
};

function removeIndexesKey(indexesKey, index) {
  const indexSet = indexes.get(indexesKey);
  if (!indexSet) return;
  indexSet.set.delete(index);
  if (indexSet.set.size === 0) indexes.delete(indexesKey);
}

function shared(message, { handle, indexesKey, index }, cb) {
  const { key } = message;
  // The primary counts who uses the socket.
  const { close } = handle;
  handle.close = function() {
    send({ act: 'close', key });
    handles.delete(key);
    removeIndexesKey(indexesKey, index);
    return Reflect.apply(close, handle, arguments);
  };
  handles.set(key, handle);
  cb(message.errno, handle);
}

// A handle that only looks like one: connections come as messages.
function rr(message, { indexesKey, index }, cb) {
  if (message.errno) return cb(message.errno, null);

  let { key } = message;
  let fakeHandle = null;

  function ref() {
    if (!fakeHandle) fakeHandle = require('timers').setInterval(noop, TIMEOUT_MAX);
  }
  function unref() {
    if (fakeHandle) {
      require('timers').clearInterval(fakeHandle);
      fakeHandle = null;
    }
  }
  function listen() {
    return 0;
  }
  function close() {
    if (key === undefined) return;
    unref();
    // If the channel is gone, so is the primary's memory of us.
    if (process.connected) send({ act: 'close', key });
    handles.delete(key);
    removeIndexesKey(indexesKey, index);
    key = undefined;
  }
  function getsockname(out) {
    if (key) Object.assign(out, message.sockname);
    return 0;
  }

  const handle = { close, listen, ref, unref };
  handle.ref();
  if (message.sockname) handle.getsockname = getsockname;
  if (handles.has(key)) return cb(UV_EADDRINUSE, null);
  handles.set(key, handle);
  cb(0, handle);
}

function onconnection(message, handle) {
  const { key } = message;
  const server = handles.get(key);
  let accepted = server !== undefined;
  if (accepted && server[owner()]) {
    const self = server[owner()];
    if (self.maxConnections !== undefined && self.maxConnections !== null && self._connections >= self.maxConnections &&
        !self.dropMaxConnection) {
      accepted = false;
    }
  }
  send({ ack: message.seq, accepted });
  if (accepted) server.onconnection(0, handle);
  else handle.close();
}

const owner = () => require('internal/async_hooks').symbols.owner_symbol;

function send(message, cb) {
  return sendHelper(process, message, null, cb);
}

// Closes every server, then the channel.
function disconnectInWorker(primaryInitiated) {
  this.exitedAfterDisconnect = true;
  let waitingCount = 1;

  const checkWaitingCount = () => {
    waitingCount--;
    if (waitingCount !== 0) return;
    // If the primary asked, it is not told again.
    if (primaryInitiated) {
      process.disconnect();
    } else {
      send({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
    }
  };

  for (const handle of handles.values()) {
    waitingCount++;
    if (handle[owner()]) handle[owner()].close(checkWaitingCount);
    else {
      handle.close();
      checkWaitingCount();
    }
  }
  handles.clear();
  checkWaitingCount();
}

Worker.prototype.disconnect = function() {
  if (this.state !== 'disconnecting' && this.state !== 'destroying') {
    this.state = 'disconnecting';
    Reflect.apply(disconnectInWorker, this, []);
  }
  return this;
};

Worker.prototype.destroy = function() {
  if (this.state === 'destroying') return;
  this.exitedAfterDisconnect = true;
  if (!this.isConnected()) {
    process.exit(0);
    return;
  }
  this.state = 'destroying';
  send({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
  process.once('disconnect', () => process.exit(0));
};
