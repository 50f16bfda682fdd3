// url.resolve(): a relative reference against a base, as browsers did it before the standard.
// https://nodejs.org/api/url.html#urlresolvefrom-to
'use strict';

const { hostlessProtocol, slashedProtocol } = require('internal/url');

// What the base becomes is `result`, a copy that may be changed.
function resolve(result, relative) {
  // The fragment of the base never stays.
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);

  // '//host/path' keeps the protocol only.
  if (relative.slashes && !relative.protocol) {
    for (const key of Object.keys(relative)) if (key !== 'protocol') result[key] = relative[key];
    if (slashedProtocol.has(result.protocol) && result.hostname && !result.pathname) {
      result.path = result.pathname = '/';
    }
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return otherProtocol(result, relative);
  return samePlace(result, relative);
}

function finish(result) {
  result.href = result.format();
  return result;
}

function setPath(result) {
  result.path = (result.pathname ? result.pathname : '') + (result.search ? result.search : '');
}

function otherProtocol(result, relative) {
  // A scheme that is not known is absolute.
  if (!slashedProtocol.has(relative.protocol)) return finish(Object.assign(result, relative));

  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !hostlessProtocol.has(relative.protocol)) {
    // A host is needed: it is the first part of the path.
    const parts = (relative.pathname || '').split('/');
    while (parts.length && !(relative.host = parts.shift()));
    relative.host ||= '';
    relative.hostname ||= '';
    if (parts[0] !== '') parts.unshift('');
    if (parts.length < 2) parts.unshift('');
    result.pathname = parts.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) setPath(result);
  result.slashes ||= relative.slashes;
  return finish(result);
}

// In 'mailto:a@b' the first part of the path is the host, and may have credentials.
function takeHost(result, host) {
  result.hostname = result.host = host;
  if (host && host.indexOf('@') > 0) {
    const [auth, name] = host.split('@');
    result.auth = auth;
    result.host = result.hostname = name;
  }
}

function samePlace(result, relative) {
  const startsAtRoot = (path) => path && path[0] === '/';
  const fromRoot = relative.host || startsAtRoot(relative.pathname);
  let rooted = fromRoot || startsAtRoot(result.pathname) || (result.host && relative.pathname);
  const dropDots = rooted;
  let source = (result.pathname && result.pathname.split('/')) || [];
  const target = (relative.pathname && relative.pathname.split('/')) || [];
  // Without slashes '..' may climb up to the host, which is therefore the first part for now.
  const hostInPath = result.protocol && !slashedProtocol.has(result.protocol);

  if (hostInPath) {
    result.hostname = '';
    result.port = null;
    if (result.host) addInFront(source, result.host);
    result.host = '';
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) addInFront(target, relative.host);
      relative.host = null;
    }
    rooted &&= target[0] === '' || source[0] === '';
  }

  if (fromRoot) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    source = target;
  } else if (target.length > 0) {
    source.pop();
    source = source.concat(target);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (hostInPath) takeHost(result, source.shift());
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) setPath(result);
    return finish(result);
  }

  if (source.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }
  return resolveDots(result, relative, source, rooted, dropDots, hostInPath);
}

function addInFront(parts, host) {
  if (parts[0] === '') parts[0] = host;
  else parts.unshift(host);
}

function resolveDots(result, relative, source, rooted, dropDots, hostInPath) {
  const last = source[source.length - 1];
  const endsInSlash = last === '' ||
    ((last === '.' || last === '..') && (result.host || relative.host || source.length > 1));

  // From the back, because what '..' takes away is in front of it.
  let up = 0;
  const parts = [];
  for (let i = source.length - 1; i >= 0; i--) {
    if (source[i] === '.') continue;
    if (source[i] === '..') up++;
    else if (up > 0) up--;
    else parts.unshift(source[i]);
  }
  if (!rooted && !dropDots) for (; up > 0; up--) parts.unshift('..');
  if (rooted && parts[0] !== '' && (!parts[0] || parts[0][0] !== '/')) parts.unshift('');
  if (endsInSlash && parts.join('/').at(-1) !== '/') parts.push('');

  const absolute = parts[0] === '' || (parts[0] && parts[0][0] === '/');
  if (hostInPath) takeHost(result, absolute ? '' : parts.length > 0 ? parts.shift() : '');
  rooted ||= result.host && parts.length;
  if (rooted && !absolute) parts.unshift('');

  if (parts.length > 0) {
    result.pathname = parts.join('/');
  } else {
    result.pathname = null;
    result.path = null;
  }
  if (result.pathname !== null || result.search !== null) setPath(result);
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
}

module.exports = { resolve };
