// https.Agent: the pool of a client's connections, and the sessions that make new ones quicker.
// https://nodejs.org/docs/latest-v26.x/api/https.html#class-httpsagent
'use strict';

const tls = require('tls');
const { Agent: HttpAgent } = require('_http_agent');
const { checkShouldUseProxy, kProxyConfig } = require('internal/http');
const { kEmptyObject } = require('internal/util');
let debug = require('internal/util/debuglog').debuglog('https', (fn) => { debug = fn; });

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);

  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  Reflect.apply(HttpAgent, this, [options]);

  this.maxCachedSessions = this.options.maxCachedSessions;
  if (this.maxCachedSessions === undefined) this.maxCachedSessions = 100;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

// createConnection(options, cb), (port, options, cb), (port, host, options, cb).
Agent.prototype.createConnection = createConnection;

function createConnection(...args) {
  // What stands in a place of its own wins over the options.
  const given = args.find((value) => value !== null && typeof value === 'object');
  const last = args.at(-1);
  const cb = typeof last === 'function' ? last : undefined;
  let options = { __proto__: null, ...given };
  if (typeof args[0] === 'number') [options.port] = args;
  if (typeof args[1] === 'string') [, options.host] = args;

  debug('createConnection', options);

  if (options._agentKey) {
    const session = this._getSession(options._agentKey);
    if (session) {
      debug('reuse session for %j', options._agentKey);
      options = { session, ...options };
    }
  }

  const proxy = this[kProxyConfig];
  if (checkShouldUseProxy(proxy, options)) {
    const { connectThroughProxy } = require('internal/https/proxy');
    return connectThroughProxy(this, proxy, options, cb, (socket) => watchSession(this, options, socket));
  }
  const socket = tls.connect(options);
  watchSession(this, options, socket);
  // The callback is called once it is known how the connecting went.
  if (cb) require('process').nextTick(cb, null, socket);
  return socket;
}

function watchSession(agent, options, socket) {
  if (!options._agentKey) return;
  // Sessions come whenever the server sends them.
  socket.on('session', (session) => {
    agent._cacheSession(options._agentKey, session);
  });
  // One that went wrong is not tried again.
  socket.once('close', (err) => {
    if (err) agent._evictSession(options._agentKey);
  });
}

Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  return HttpAgent.prototype.keepSocketAlive.call(this, socket);
};

// The name of a pool: everything that makes connections differ. Each part has its place, be it empty.
Agent.prototype.getName = function getName(options = kEmptyObject) {
  let name = HttpAgent.prototype.getName.call(this, options);
  const add = (value, wanted) => {
    name += ':';
    if (wanted ?? value) name += value;
  };
  add(options.ca);
  add(options.cert);
  add(options.clientCertEngine);
  add(options.ciphers);
  add(options.key);
  add(options.pfx);
  add(options.rejectUnauthorized, options.rejectUnauthorized !== undefined);
  add(options.servername, options.servername && options.servername !== options.host);
  add(options.minVersion);
  add(options.maxVersion);
  add(options.secureProtocol);
  add(options.crl);
  add(options.honorCipherOrder, options.honorCipherOrder !== undefined);
  add(options.ecdhCurve);
  add(options.dhparam);
  add(options.secureOptions, options.secureOptions !== undefined);
  add(options.sessionIdContext);
  add(options.sigalgs && JSON.stringify(options.sigalgs));
  add(options.privateKeyIdentifier);
  add(options.privateKeyEngine);
  return name;
};

Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};

Agent.prototype._cacheSession = function _cacheSession(key, session) {
  if (this.maxCachedSessions === 0) return;
  const { list, map } = this._sessionCache;
  if (map[key]) {
    map[key] = session;
    return;
  }
  if (list.length >= this.maxCachedSessions) {
    const oldest = list.shift();
    debug('evicting %j', oldest);
    delete map[oldest];
  }
  list.push(key);
  map[key] = session;
};

Agent.prototype._evictSession = function _evictSession(key) {
  const { list, map } = this._sessionCache;
  const index = list.indexOf(key);
  if (index === -1) return;
  list.splice(index, 1);
  delete map[key];
};

module.exports = { Agent };
