// What other modules need of URLs. https://nodejs.org/api/url.html
'use strict';

const record = require('internal/url/record');
const { URL, getURLHref, isURLInstance } = require('internal/url/url_class');
const { URLSearchParams } = require('internal/url/search_params');
const {
  fileURLToPath,
  fileURLToPathBuffer,
  isURL,
  pathToFileURL,
  toPathIfFileURL,
} = require('internal/url/file_url');
const { encodeStr } = require('internal/querystring');
const { codes: { ERR_MISSING_ARGS } } = require('internal/errors');

// Schemes of which the old url.parse() knows something, with and without the colon.
const javascript = ['javascript', 'javascript:'];
const unsafeProtocol = new Set(javascript);
const hostlessProtocol = new Set(javascript);
const slashedProtocol = new Set(
  ['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));

function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return ops.op_url_domain_to_ascii(`${domain}`);
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return ops.op_url_domain_to_unicode(`${domain}`);
}

// The options of http.request() that a URL stands for.
function urlToHttpOptions(url) {
  const { kValidateObjectAllowObjects, validateObject } = require('internal/validators');
  validateObject(url, 'url', kValidateObjectAllowObjects);
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    // What the program has added to its URL object.
    ...url,
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

function getURLOrigin(url) {
  const context = record.parse(`${url}`);
  if (context === undefined) {
    const { codes: { ERR_INVALID_URL } } = require('internal/errors');
    throw new ERR_INVALID_URL(url);
  }
  return record.originOf(context);
}

module.exports = {
  URL,
  URLParse: URL.parse,
  URLSearchParams,
  get URLPattern() {
    return require('internal/url/pattern').URLPattern;
  },
  domainToASCII,
  domainToUnicode,
  encodeStr,
  fileURLToPath,
  fileURLToPathBuffer,
  getURLHref,
  getURLOrigin,
  hostlessProtocol,
  isURL,
  isURLInstance,
  pathToFileURL,
  slashedProtocol,
  toPathIfFileURL,
  unsafeProtocol,
  urlToHttpOptions,
};
