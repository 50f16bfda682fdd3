// URLPattern. https://nodejs.org/api/url.html#class-urlpattern
'use strict';

const record = require('internal/url/record');
const {
  PatternError,
  compile,
  defaultOptions,
  hostnameOptions,
  pathnameOptions,
} = require('internal/url/pattern_parse');
const parts = require('internal/url/pattern_init');
const {
  codes: { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_URL_PATTERN, ERR_OPERATION_FAILED },
} = require('internal/errors');

const { COMPONENTS } = parts;

// Pattern object -> its compiled components by name.
const patterns = new WeakMap();

function componentsOf(self) {
  const components = patterns.get(self);
  if (components === undefined) {
    // The methods are native in Node, and this is what V8 says then.
    throw new TypeError('Illegal invocation');
  }
  return components;
}

function argumentError(message) {
  const err = new ERR_INVALID_ARG_TYPE('input', 'string', undefined);
  err.message = message;
  return err;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

// Patterns begin a bracket also behind an escape or inside a group.
function isIpv6Pattern(hostname) {
  return hostname.length >= 2 && (hostname[0] === '[' || hostname.startsWith('{[') || hostname.startsWith('\\['));
}

function compileAll(init, ignoreCase) {
  for (const name of COMPONENTS) init[name] ??= '*';
  if (init.protocol in parts.DEFAULT_PORTS && parts.DEFAULT_PORTS[init.protocol] === init.port) init.port = '';

  const protocol = compile(init.protocol, parts.canonicalProtocol, defaultOptions, false);
  const isHierarchical = parts.matchesSpecialScheme(protocol);
  return {
    __proto__: null,
    protocol,
    username: compile(init.username, parts.canonicalUsername, defaultOptions, false),
    password: compile(init.password, parts.canonicalPassword, defaultOptions, false),
    hostname: compile(init.hostname, isIpv6Pattern(init.hostname) ? parts.canonicalIpv6 : parts.canonicalHostname,
                      hostnameOptions, false),
    port: compile(init.port, (value) => parts.canonicalPort(value), defaultOptions, false),
    pathname: isHierarchical ?
      compile(init.pathname, parts.canonicalPathname, pathnameOptions, ignoreCase) :
      compile(init.pathname, parts.canonicalOpaquePathname, defaultOptions, ignoreCase),
    search: compile(init.search, parts.canonicalSearch, defaultOptions, ignoreCase),
    hash: compile(init.hash, parts.canonicalHash, defaultOptions, ignoreCase),
  };
}

function URLPattern(...args) {
  if (new.target === undefined) {
    const err = new ERR_CONSTRUCT_CALL_REQUIRED('URLPattern');
    err.message = 'Cannot call constructor without `new`';
    throw err;
  }
  const [input, second, third] = args;
  if (input != null && typeof input !== 'string' && !isObject(input)) {
    throw argumentError('Input must be an object or a string');
  }
  let base;
  let options;
  if (typeof second === 'string') {
    base = second;
    options = third;
    if (options != null && !isObject(options)) throw argumentError('options must be an object');
  } else if (second != null) {
    if (!isObject(second)) throw argumentError('second argument must be a string or object');
    if (args.length > 2) throw argumentError('second argument must be a string');
    options = second;
  }
  const ignoreCase = Boolean(options?.ignoreCase);

  let init;
  if (typeof input !== 'string') init = parts.readInit(input ?? {});
  try {
    if (init === undefined) {
      init = parts.parseConstructorString(input);
      if (base === undefined && !('protocol' in init)) throw new PatternError();
      if (base !== undefined) init.baseURL = base;
    } else if (base !== undefined) {
      throw new PatternError();
    }
    patterns.set(this, compileAll(parts.processInit(init, true), ignoreCase));
  } catch (err) {
    if (err instanceof PatternError) throw new ERR_INVALID_URL_PATTERN();
    throw err;
  }
}

// The parts of a URL as patterns see them; undefined when it is no URL.
function partsOfUrl(input, base) {
  const url = record.parse(input, base);
  if (url === undefined) return undefined;
  return {
    protocol: record.protocolOf(url).slice(0, -1),
    username: record.usernameOf(url),
    password: record.passwordOf(url),
    hostname: record.hostnameOf(url),
    port: record.portOf(url),
    pathname: record.pathnameOf(url),
    search: record.searchOf(url).slice(1),
    hash: record.hashOf(url).slice(1),
  };
}

function partsOfInput(input, base, operation) {
  if (typeof input === 'string') return partsOfUrl(input, base);
  if (base !== undefined) {
    const err = new ERR_OPERATION_FAILED.TypeError('');
    err.message = `Failed to ${operation} URLPattern`;
    throw err;
  }
  try {
    return parts.processInit(parts.readInit(input), false);
  } catch (err) {
    if (err instanceof PatternError) return undefined;
    throw err;
  }
}

function match(self, input, base, operation) {
  const components = componentsOf(self);
  if (input !== undefined && typeof input !== 'string' && !isObject(input) && input !== null) {
    throw argumentError('URLPattern input needs to be a string or an object');
  }
  if (base !== undefined && typeof base !== 'string') throw argumentError('baseURL must be a string');
  const values = partsOfInput(input ?? {}, base, operation);
  if (values === undefined) return null;

  const matches = { __proto__: null };
  for (const name of COMPONENTS) {
    const found = components[name].regexp.exec(values[name]);
    if (found === null) return null;
    const groups = {};
    components[name].names.forEach((group, i) => {
      groups[group] = found[i + 1];
    });
    matches[name] = { groups, input: values[name] };
  }
  return matches;
}

// An init object is shown as what has been read of it, in order.
function shownInput(input) {
  if (typeof input === 'string') return input;
  const init = parts.readInit(input ?? {});
  return Object.fromEntries(Object.keys(init).sort().map((name) => [name, init[name]]));
}

function exec(input, base) {
  const matches = match(this, input, base, 'exec');
  if (matches === null) return null;
  // In the order of Node's result.
  return {
    __proto__: null,
    hash: matches.hash,
    hostname: matches.hostname,
    inputs: base === undefined ? [shownInput(input)] : [shownInput(input), base],
    password: matches.password,
    pathname: matches.pathname,
    port: matches.port,
    protocol: matches.protocol,
    search: matches.search,
    username: matches.username,
  };
}

function test(input, base) {
  return match(this, input, base, 'test') !== null;
}

for (const name of COMPONENTS) {
  Object.defineProperty(URLPattern.prototype, name, {
    __proto__: null,
    enumerable: true,
    get: Object.defineProperty(function() {
      return componentsOf(this)[name].pattern;
    }, 'name', { __proto__: null, value: '' }),
  });
}

Object.defineProperties(URLPattern.prototype, {
  hasRegExpGroups: {
    __proto__: null,
    enumerable: true,
    get: Object.defineProperty(function() {
      return COMPONENTS.some((name) => componentsOf(this)[name].hasRegExpGroups);
    }, 'name', { __proto__: null, value: '' }),
  },
  // Native functions have no length that tells their arguments.
  exec: { __proto__: null, configurable: true, enumerable: true, writable: true, value: (0, { exec(...args) {
    return Reflect.apply(exec, this, args);
  } }.exec) },
  test: { __proto__: null, configurable: true, enumerable: true, writable: true, value: (0, { test(...args) {
    return Reflect.apply(test, this, args);
  } }.test) },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLPattern' },
});

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(URLPattern.prototype, 4);

module.exports = { URLPattern };
