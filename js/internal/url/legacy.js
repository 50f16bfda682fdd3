// Url, the URL object from before the standard: url.parse() and url.format().
// https://nodejs.org/api/url.html#legacy-url-api
'use strict';

const { encodeStr, hexTable } = require('internal/querystring');
const { hostlessProtocol, slashedProtocol, unsafeProtocol } = require('internal/url');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_URL } } = require('internal/errors');
const { validateString } = require('internal/validators');

const MAX_HOSTNAME = 255;

// Control characters and the spaces that are taken from both ends.
const edges = /^[\0-\x20\xa0\ufeff]+|[\0-\x20\xa0\ufeff]+$/g;
const simplePath = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const protocolPattern = /^[a-z0-9.+-]+:/i;
const hostPattern = /^\/\/[^@/]+@[^@/]+/;
const portPattern = /:[0-9]*$/;
// What RFC 2396 forbids in a host: the host ends there.
const notInHost = /[ "%';<>\\^`{|}]/;

// What must not come out of IDNA, or a host could pose as another one.
const forbidden = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInIpv6 = /[\0\t\n\r #%/<>?@\\^|]/;

// Delimiters and "unwise" characters of RFC 2396, and the single quote, which ends attributes.
const unwise = /[\t\n\r "'<>\\^`{|}]/g;

const noEscapeAuth = new Int8Array(128);
for (const char of "!'()*-.:_~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  noEscapeAuth[char.charCodeAt(0)] = 1;
}

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

function isIpv6(hostname) {
  return hostname[0] === '[' && hostname[hostname.length - 1] === ']';
}

Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = url.replace(edges, '');
  let split = rest.search(/[?#]/);
  if (split === -1) split = rest.length;
  // Browsers read a backslash before the query as a slash.
  const head = rest.slice(0, split).replaceAll('\\', '/');
  rest = head + rest.slice(split);

  if (!slashesDenoteHost && !rest.includes('#') && !head.includes('@')) {
    const match = simplePath.exec(rest);
    if (match !== null) {
      this.path = this.href = rest;
      this.pathname = match[1];
      setQuery(this, match[2] || null, parseQueryString);
      return this;
    }
  }

  let protocol;
  let lower;
  const scheme = protocolPattern.exec(rest);
  if (scheme !== null) {
    protocol = scheme[0];
    lower = protocol.toLowerCase();
    this.protocol = lower;
    rest = rest.slice(protocol.length);
  }

  let slashes;
  if (slashesDenoteHost || protocol || hostPattern.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !hostlessProtocol.has(lower)) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostlessProtocol.has(lower) && (slashes || (protocol && !slashedProtocol.has(protocol)))) {
    rest = parseAuthority(this, rest, url);
  }

  if (!unsafeProtocol.has(lower)) rest = rest.replace(unwise, (char) => hexTable[char.charCodeAt(0)]);

  const hashAt = rest.indexOf('#');
  if (hashAt !== -1) {
    this.hash = rest.slice(hashAt);
    rest = rest.slice(0, hashAt);
  }
  const queryAt = rest.indexOf('?');
  setQuery(this, queryAt === -1 ? null : rest.slice(queryAt), parseQueryString);
  if (queryAt !== -1) rest = rest.slice(0, queryAt);
  if (rest !== '') this.pathname = rest;
  if (slashedProtocol.has(lower) && this.hostname && !this.pathname) this.pathname = '/';

  // http.request() wants both in one.
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

// `search` begins with '?', or is null.
function setQuery(self, search, asObject) {
  if (search !== null) {
    self.search = search;
    self.query = search.slice(1);
    if (asObject) self.query = require('querystring').parse(self.query);
  } else if (asObject) {
    self.search = null;
    self.query = { __proto__: null };
  }
}

// Takes 'user:password@host:port' from the front; answers what is behind it.
function parseAuthority(self, rest, url) {
  // The host ends at the first of these, whatever is in front: http://a@b?@c is host b.
  let end = rest.search(/[#/?]/);
  if (end === -1) end = rest.length;
  const front = rest.slice(0, end).replace(/[\t\n\r]/g, '');
  rest = front + rest.slice(end);

  // The last '@' counts: http://a@b@c/ is user a@b.
  let start = 0;
  const at = front.lastIndexOf('@');
  if (at !== -1) {
    self.auth = decodeURIComponent(front.slice(0, at));
    start = at + 1;
  }
  const host = front.slice(start);
  const stop = host.search(notInHost);
  self.host = stop === -1 ? host : host.slice(0, stop);
  rest = rest.slice(start + self.host.length);

  self.parseHost();
  if (typeof self.hostname !== 'string') self.hostname = '';
  const given = self.hostname;
  const ipv6 = isIpv6(given);
  if (!ipv6) rest = cutHostname(self, given, rest, url);
  self.hostname = self.hostname.length > MAX_HOSTNAME ? '' : self.hostname.toLowerCase();

  if (self.hostname !== '') {
    if (ipv6) {
      if (forbiddenInIpv6.test(self.hostname)) throw new ERR_INVALID_URL(url);
    } else {
      self.hostname = ops.op_url_to_ascii(self.hostname);
      if (self.hostname === '' || forbidden.test(self.hostname)) throw new ERR_INVALID_URL(url);
    }
  }

  self.host = self.hostname + (self.port ? `:${self.port}` : '');
  if (ipv6) {
    // The host keeps the brackets, the hostname does not.
    self.hostname = self.hostname.slice(1, -1);
    if (rest[0] !== '/') rest = `/${rest}`;
  }
  return rest;
}

// What cannot be in a hostname begins the path.
function cutHostname(self, hostname, rest, url) {
  const at = hostname.search(/[/\\#?:]/);
  if (at === -1) return rest;
  if (hostname[at] === ':') throw new ERR_INVALID_ARG_VALUE('url', 'Invalid port in url', url);
  self.hostname = hostname.slice(0, at);
  return `/${hostname.slice(at)}${rest}`;
}

// The parts of a url may be of any type: they are taken as text only where one of them is looked into.
const codeAt = (part, at) => charCodeAt.call(part, at);
const { charCodeAt, includes } = String.prototype;

// As in Node, a path that is no string is escaped as far as its own length says.
function escapePath(path) {
  const text = String(path);
  const length = typeof path === 'string' ? text.length : path.length;
  let escaped = '';
  let copied = 0;
  for (let i = 0; i < length && i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 35 && code !== 63) continue;
    escaped += text.slice(copied, i) + (code === 35 ? '%23' : '%3F');
    copied = i + 1;
  }
  return copied < length ? escaped + text.slice(copied) : escaped;
}

Url.prototype.format = function format() {
  let auth = this.auth || '';
  if (auth) auth = `${encodeStr(auth, noEscapeAuth, hexTable)}@`;

  let protocol = this.protocol || '';
  if (protocol && codeAt(protocol, protocol.length - 1) !== 58) protocol += ':';

  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    const { hostname } = this;
    host = auth + (includes.call(hostname, ':') && !isIpv6(hostname) ? `[${hostname}]` : hostname);
    if (this.port) host += `:${this.port}`;
  }

  let query = '';
  if (this.query !== null && typeof this.query === 'object') {
    query = require('querystring').stringify(this.query);
  }
  let search = this.search || (query && `?${query}`) || '';
  if (/[#?]/.test(pathname)) pathname = escapePath(pathname);

  // mailto: and the like get no slashes, unless they had some.
  if (this.slashes || slashedProtocol.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && codeAt(pathname, 0) !== 47) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }

  if (includes.call(search, '#')) search = String(search).replaceAll('#', '%23');
  if (search && codeAt(search, 0) !== 63) search = `?${search}`;
  if (hash && codeAt(hash, 0) !== 35) hash = `#${hash}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.resolve = function resolve(relative) {
  const parsed = relative instanceof Url ? relative : new Url().parse(relative, false, true);
  return this.resolveObject(parsed).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = new Url().parse(relative, false, true);
  return require('internal/url/legacy_resolve').resolve(Object.assign(new Url(), this), relative);
};

Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = portPattern.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  if (host) this.hostname = host;
};

module.exports = { Url };
