// SCHED_RR: the primary accepts and gives each connection to the next free worker.
// https://nodejs.org/docs/latest-v26.x/api/cluster.html#how-it-works
'use strict';

const net = require('net');
const { sendHelper } = require('internal/cluster/utils');
const { append, init, isEmpty, peek, remove } = require('internal/linkedlist');
// libuv's flag of a socket that takes IPv6 alone.
const UV_TCP_IPV6ONLY = 1;

function RoundRobinHandle(key, address, { port, fd, flags, backlog, readableAll, writableAll }) {
  this.key = key;
  this.all = new Map();
  this.free = new Map();
  this.handles = init({ __proto__: null });
  this.handle = null;
  // Connections that a worker has not taken yet, by worker id: they come back when it dies.
  this.inFlight = new Map();
  this.server = net.createServer(() => {});

  if (fd >= 0) {
    this.server.listen({ fd, backlog });
  } else if (port >= 0) {
    this.server.listen({
      port,
      host: address,
      // The worker has asked with Node's own flags.
      ipv6Only: Boolean(flags & UV_TCP_IPV6ONLY),
      backlog,
    });
  } else {
    this.server.listen({ path: address, backlog, readableAll, writableAll });
  }
  this.server.once('listening', () => {
    this.handle = this.server._handle;
    this.handle.onconnection = (err, handle) => {
      this.distribute(err, handle);
    };
    this.server._handle = null;
    this.server = null;
  });
}

RoundRobinHandle.prototype.add = function(worker, send) {
  this.all.set(worker.id, worker);

  const done = () => {
    if (this.handle.getsockname) {
      const out = {};
      this.handle.getsockname(out);
      // A Unix socket has no name to report.
      send(null, { sockname: out }, null);
    } else {
      send(null, null, null);
    }
    this.handoff(worker);
  };

  if (this.server === null) {
    done();
    return;
  }
  this.server.once('listening', done);
  this.server.once('error', (err) => {
    send(err.errno, null);
  });
};

RoundRobinHandle.prototype.remove = function(worker) {
  if (!this.all.delete(worker.id)) return false;
  this.free.delete(worker.id);

  // What this worker was given and never answered goes to the next one.
  const lost = this.inFlight.get(worker.id);
  this.inFlight.delete(worker.id);
  if (lost !== undefined) for (const handle of lost) this.distribute(0, handle);

  if (this.all.size !== 0) return false;
  while (!isEmpty(this.handles)) {
    const handle = peek(this.handles);
    handle.close();
    remove(handle);
  }
  this.handle?.stop?.();
  this.handle?.close();
  this.handle = null;
  return true;
};

RoundRobinHandle.prototype.distribute = function(err, handle) {
  // The connection went away before it was accepted.
  if (handle === undefined || handle === null) return;
  append(this.handles, handle);
  const entry = this.free.entries().next().value;
  if (entry === undefined) return;
  const { 0: id, 1: worker } = entry;
  this.free.delete(id);
  this.handoff(worker);
};

RoundRobinHandle.prototype.handoff = function(worker) {
  if (!this.all.has(worker.id)) return;
  const handle = peek(this.handles);
  if (handle === null) {
    this.free.set(worker.id, worker);
    return;
  }
  remove(handle);

  let flight = this.inFlight.get(worker.id);
  if (flight === undefined) this.inFlight.set(worker.id, flight = new Set());
  flight.add(handle);
  const message = { act: 'newconn', key: this.key };
  sendHelper(worker.process, message, handle, (reply) => {
    flight.delete(handle);
    if (reply.accepted) handle.close();
    else this.distribute(0, handle);
    this.handoff(worker);
  });
};

module.exports = RoundRobinHandle;
