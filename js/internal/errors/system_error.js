// Errors of the system that JavaScript puts together: SystemError, UVException, ErrnoException and their like.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#class-systemerror
'use strict';

const {
  Error,
  NumberIsSafeInteger,
  ObjectDefineProperty,
  ObjectKeys,
  SafeMap,
  SymbolFor,
} = primordials;

const { codes, getMessage, kIsNodeError } = require('internal/errors/node_error');

let errorMap;

// errno (negative, as libuv has it) -> [name, text].
function getErrorMap() {
  if (errorMap === undefined) {
    errorMap = new SafeMap();
    const table = require('internal/errors/errno_table');
    for (let i = 0; i < table.length; i++) {
      errorMap.set(table[i][0], [table[i][1], table[i][2]]);
    }
  }
  return errorMap;
}

function uvErrmapGet(errno) {
  return getErrorMap().get(errno);
}

function nameAndText(errno) {
  return uvErrmapGet(errno) || ['UNKNOWN', 'unknown error'];
}

// The name of an errno that may come from a program.
function errnoName(errno) {
  const { validateNumber } = require('internal/validators');
  validateNumber(errno, 'err');
  if (errno >= 0 || !NumberIsSafeInteger(errno)) {
    throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
  }
  const entry = uvErrmapGet(errno);
  return entry ? entry[0] : `Unknown system error ${errno}`;
}

// The classes below are an implementation matter: to a program their instances are plain Errors.
function looksLikeError(Class) {
  ObjectDefineProperty(Class.prototype, 'constructor', {
    __proto__: null,
    get() { return Error; },
    configurable: true,
  });
}

function hidden(self, key, value) {
  ObjectDefineProperty(self, key, { __proto__: null, value, enumerable: false, configurable: true, writable: true });
}

function liveProperty(self, context, key, get, set) {
  ObjectDefineProperty(self, key, {
    __proto__: null,
    get() { return get(context[key]); },
    set(value) { context[key] = set(value); },
    enumerable: true,
    configurable: true,
  });
}

const asIs = (value) => value;
const asText = (value) => (value == null ? value : `${value}`);
const asBuffer = (value) => (value ? require('buffer').Buffer.from(`${value}`) : undefined);

// An error with a code of Node's and, in `info`, what the system said: { code, syscall, message, errno, path, dest }.
class SystemError extends Error {
  constructor(key, context) {
    super();
    let message = `${getMessage(key, [], this)}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;

    this.code = key;
    ObjectDefineProperty(this, kIsNodeError, {
      __proto__: null,
      value: true,
      enumerable: false,
      configurable: true,
      writable: false,
    });
    hidden(this, 'name', 'SystemError');
    hidden(this, 'message', message);
    ObjectDefineProperty(this, 'info', {
      __proto__: null,
      value: context,
      enumerable: true,
      configurable: true,
      writable: false,
    });
    liveProperty(this, context, 'errno', asIs, asIs);
    liveProperty(this, context, 'syscall', asIs, asIs);
    if (context.path !== undefined) liveProperty(this, context, 'path', asText, asBuffer);
    if (context.dest !== undefined) liveProperty(this, context, 'dest', asText, asBuffer);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [SymbolFor('nodejs.util.inspect.custom')](recurseTimes, ctx) {
    return require('internal/util/inspect').inspect(this, { ...ctx, getters: true, customInspect: false });
  }
}

class UVException extends Error {
  constructor(ctx) {
    const { 0: code, 1: text } = nameAndText(ctx.errno);
    const path = ctx.path ? `${ctx.path}` : undefined;
    const dest = ctx.dest ? `${ctx.dest}` : undefined;
    super(`${code}: ${ctx.message || text}, ${ctx.syscall}` +
      `${path ? ` '${path}'` : ''}${dest ? ` -> '${dest}'` : ''}`);
    const keys = ObjectKeys(ctx);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key !== 'message' && key !== 'path' && key !== 'dest') this[key] = ctx[key];
    }
    this.code = code;
    if (path) this.path = path;
    if (dest) this.dest = dest;
  }
}

function addressText(address, port) {
  if (port && port > 0) return ` ${address}:${port}`;
  return address ? ` ${address}` : '';
}

class UVExceptionWithHostPort extends Error {
  constructor(errno, syscall, address, port) {
    const { 0: code, 1: text } = nameAndText(errno);
    super(`${syscall} ${code}: ${text}${addressText(address, port)}`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
    this.address = address;
    if (port) this.port = port;
  }
}

class ErrnoException extends Error {
  constructor(errno, syscall, original) {
    const code = errnoName(errno);
    super(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
    this.errno = errno;
    this.code = code;
    this.syscall = syscall;
  }
}

// `errno` may be an ERR_ACCESS_DENIED error of the permission model instead of a number; ops answer with one number.
const kAccessDenied = -2147483647;

function accessDenied(resource) {
  const { codes: { ERR_ACCESS_DENIED } } = require('internal/errors');
  return new ERR_ACCESS_DENIED(
    'Access to this API has been restricted. Use --allow-net to manage permissions.', 'Net', resource);
}

function isAccessDenied(errno) {
  return typeof errno !== 'number' && errno.code === 'ERR_ACCESS_DENIED';
}

class ExceptionWithHostPort extends Error {
  constructor(errno, syscall, address, port, additional) {
    if (errno === kAccessDenied) errno = accessDenied(address);
    const denied = isAccessDenied(errno);
    const code = denied ? errno.code : errnoName(errno);
    let details = denied ? ` ${errno.message}` : addressText(address, port);
    if (!denied && additional) details += ` - Local (${additional})`;
    super(`${syscall} ${code}${details}`);
    this.errno = errno;
    this.code = code;
    this.syscall = syscall;
    this.address = address;
    if (port) this.port = port;
  }
}

// UV_EAI_NODATA and UV_EAI_NONAME, which Node reports by the made-up name ENOTFOUND.
const kNoData = -3007;
const kNoName = -3008;

class DNSException extends Error {
  // `code` is an errno, the name of a resolver error, or an ERR_ACCESS_DENIED error.
  constructor(code, syscall, hostname) {
    let errno;
    if (code === kAccessDenied) {
      code = 'ERR_ACCESS_DENIED';
    } else if (typeof code === 'number') {
      errno = code;
      code = errno === kNoData || errno === kNoName ? 'ENOTFOUND' : errnoName(errno);
    } else if (isAccessDenied(code)) {
      code = code.code;
    }
    super(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
    this.errno = errno;
    this.code = code;
    this.syscall = syscall;
    if (hostname) this.hostname = hostname;
  }
}

class ConnResetException extends Error {
  constructor(message) {
    super(message);
    this.code = 'ECONNRESET';
  }
}

looksLikeError(UVException);
looksLikeError(UVExceptionWithHostPort);
looksLikeError(ErrnoException);
looksLikeError(ExceptionWithHostPort);
looksLikeError(DNSException);
looksLikeError(ConnResetException);

module.exports = {
  ConnResetException,
  DNSException,
  ErrnoException,
  ExceptionWithHostPort,
  SystemError,
  UVException,
  UVExceptionWithHostPort,
  errnoName,
  getErrorMap,
  uvErrmapGet,
};
