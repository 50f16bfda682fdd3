// node:url. https://nodejs.org/api/url.html
'use strict';

const internal = require('internal/url');
const { Url } = require('internal/url/legacy');

const { URL } = internal;

let warned = false;

function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (!warned && !require('internal/util').isInsideNodeModules?.(4)) {
    warned = true;
    require('process').emitWarning(
      '`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
      'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.',
      'DeprecationWarning',
      'DEP0169',
    );
  }
  if (url instanceof Url) return url;
  const parsed = new Url();
  parsed.parse(url, parseQueryString, slashesDenoteHost);
  return parsed;
}

function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

function urlResolveObject(source, relative) {
  if (!source) return relative;
  return urlParse(source, false, true).resolveObject(relative);
}

function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  } else if (urlObject instanceof URL) {
    return formatURL(urlObject, options);
  }
  return Url.prototype.format.call(urlObject);
}

// A URL of the standard, with parts left out.
function formatURL(url, options) {
  let fragment = true;
  let unicode = false;
  let search = true;
  let auth = true;
  if (options) {
    require('internal/validators').validateObject(options, 'options');
    if (options.fragment != null) fragment = Boolean(options.fragment);
    if (options.unicode != null) unicode = Boolean(options.unicode);
    if (options.search != null) search = Boolean(options.search);
    if (options.auth != null) auth = Boolean(options.auth);
  }
  const { href } = url;
  if (fragment && !unicode && search && auth) return href;

  const copy = new URL(href);
  if (!fragment) copy.hash = '';
  if (!search) copy.search = '';
  if (!auth) {
    copy.username = '';
    copy.password = '';
  }
  const { hostname } = copy;
  if (!unicode || hostname === '') return copy.href;
  const text = copy.href;
  // Behind the scheme and what may be in front of the host.
  const authority = text.indexOf('//') + 2;
  const credentials = copy.username !== '' || copy.password !== '' ? text.indexOf('@', authority) + 1 : authority;
  return text.slice(0, credentials) + ops.op_url_to_unicode(hostname) +
    text.slice(credentials + hostname.length);
}

function pathToFileURL(path, options) {
  require('internal/validators').validateString(path, 'path');
  return internal.pathToFileURL(path, options);
}

module.exports = {
  Url,
  parse: urlParse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  URL,
  get URLPattern() {
    return internal.URLPattern;
  },
  URLSearchParams: internal.URLSearchParams,
  domainToASCII: internal.domainToASCII,
  domainToUnicode: internal.domainToUnicode,
  pathToFileURL,
  fileURLToPath: internal.fileURLToPath,
  fileURLToPathBuffer: internal.fileURLToPathBuffer,
  urlToHttpOptions: internal.urlToHttpOptions,
};
