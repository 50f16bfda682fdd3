// What the http modules share: symbols, the Date header's text, and the door to proxies.
// https://nodejs.org/docs/latest-v26.x/api/http.html
'use strict';

const kOutHeaders = Symbol('kOutHeaders');
const kNeedDrain = Symbol('kNeedDrain');
const kProxyConfig = Symbol('kProxyConfig');
const kWaitForProxyTunnel = Symbol('kWaitForProxyTunnel');

const { now } = Date;
let dateText = '';
let dateEnds = 0;

// The value of a Date header. It has a resolution of a second, so one text serves all messages of that second.
function utcDate() {
  const time = now();
  if (time >= dateEnds || time < dateEnds - 1000) {
    dateEnds = time - (time % 1000) + 1000;
    dateText = new Date(time).toUTCString();
  }
  return dateText;
}

// The agent that requests use by default. It keeps connections alive.
function getGlobalAgent(proxyEnv, Agent) {
  return new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv });
}

function checkShouldUseProxy(proxyConfig, options) {
  if (!proxyConfig) return false;
  // A Unix domain socket cannot be reached through a proxy.
  if (options.socketPath) return false;
  return proxyConfig.shouldUseProxy(options.host || 'localhost', options.port);
}

module.exports = {
  checkShouldUseProxy,
  getGlobalAgent,
  kNeedDrain,
  kOutHeaders,
  kProxyConfig,
  kWaitForProxyTunnel,
  parseProxyConfigFromEnv: (...args) => require('internal/http/proxy').parseProxyConfigFromEnv(...args),
  parseProxyUrl: (...args) => require('internal/http/proxy').parseProxyUrl(...args),
  utcDate,
};
