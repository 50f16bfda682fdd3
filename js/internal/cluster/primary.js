// node:cluster in the primary: forking workers and owning their listening sockets.
// https://nodejs.org/docs/latest-v26.x/api/cluster.html
'use strict';

const path = require('path');
const process = require('process');
const EventEmitter = require('events');
const { fork } = require('child_process');
const RoundRobinHandle = require('internal/cluster/round_robin_handle');
const SharedHandle = require('internal/cluster/shared_handle');
const Worker = require('internal/cluster/worker');
const { internal, sendHelper } = require('internal/cluster/utils');
const { validatePort } = require('internal/validators');

const cluster = new EventEmitter();
const intercom = new EventEmitter();
const SCHED_NONE = 1;
const SCHED_RR = 2;
const minPort = 1024;
const maxPort = 65535;

module.exports = cluster;

const handles = new Map();
cluster.isWorker = false;
// The older names of the two.
cluster.isMaster = true;
cluster.isPrimary = true;
cluster.Worker = Worker;
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = SCHED_NONE;
cluster.SCHED_RR = SCHED_RR;

let ids = 0;
let debugPortOffset = 1;
let initialized = false;

let schedulingPolicy = process.env.NODE_CLUSTER_SCHED_POLICY;
if (schedulingPolicy === 'rr') schedulingPolicy = SCHED_RR;
else if (schedulingPolicy === 'none') schedulingPolicy = SCHED_NONE;
else schedulingPolicy = SCHED_RR;
cluster.schedulingPolicy = schedulingPolicy;

cluster.setupPrimary = function(options) {
  const settings = {
    args: process.argv.slice(2),
    exec: process.argv[1],
    execArgv: process.execArgv,
    silent: false,
    ...cluster.settings,
    ...options,
  };
  // The fork must see the inspector options that this process was started with.
  cluster.settings = settings;

  if (initialized) {
    process.nextTick(setupSettingsNT, settings);
    return;
  }
  initialized = true;
  schedulingPolicy = cluster.schedulingPolicy;
  process.nextTick(setupSettingsNT, settings);
  process.on('internalMessage', (message) => {
    if (message.cmd !== 'NODE_DEBUG_ENABLED') return;
    for (const worker of Object.values(cluster.workers)) {
      if (worker.state === 'online' || worker.state === 'listening') process._debugProcess(worker.process.pid);
      else worker.once('online', () => process._debugProcess(worker.process.pid));
    }
  });
};
cluster.setupMaster = cluster.setupPrimary;

function setupSettingsNT(settings) {
  cluster.emit('setup', settings);
}

function createWorkerProcess(id, env) {
  const workerEnv = { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` };
  const execArgv = [...cluster.settings.execArgv];
  if (cluster.settings.inspectPort === null) throw portError();
  if (execArgv.some((arg) => arg.startsWith('--inspect')) || /--inspect/.test(process.env.NODE_OPTIONS)) {
    let inspectPort;
    if ('inspectPort' in cluster.settings) {
      inspectPort = typeof cluster.settings.inspectPort === 'function' ? cluster.settings.inspectPort() :
        cluster.settings.inspectPort;
      validatePort(inspectPort);
    } else {
      inspectPort = process.debugPort + debugPortOffset;
      if (inspectPort > maxPort) inspectPort = inspectPort - maxPort + minPort - 1;
      debugPortOffset++;
    }
    execArgv.push(`--inspect-port=${inspectPort}`);
  }
  return fork(cluster.settings.exec, cluster.settings.args, {
    cwd: cluster.settings.cwd,
    env: workerEnv,
    serialization: cluster.settings.serialization,
    silent: cluster.settings.silent,
    windowsHide: cluster.settings.windowsHide,
    execArgv,
    stdio: cluster.settings.stdio,
    gid: cluster.settings.gid,
    uid: cluster.settings.uid,
  });
}

function portError() {
  const { codes: { ERR_SOCKET_BAD_PORT } } = require('internal/errors');
  return new ERR_SOCKET_BAD_PORT('Port', null, true);
}

function removeWorker(worker) {
  delete cluster.workers[worker.id];
  if (Object.keys(cluster.workers).length === 0) intercom.emit('disconnect');
}

function removeHandlesForWorker(worker) {
  for (const { 0: key, 1: handle } of handles) {
    if (handle.remove(worker)) handles.delete(key);
  }
}

cluster.fork = function(env) {
  cluster.setupPrimary();
  const id = ++ids;
  const workerProcess = createWorkerProcess(id, env);
  const worker = new Worker({ id, process: workerProcess });

  worker.on('message', function(message, handle) {
    cluster.emit('message', this, message, handle);
  });

  worker.process.once('exit', (exitCode, signalCode) => {
    // A disconnected worker is forgotten on exit, one that is still connected on disconnect.
    if (!worker.isConnected()) {
      removeHandlesForWorker(worker);
      removeWorker(worker);
    }
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    worker.state = 'dead';
    worker.emit('exit', exitCode, signalCode);
    cluster.emit('exit', worker, exitCode, signalCode);
  });

  worker.process.once('disconnect', () => {
    removeHandlesForWorker(worker);
    if (worker.isDead()) removeWorker(worker);
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    worker.state = 'disconnected';
    worker.emit('disconnect');
    cluster.emit('disconnect', worker);
  });

  worker.process.on('internalMessage', internal(worker, onmessage));
  process.nextTick(emitForkNT, worker);
  cluster.workers[worker.id] = worker;
  return worker;
};

function emitForkNT(worker) {
  cluster.emit('fork', worker);
}

cluster.disconnect = function(cb) {
  const workers = Object.values(cluster.workers);
  if (workers.length === 0) {
    process.nextTick(() => intercom.emit('disconnect'));
  } else {
    for (const worker of workers) if (worker.isConnected()) worker.disconnect();
  }
  if (typeof cb === 'function') intercom.once('disconnect', cb);
};

const methods = {
  __proto__: null,
  online,
  exitedAfterDisconnect,
  queryServer,
  listening,
  close,
};

function onmessage(message, handle) {
  const fn = methods[message.act];
  if (typeof fn === 'function') fn(this, message, handle);
}

function online(worker) {
  worker.state = 'online';
  worker.emit('online');
  cluster.emit('online', worker);
}

function exitedAfterDisconnect(worker, message) {
  worker.exitedAfterDisconnect = true;
  send(worker, { ack: message.seq });
}

function queryServer(worker, message) {
  // The worker is on its way out.
  if (worker.exitedAfterDisconnect) return;

  const key = `${message.address}:${message.port}:${message.addressType}:${message.fd}` +
    (message.port === 0 ? `:${message.index}` : '');
  const cachedHandle = handles.get(key);
  let handle;
  if (cachedHandle && !cachedHandle.has?.(worker)) handle = cachedHandle;

  if (handle === undefined) {
    let { address } = message;
    // A Unix socket's path has about 100 bytes: the shorter way to it is taken.
    if (message.port < 0 && typeof address === 'string' && address[0] !== '\0') {
      const relative = path.relative(process.cwd(), address);
      if (relative.length < address.length) address = relative;
    }
    // UDP has no accept that could be scheduled; the workers share the socket.
    if (schedulingPolicy !== SCHED_RR || message.addressType === 'udp4' || message.addressType === 'udp6') {
      handle = new SharedHandle(key, address, message);
    } else {
      handle = new RoundRobinHandle(key, address, message);
    }
    handles.set(key, handle);
  }
  handle.data ??= message.data;

  // A reply with a handle for SharedHandle, without one for RoundRobinHandle.
  handle.add(worker, (errno, reply, serverHandle) => {
    const { data } = handles.get(key) ?? handle;
    if (errno) handles.delete(key);
    send(worker, { errno, key, ack: message.seq, data, ...reply }, serverHandle);
  });
}

function listening(worker, message) {
  const info = { addressType: message.addressType, address: message.address, port: message.port, fd: message.fd };
  worker.state = 'listening';
  worker.emit('listening', info);
  cluster.emit('listening', worker, info);
}

// The worker has closed a server.
function close(worker, message) {
  const { key } = message;
  const handle = handles.get(key);
  if (handle?.remove(worker)) handles.delete(key);
}

function send(worker, message, handle, cb) {
  return sendHelper(worker.process, message, handle, cb);
}

// The primary's half of Worker.
Worker.prototype.disconnect = function() {
  this.exitedAfterDisconnect = true;
  send(this, { act: 'disconnect' });
  removeHandlesForWorker(this);
  removeWorker(this);
  return this;
};

Worker.prototype.destroy = function(signo) {
  const signal = signo || 'SIGTERM';
  this.process.kill(signal);
};
