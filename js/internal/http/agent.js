// http.Agent: the pool of a client's connections.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpagent
'use strict';

const EventEmitter = require('events');
const net = require('net');
const { AsyncResource } = require('async_hooks');
const { checkShouldUseProxy, kProxyConfig, kWaitForProxyTunnel, parseProxyConfigFromEnv } = require('internal/http');
const { guardFreeSocket, unguardFreeSocket } = require('internal/http/free_socket');
const { kEmptyObject, once } = require('internal/util');
let debug = require('internal/util/debuglog').debuglog('http', (fn) => { debug = fn; });
const { validateNumber, validateOneOf, validateString } = require('internal/validators');

const kOnKeylog = Symbol('onkeylog');
const kRequestOptions = Symbol('requestOptions');
const kRequestAsyncResource = Symbol('requestAsyncResource');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);

  EventEmitter.call(this);

  this.options = { __proto__: null, ...options };

  this.defaultPort = this.options.defaultPort || 80;
  this.protocol = this.options.protocol || 'http:';

  if (this.options.noDelay === undefined) this.options.noDelay = true;

  // A path would make net connect to a pipe.
  this.options.path = null;
  // Lists by name, see getName(): requests without a socket, sockets in use, sockets that are free.
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;

  const buffer = this.options.agentKeepAliveTimeoutBuffer;
  this.agentKeepAliveTimeoutBuffer = Number.isFinite(buffer) && buffer >= 0 ? buffer : 1000;

  const { proxyEnv } = this.options;
  if (typeof proxyEnv === 'object' && proxyEnv !== null) {
    this[kProxyConfig] = parseProxyConfigFromEnv(proxyEnv, this.protocol, this.keepAlive);
  }

  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets !== undefined) validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);
  else this.maxTotalSockets = Infinity;

  this.on('free', onFree);
  this.on('newListener', watchKeylog);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

// A socket has nothing to do: the next request gets it, or the pool, or it is closed.
function onFree(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }

  const waiting = this.requests[name];
  if (waiting?.length > 0) {
    serveWaiting(this, waiting.shift(), socket);
    if (waiting.length === 0) delete this.requests[name];
    return;
  }

  const req = socket._httpMessage;
  if (!req || !req.shouldKeepAlive || !this.keepAlive || !hasRoom(this, name) || !this.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  const free = this.freeSockets[name] ||= [];
  socket._httpMessage = null;
  this.removeSocket(socket, options);
  guardFreeSocket(socket);
  free.push(socket);
}

function hasRoom(agent, name) {
  const free = agent.freeSockets[name]?.length ?? 0;
  const used = agent.sockets[name]?.length ?? 0;
  return agent.totalSocketCount <= agent.maxTotalSockets && free + used <= agent.maxSockets &&
    free < agent.maxFreeSockets;
}

// A request that had to wait goes on in the async context in which it was made.
function serveWaiting(agent, req, socket) {
  const resource = req[kRequestAsyncResource];
  req[kRequestAsyncResource] = null;
  if (resource) resource.runInAsyncScope(setRequestSocket, undefined, agent, req, socket);
  else setRequestSocket(agent, req, socket);
}

// Sockets report TLS keys only once somebody listens for them.
function watchKeylog(event) {
  if (event !== 'keylog') return;
  this.removeListener('newListener', watchKeylog);
  const agent = this;
  this[kOnKeylog] = function onkeylog(keylog) {
    agent.emit('keylog', keylog, this);
  };
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const name in lists) {
      for (const socket of lists[name]) socket.on('keylog', this[kOnKeylog]);
    }
  }
}

Agent.prototype.createConnection = function createConnection(...args) {
  const { 0: options, 1: callback } = net._normalizeArgs(args);
  const proxy = this[kProxyConfig];
  if (!checkShouldUseProxy(proxy, options)) return net.createConnection(...args);
  return require('internal/http/proxy').connectToProxy(proxy, callback);
};

Agent.prototype.getName = function getName(options = kEmptyObject) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

// What the agent's options and the request's make together: the agent's win.
function mergeOptions(agent, req, options) {
  const merged = { __proto__: null, ...options, ...agent.options };
  if (merged.socketPath) merged.path = merged.socketPath;
  if (!merged.servername && merged.servername !== '') merged.servername = serverNameOf(merged, req);
  return merged;
}

// The name for TLS: that of the Host field, without port and brackets. Addresses are no names.
function serverNameOf(options, req) {
  let name = options.host;
  const host = req.getHeader('host');
  if (host) {
    validateString(host, 'options.headers.host');
    if (host[0] === '[') {
      const end = host.indexOf(']');
      name = end === -1 ? host : host.substring(1, end);
    } else {
      name = host.split(':', 1)[0];
    }
  }
  return net.isIP(name) ? '' : name;
}

Agent.prototype.addRequest = function addRequest(req, options, port, localAddress) {
  // addRequest(req, host, port, localAddress) is an old form.
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = mergeOptions(this, req, options);

  const name = this.getName(options);
  this.sockets[name] ||= [];

  const socket = takeFree(this, name);
  if (socket) {
    // The pooled socket may have been made with another limit.
    if (options.highWaterMark != null && socket.writableHighWaterMark !== options.highWaterMark) {
      socket._writableState.highWaterMark = options.highWaterMark;
    }
    this.reuseSocket(socket, req);
    setRequestSocket(this, req, socket);
    this.sockets[name].push(socket);
    return;
  }

  const count = (this.freeSockets[name]?.length ?? 0) + this.sockets[name].length;
  if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(req, options, (err, created) => {
      if (err) {
        reportTunnelError(err, req);
        req.onSocket(created, err);
      } else {
        setRequestSocket(this, req, created);
      }
    });
    return;
  }

  debug('wait for socket');
  // It waits. A socket for another name may be closed to make room, so the options are kept with it.
  req[kRequestOptions] = options;
  req[kRequestAsyncResource] = new AsyncResource('QueuedRequest');
  (this.requests[name] ||= []).push(req);
};

function takeFree(agent, name) {
  const free = agent.freeSockets[name];
  if (!free) return undefined;
  while (free.length > 0 && free[0].destroyed) free.shift();
  const socket = agent.scheduling === 'fifo' ? free.shift() : free.pop();
  if (free.length === 0) delete agent.freeSockets[name];
  return socket;
}

function reportTunnelError(err, req) {
  if (err.code !== 'ERR_PROXY_TUNNEL') return;
  if (err.proxyTunnelTimeout) req.emit('timeout');
  req.emit('error', err);
}

Agent.prototype.createSocket = function createSocket(req, options, cb) {
  options = mergeOptions(this, req, options);

  const timeout = req.timeout || this.options.timeout || undefined;
  if (timeout) options.timeout = timeout;

  const name = this.getName(options);
  options._agentKey = name;
  debug('createConnection', name);
  options.encoding = null;

  const oncreate = once((err, socket) => {
    if (err) {
      cb(err);
      return;
    }
    (this.sockets[name] ||= []).push(socket);
    this.totalSocketCount++;
    installListeners(this, socket, options);
    cb(null, socket);
  });
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }

  const socket = this.createConnection(options, oncreate);
  // A socket that becomes a tunnel calls back when it is one.
  if (socket && !socket[kWaitForProxyTunnel]) oncreate(null, socket);
};

function isFree(agent, socket) {
  for (const name in agent.freeSockets) {
    if (agent.freeSockets[name].includes(socket)) return true;
  }
  return false;
}

function installListeners(agent, socket, options) {
  const onSocketFree = () => {
    agent.emit('free', socket, options);
  };
  const onClose = () => {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  };
  const onTimeout = () => {
    if (isFree(agent, socket)) socket.destroy();
  };
  // An upgraded socket leaves the pool for good.
  const onRemove = () => {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
    socket.removeListener('close', onClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onTimeout);
    socket.removeListener('agentRemove', onRemove);
  };
  socket.on('free', onSocketFree);
  socket.on('close', onClose);
  socket.on('timeout', onTimeout);
  socket.on('agentRemove', onRemove);
  if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
}

function removeFrom(lists, name, socket) {
  const list = lists[name];
  if (!list) return;
  const index = list.indexOf(socket);
  if (index === -1) return;
  list.splice(index, 1);
  if (list.length === 0) delete lists[name];
}

Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  removeFrom(this.sockets, name, socket);
  if (!socket.writable) removeFrom(this.freeSockets, name, socket);

  // There is room now: a request that waits gets a socket of its own.
  const waiting = nextWaiting(this, name, options);
  if (!waiting?.options) return;
  const { req } = waiting;
  req[kRequestOptions] = undefined;
  this.createSocket(req, waiting.options, (err, created) => {
    if (err) {
      reportTunnelError(err, req);
      req.onSocket(null, err);
    } else {
      created.emit('free');
    }
  });
};

// The first that waits for `name`, else one that waits for another name with no socket at all.
function nextWaiting(agent, name, options) {
  if (agent.requests[name]?.length > 0) return { req: agent.requests[name][0], options };
  for (const other in agent.requests) {
    if (agent.sockets[other]?.length > 0) return undefined;
    const req = agent.requests[other][0];
    return { req, options: req[kRequestOptions] };
  }
  return undefined;
}

// The milliseconds for which the server has promised to keep the connection, or undefined.
function promisedTime(socket) {
  const hint = socket._httpMessage?.res?.headers['keep-alive'];
  const seconds = hint && /^timeout=(\d+)/.exec(hint)?.[1];
  return seconds ? Number.parseInt(seconds, 10) * 1000 : undefined;
}

Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();

  let timeout = this.options.timeout || 0;
  let keep = true;
  const promised = promisedTime(socket);
  if (promised !== undefined) {
    // The server may close a little before: a socket at its end is not used again.
    const safe = Math.max(promised - this.agentKeepAliveTimeoutBuffer, 0);
    if (safe === 0) keep = false;
    else if (safe < timeout) timeout = safe;
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return keep;
};

Agent.prototype.reuseSocket = function reuseSocket(socket, req) {
  unguardFreeSocket(socket);
  req.reusedSocket = true;
  socket.ref();
};

Agent.prototype.destroy = function destroy() {
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const name of Object.keys(lists)) {
      const list = lists[name];
      for (let i = 0; i < list.length; i++) list[i].destroy();
    }
  }
};

function setRequestSocket(agent, req, socket) {
  req.onSocket(socket);
  const agentTimeout = agent.options.timeout || 0;
  if (req.timeout !== undefined && req.timeout !== agentTimeout) socket.setTimeout(req.timeout);
}

module.exports = { Agent };
