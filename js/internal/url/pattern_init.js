// What a URLPattern is made of: each part of the URL, from an object or from one string.
// https://urlpattern.spec.whatwg.org/#constructor-string-parsing
'use strict';

const record = require('internal/url/record');
const { PatternError, compile, defaultOptions, escapePattern, tokenize } = require('internal/url/pattern_parse');

const COMPONENTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const DEFAULT_PORTS = { __proto__: null, ftp: '21', file: '', http: '80', https: '443', ws: '80', wss: '443' };
const DUMMY = 'https://dummy.invalid/';

function isSpecial(scheme) {
  return scheme in DEFAULT_PORTS;
}

function parseOrFail(url) {
  const parsed = record.parse(url);
  if (parsed === undefined) throw new PatternError();
  return parsed;
}

// ---- canonical forms: what the URL parser makes of a value ----

function setPart(part, value, base = DUMMY) {
  const parsed = parseOrFail(base);
  if (!record.update(parsed, record.PARTS[part], value)) throw new PatternError();
  return parsed;
}

function canonicalProtocol(value) {
  return value === '' ? '' : record.protocolOf(parseOrFail(`${value}://dummy.invalid/`)).slice(0, -1);
}

function canonicalUsername(value) {
  return value === '' ? '' : record.usernameOf(setPart('username', value));
}

function canonicalPassword(value) {
  return value === '' ? '' : record.passwordOf(setPart('password', value));
}

function canonicalHostname(value) {
  return value === '' ? '' : record.hostnameOf(setPart('hostname', value));
}

function canonicalIpv6(value) {
  if (/[^0-9a-fA-F[\]:]/.test(value)) throw new PatternError();
  return value.toLowerCase();
}

function canonicalPort(value, protocol = '') {
  if (value === '') return '';
  // A scheme without a default port keeps each one.
  return record.portOf(setPart('port', value, `${protocol === '' || protocol === 'file' ? 'x' : protocol}://dummy.invalid/`));
}

function canonicalPathname(value) {
  if (value === '') return '';
  const rooted = value[0] === '/';
  const path = record.pathnameOf(setPart('pathname', rooted ? value : `/-${value}`));
  return rooted ? path : path.slice(2);
}

function canonicalOpaquePathname(value) {
  if (value === '') return '';
  return record.pathnameOf(parseOrFail(`data:${value.replaceAll('?', '%3F').replaceAll('#', '%23')}`));
}

function canonicalSearch(value) {
  return value === '' ? '' : record.searchOf(setPart('search', value)).slice(1);
}

function canonicalHash(value) {
  return value === '' ? '' : record.hashOf(setPart('hash', value)).slice(1);
}

const canonical = {
  __proto__: null,
  protocol: canonicalProtocol,
  username: canonicalUsername,
  password: canonicalPassword,
  hostname: canonicalHostname,
  search: canonicalSearch,
  hash: canonicalHash,
};

// ---- from an object ----

function isAbsolute(pathname, isPattern) {
  if (pathname === '') return false;
  if (pathname[0] === '/') return true;
  return isPattern && (pathname.startsWith('\\/') || pathname.startsWith('{/'));
}

// The properties of an init object, read once and as strings.
function readInit(object) {
  const init = { __proto__: null };
  for (const name of ['baseURL', ...COMPONENTS]) {
    const value = object[name];
    if (value !== undefined) init[name] = `${value}`;
  }
  return init;
}

// What the base URL gives: everything up to the first part that the object has itself.
function inherit(init, isPattern) {
  const base = parseOrFail(init.baseURL);
  const result = { __proto__: null };
  const text = (value) => (isPattern ? escapePattern(value) : value);
  const lacks = (...names) => names.every((name) => !(name in init));

  if (lacks('protocol')) result.protocol = text(record.protocolOf(base).slice(0, -1));
  if (!isPattern && lacks('protocol', 'hostname', 'port', 'username')) {
    result.username = record.usernameOf(base);
    if (lacks('password')) result.password = record.passwordOf(base);
  }
  if (lacks('protocol', 'hostname')) {
    result.hostname = text(record.hostnameOf(base));
    if (lacks('port')) {
      result.port = record.portOf(base);
      if (lacks('pathname')) {
        result.pathname = text(record.pathnameOf(base));
        if (lacks('search')) {
          result.search = text(record.searchOf(base).slice(1));
          if (lacks('hash')) result.hash = text(record.hashOf(base).slice(1));
        }
      }
    }
  }
  return { base, result };
}

function processInit(init, isPattern) {
  let base;
  let result = { __proto__: null };
  if (!isPattern) for (const name of COMPONENTS) result[name] = '';
  if ('baseURL' in init) {
    const inherited = inherit(init, isPattern);
    base = inherited.base;
    result = Object.assign(result, inherited.result);
  }

  const process = (name, value) => (isPattern ? value : canonical[name](value));
  if ('protocol' in init) result.protocol = process('protocol', init.protocol.replace(/:$/, ''));
  for (const name of ['username', 'password', 'hostname']) {
    if (name in init) result[name] = process(name, init[name]);
  }
  const protocol = result.protocol ?? '';
  if ('port' in init) result.port = isPattern ? init.port : canonicalPort(init.port, protocol);
  if ('pathname' in init) {
    let { pathname } = init;
    if (base !== undefined && !isAbsolute(pathname, isPattern)) {
      const path = record.pathnameOf(base);
      // A path that does not begin with a slash is opaque: there is nothing to be relative to.
      if (path[0] === '/') {
        const folder = path.slice(0, path.lastIndexOf('/') + 1);
        pathname = (isPattern ? escapePattern(folder) : folder) + pathname;
      }
    }
    if (!isPattern) {
      pathname = protocol === '' || isSpecial(protocol) ?
        canonicalPathname(pathname) : canonicalOpaquePathname(pathname);
    }
    result.pathname = pathname;
  }
  if ('search' in init) result.search = process('search', init.search.replace(/^\?/, ''));
  if ('hash' in init) result.hash = process('hash', init.hash.replace(/^#/, ''));
  return result;
}

// ---- from a string ----

function matchesSpecialScheme(component) {
  for (const scheme in DEFAULT_PORTS) if (component.regexp.test(scheme)) return true;
  return false;
}

const BEFORE_HOSTNAME = ['protocol', 'authority', 'username', 'password'];
const BEFORE_PATHNAME = [...BEFORE_HOSTNAME, 'hostname', 'port'];
const BEFORE_SEARCH = [...BEFORE_PATHNAME, 'pathname'];

class ConstructorStringParser {
  constructor(input) {
    this.input = input;
    this.tokens = tokenize(input, true);
    this.result = { __proto__: null };
    this.start = 0;
    this.at = 0;
    this.step = 1;
    this.groups = 0;
    this.brackets = 0;
    this.special = false;
    this.state = 'init';
  }

  token(at) {
    return this.tokens[at] ?? this.tokens[this.tokens.length - 1];
  }

  // The character as such, not as part of a pattern.
  is(char, at = this.at) {
    const { type, value } = this.token(at);
    return value === char && (type === 'char' || type === 'escaped' || type === 'invalid');
  }

  // A '?' is a modifier when it stands behind something that can have one.
  isSearchPrefix() {
    if (this.is('?')) return true;
    if (this.token(this.at).value !== '?') return false;
    if (this.at === 0) return true;
    const { type } = this.token(this.at - 1);
    return type !== 'name' && type !== 'regexp' && type !== 'close' && type !== 'asterisk';
  }

  text() {
    return this.input.slice(this.token(this.start).index, this.token(this.at).index);
  }

  rewind(state) {
    this.at = this.start;
    this.step = 0;
    if (state !== undefined) this.state = state;
  }

  change(state, skip) {
    const { result } = this;
    const from = this.state;
    if (from !== 'init' && from !== 'authority' && from !== 'done') result[from] = this.text();
    if (from !== 'init' && state !== 'done') {
      // Parts that are skipped are empty, not wild.
      if (BEFORE_HOSTNAME.includes(from) && ['port', 'pathname', 'search', 'hash'].includes(state)) {
        result.hostname ??= '';
      }
      if (BEFORE_PATHNAME.includes(from) && (state === 'search' || state === 'hash')) {
        result.pathname ??= this.special ? '/' : '';
      }
      if (BEFORE_SEARCH.includes(from) && state === 'hash') result.search ??= '';
    }
    this.state = state;
    this.at += skip;
    this.start = this.at;
    this.step = 0;
  }

  changeAtPathname() {
    if (this.is('/')) this.change('pathname', 0);
    else this.changeAtSearch();
  }

  changeAtSearch() {
    if (this.isSearchPrefix()) this.change('search', 1);
    else if (this.is('#')) this.change('hash', 1);
  }

  protocol() {
    if (!this.is(':')) return;
    this.special = matchesSpecialScheme(compile(this.text(), canonicalProtocol, defaultOptions, false));
    if (this.is('/', this.at + 1) && this.is('/', this.at + 2)) this.change('authority', 3);
    else this.change(this.special ? 'authority' : 'pathname', 1);
  }

  advance() {
    switch (this.state) {
      case 'init':
        if (this.is(':')) this.rewind('protocol');
        break;
      case 'protocol':
        this.protocol();
        break;
      case 'authority':
        if (this.is('@')) this.rewind('username');
        else if (this.is('/') || this.isSearchPrefix() || this.is('#')) this.rewind('hostname');
        break;
      case 'username':
        if (this.is(':')) this.change('password', 1);
        else if (this.is('@')) this.change('hostname', 1);
        break;
      case 'password':
        if (this.is('@')) this.change('hostname', 1);
        break;
      case 'hostname':
        if (this.is('[')) this.brackets++;
        else if (this.is(']')) this.brackets--;
        else if (this.is(':') && this.brackets === 0) this.change('port', 1);
        else this.changeAtPathname();
        break;
      case 'port':
        this.changeAtPathname();
        break;
      case 'pathname':
        this.changeAtSearch();
        break;
      case 'search':
        if (this.is('#')) this.change('hash', 1);
        break;
    }
  }

  parse() {
    for (; this.at < this.tokens.length; this.at += this.step) {
      this.step = 1;
      const { type } = this.token(this.at);
      if (type === 'end') {
        if (this.state === 'init') {
          // No protocol: it begins with the path, the query or the fragment.
          this.rewind();
          if (this.is('#')) this.change('hash', 1);
          else if (this.isSearchPrefix()) this.change('search', 1);
          else this.change('pathname', 0);
          continue;
        }
        if (this.state === 'authority') {
          this.rewind('hostname');
          continue;
        }
        this.change('done', 0);
        break;
      }
      if (type === 'open') {
        this.groups++;
        continue;
      }
      if (this.groups > 0) {
        if (type === 'close') this.groups--;
        continue;
      }
      this.advance();
    }
    if ('hostname' in this.result) this.result.port ??= '';
    return this.result;
  }
}

module.exports = {
  COMPONENTS,
  DEFAULT_PORTS,
  canonicalHash,
  canonicalHostname,
  canonicalIpv6,
  canonicalOpaquePathname,
  canonicalPassword,
  canonicalPathname,
  canonicalPort,
  canonicalProtocol,
  canonicalSearch,
  canonicalUsername,
  matchesSpecialScheme,
  parseConstructorString: (input) => new ConstructorStringParser(input).parse(),
  processInit,
  readInit,
};
