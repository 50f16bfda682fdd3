// Requests over TLS through a proxy: a tunnel that the proxy makes at CONNECT.
// https://nodejs.org/docs/latest-v26.x/api/http.html#built-in-proxy-support
'use strict';

const net = require('net');
const tls = require('tls');
const { kWaitForProxyTunnel } = require('internal/http');
const { codes: { ERR_PROXY_TUNNEL } } = require('internal/errors');

const headEnd = '\r\n\r\n';

function tunnelRequest(proxy, options, keepAlive) {
  const { port = 443 } = options;
  const host = options.host || 'localhost';
  const authority = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  if (/[\r\n]/.test(authority)) throw new ERR_PROXY_TUNNEL(`Invalid host ${JSON.stringify(authority)}`);
  let head = `CONNECT ${authority} HTTP/1.1\r\n`;
  if (proxy.auth) head += `proxy-authorization: ${proxy.auth}\r\n`;
  if (keepAlive) head += 'proxy-connection: keep-alive\r\n';
  return `${head}host: ${authority}${headEnd}`;
}

// Calls back with the secure socket once the tunnel is there. `watch` gets the socket before that.
function connectThroughProxy(agent, proxy, options, callback, watch) {
  const request = tunnelRequest(proxy, options, agent.keepAlive);
  const proxyOptions = { ...proxy.proxyConnectionOptions };
  const socket = proxy.protocol === 'https:' ? tls.connect(proxyOptions) : net.connect(proxyOptions);
  socket[kWaitForProxyTunnel] = true;

  let buffered = '';
  let settled = false;
  const settle = (err, secure) => {
    if (settled) return;
    settled = true;
    socket.removeListener('readable', onReadable);
    socket.removeListener('error', onError);
    socket.removeListener('end', onEnd);
    socket.removeListener('timeout', onTimeout);
    if (err) socket.destroy();
    callback(err, secure);
  };
  const onError = (err) => settle(err);
  const onEnd = () => settle(new ERR_PROXY_TUNNEL('Connection to establish proxy tunnel ended unexpectedly'));
  const onTimeout = () => {
    const err = new ERR_PROXY_TUNNEL(`Connection to establish proxy tunnel timed out after ${options.timeout}ms`);
    err.proxyTunnelTimeout = options.timeout;
    settle(err);
  };
  const onReadable = () => {
    let chunk;
    while ((chunk = socket.read()) !== null) {
      buffered += chunk.latin1Slice(0, chunk.length);
      const end = buffered.indexOf(headEnd);
      if (end === -1) continue;
      const status = buffered.slice(0, buffered.indexOf('\r\n'));
      if (!/^HTTP\/1\.[01] 200\b/.test(status)) {
        const err = new ERR_PROXY_TUNNEL(`Failed to establish tunnel to ${options.host}:${options.port} via ` +
          `${proxy.href}: ${status}`);
        const code = /^HTTP\/1\.[01] (\d+)/.exec(status)?.[1];
        if (code) err.statusCode = Number(code);
        settle(err);
        return;
      }
      const rest = buffered.slice(end + headEnd.length);
      if (rest) socket.unshift(require('buffer').Buffer.from(rest, 'latin1'));
      socket.setTimeout(0);
      const secure = tls.connect({ ...options, socket, servername: options.servername ?? options.host });
      watch(secure);
      settle(null, secure);
      return;
    }
  };
  socket.on('error', onError);
  socket.on('end', onEnd);
  socket.on('readable', onReadable);
  if (options.timeout) {
    socket.setTimeout(options.timeout);
    socket.on('timeout', onTimeout);
  }
  socket.once(proxy.protocol === 'https:' ? 'secureConnect' : 'connect', () => socket.write(request));
  return socket;
}

module.exports = { connectThroughProxy };
