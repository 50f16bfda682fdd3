// Requests through a proxy: the environment's settings, which hosts they are for, and what a request says then.
// https://nodejs.org/docs/latest-v26.x/api/http.html#built-in-proxy-support
'use strict';

const { Buffer } = require('buffer');
const { checkShouldUseProxy, kProxyConfig } = require('internal/http');
const { URL } = require('internal/url');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_PROXY_INVALID_CONFIG } } = require('internal/errors');
const { validatePort } = require('internal/validators');

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

function ipv4Number(address) {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

// Whether `entry` of NO_PROXY names the host.
function isNamed(entry, host, hostWithPort) {
  if (entry === '*' || entry === host || entry === hostWithPort) return true;
  if (entry[0] === '.') {
    const suffix = entry.slice(1);
    if (host === suffix || host.endsWith(entry)) return true;
  }
  if (entry.startsWith('*.') && host.endsWith(entry.slice(1))) return true;
  if (entry.includes('-') && ipv4.test(host)) {
    const [first, last] = entry.split('-').map((part) => part.trim());
    if (ipv4.test(first) && ipv4.test(last)) {
      const number = ipv4Number(host);
      return number >= ipv4Number(first) && number <= ipv4Number(last);
    }
  }
  return false;
}

class ProxyConfig {
  constructor(proxyUrl, keepAlive, noProxy) {
    if (!URL.canParse(proxyUrl)) throw new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${proxyUrl}`);
    const url = new URL(proxyUrl);
    const { hostname, password, port, protocol, username } = url;
    if (username || password) {
      // The credentials go into a field of their own, and nowhere else.
      const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      this.auth = `Basic ${Buffer.from(credentials).toString('base64')}`;
      url.username = '';
      url.password = '';
      this.href = url.href;
    } else {
      this.href = proxyUrl;
    }
    this.protocol = protocol;
    this.bypassList = noProxy ? noProxy.split(',').map((entry) => entry.trim().toLowerCase()) : [];
    this.proxyConnectionOptions = {
      host: hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
      port: port ? Number(port) : protocol === 'https:' ? 443 : 80,
    };
  }

  shouldUseProxy(hostname, port) {
    const host = hostname.toLowerCase();
    const hostWithPort = port ? `${host}:${port}` : host;
    return !this.bypassList.some((entry) => isNamed(entry, host, hostWithPort));
  }
}

function parseProxyUrl(env, protocol) {
  const url = protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY;
  if (!url) return null;
  if (/[\r\n]/.test(url)) throw new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${url}`);
  return url;
}

function parseProxyConfigFromEnv(env, protocol, keepAlive) {
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const url = parseProxyUrl(env, protocol);
  // Other kinds of proxies are somebody else's.
  if (url === null || !(url.startsWith('http://') || url.startsWith('https://'))) return null;
  return new ProxyConfig(url, keepAlive, env.no_proxy || env.NO_PROXY);
}

function connectToProxy(proxy, callback) {
  const options = { ...proxy.proxyConnectionOptions };
  if (proxy.protocol !== 'http:') {
    throw new ERR_PROXY_INVALID_CONFIG(`Proxies that speak TLS are not supported: ${proxy.href}`);
  }
  return require('net').connect(options, callback);
}

function fieldsOfArray(headers) {
  if (!Array.isArray(headers[0])) {
    const pairs = [];
    for (let i = 0; i + 1 < headers.length; i += 2) pairs.push([headers[i], headers[i + 1]]);
    return pairs;
  }
  headers.forEach((pair, i) => {
    if (!Array.isArray(pair)) {
      throw new ERR_INVALID_ARG_VALUE(`options.headers[${i}]`, typeof pair,
                                      'must be an array when headers is passed as an array of pairs');
    }
  });
  return headers;
}

function hostOfArray(headers) {
  const hosts = fieldsOfArray(headers).filter((pair) => `${pair[0]}`.toLowerCase() === 'host');
  if (hosts.length > 1) {
    throw new ERR_INVALID_ARG_VALUE('options.headers', '(redacted)', 'must not contain duplicate Host headers');
  }
  return hosts.length === 1 ? `${hosts[0][1]}` : undefined;
}

function isSameAuthority(authority, host) {
  if (!URL.canParse(`http://${host}`)) return false;
  const url = new URL(`http://${host}`);
  return url.host === authority && !url.username && !url.password && url.pathname === '/' && !url.search && !url.hash;
}

function checkHost(authority, host, same) {
  if (host !== undefined && !same) {
    throw new ERR_INVALID_ARG_VALUE('Host in options.headers', host,
                                    `must match the request authority (${authority})`);
  }
}

// RFC 9112, 3.2: the target in absolute form, which must agree with the authority that the options name.
function absoluteTarget(path, base) {
  path = `${path}`;
  if (!URL.canParse(path)) {
    if (path[0] !== '/') {
      throw new ERR_INVALID_ARG_VALUE('options.path', path, 'must be in absolute-form or start with /');
    }
    return new URL(base.origin + path);
  }
  const url = new URL(path);
  if (url.username || url.password) {
    url.username = '';
    url.password = '';
    throw new ERR_INVALID_ARG_VALUE('options.path', url.href, 'must not contain userinfo, use options.auth instead');
  }
  if (url.protocol !== 'http:') {
    throw new ERR_INVALID_ARG_VALUE('options.path', url.protocol,
                                    'must use http: scheme when specified as an absolute URL');
  }
  if (url.host !== base.host) {
    throw new ERR_INVALID_ARG_VALUE('options.path', url, `must match the request authority (${base.host})`);
  }
  return url;
}

// Makes `req` one that a proxy understands. `givenHost` and `headerArray` are what the program said of its fields.
function rewriteRequest(req, options, target, givenHost, headerArray) {
  const proxy = req.agent[kProxyConfig];
  if (req._header || (options.protocol || req.agent.protocol) !== 'http:') return;
  if (!checkShouldUseProxy(proxy, options)) return;

  let url;
  if (req.method !== 'CONNECT' && !(req.method === 'OPTIONS' && req.path === '*')) {
    validatePort(target.port, 'options.port', true);
    const base = new URL(`http://${target.host}`);
    base.port = target.port;
    if (headerArray !== undefined) {
      const host = hostOfArray(headerArray);
      checkHost(base.host, host, host === base.host);
      url = absoluteTarget(req.path, base);
    } else {
      checkHost(base.host, givenHost, givenHost !== undefined && isSameAuthority(base.host, givenHost));
      url = absoluteTarget(req.path, base);
      const host = req.getHeader('host');
      if (host !== undefined && host !== base.host) req.setHeader('Host', base.host);
    }
  }

  if (proxy.auth) req.setHeader('proxy-authorization', proxy.auth);
  req.setHeader('proxy-connection', req.shouldKeepAlive ? 'keep-alive' : 'close');
  if (url !== undefined) req.path = url.href;
}

module.exports = { connectToProxy, parseProxyConfigFromEnv, parseProxyUrl, rewriteRequest };
