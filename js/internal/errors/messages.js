// The error messages that are more than a template: one function for each null in internal/errors/codes.js.
// `this` is the error under construction, so a function may give it further properties.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#nodejs-error-codes
'use strict';

const {
  ArrayIsArray,
  ArrayPrototypeIncludes,
  ArrayPrototypeJoin,
  ArrayPrototypeMap,
  ArrayPrototypePush,
  JSONStringify,
  MathAbs,
  NumberIsInteger,
  ObjectAssign,
  ObjectDefineProperty,
  RegExpPrototypeExec,
  String,
  StringPrototypeEndsWith,
  StringPrototypeIncludes,
  StringPrototypeRepeat,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} = primordials;

const assert = require('internal/assert');
const { determineSpecificType, formatList } = require('internal/errors/describe');

const classNamePattern = /^[A-Z][a-zA-Z0-9]*$/;
const typeNames = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];

function inspect(value, options) {
  return require('internal/util/inspect').inspect(value, options);
}

function hidden(target, key, value) {
  ObjectDefineProperty(target, key, { __proto__: null, value, enumerable: false, configurable: true, writable: true });
}

function propertyOrArgument(name) {
  return StringPrototypeIncludes(name, '.') ? 'property' : 'argument';
}

function importedFrom(base) {
  return base ? ` imported from ${base}` : '';
}

// 1234567 -> 1_234_567; only for the digits of an integer.
function groupDigits(digits) {
  const first = digits[0] === '-' ? 1 : 0;
  let grouped = '';
  let end = digits.length;
  while (end >= first + 4) {
    grouped = `_${StringPrototypeSlice(digits, end - 3, end)}${grouped}`;
    end -= 3;
  }
  return StringPrototypeSlice(digits, 0, end) + grouped;
}

// 'of type string or an instance of Buffer': type names first, then class names, then everything else.
function describeExpected(expected) {
  const types = [];
  const classes = [];
  const rest = [];
  let object = false;
  for (let i = 0; i < expected.length; i++) {
    const entry = expected[i];
    assert(typeof entry === 'string', 'All expected entries have to be of type string');
    if (ArrayPrototypeIncludes(typeNames, entry)) {
      const type = StringPrototypeToLowerCase(entry);
      // Next to classes, 'object' is said as the class Object.
      if (type === 'object' && !object) object = true;
      ArrayPrototypePush(types, type);
    } else if (RegExpPrototypeExec(classNamePattern, entry) !== null) {
      ArrayPrototypePush(classes, entry);
    } else {
      ArrayPrototypePush(rest, entry);
    }
  }
  let plainTypes = types;
  if (object && classes.length > 0) {
    plainTypes = [];
    let moved = false;
    for (let i = 0; i < types.length; i++) {
      if (types[i] === 'object' && !moved) moved = true;
      else ArrayPrototypePush(plainTypes, types[i]);
    }
    ArrayPrototypePush(classes, 'Object');
  }
  const parts = [];
  if (plainTypes.length > 0) {
    ArrayPrototypePush(parts, `${plainTypes.length > 1 ? 'one of type' : 'of type'} ${formatList(plainTypes, 'or')}`);
  }
  if (classes.length > 0) ArrayPrototypePush(parts, `an instance of ${formatList(classes, 'or')}`);
  if (rest.length > 1) {
    ArrayPrototypePush(parts, `one of ${formatList(rest, 'or')}`);
  } else if (rest.length === 1) {
    ArrayPrototypePush(parts, StringPrototypeToLowerCase(rest[0]) === rest[0] ? rest[0] : `an ${rest[0]}`);
  }
  return ArrayPrototypeJoin(parts, ' or ');
}

module.exports = {
  ERR_ACCESS_DENIED(text, permission = '', resource = '') {
    this.permission = permission;
    this.resource = resource;
    return text;
  },
  ERR_BUFFER_OUT_OF_BOUNDS(name = undefined) {
    return name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds';
  },
  ERR_DEBUGGER_STARTUP_ERROR(text, details = undefined) {
    if (details !== undefined) ObjectAssign(this, details);
    return text;
  },
  ERR_ENCODING_INVALID_ENCODED_DATA(encoding, errno) {
    this.errno = errno;
    return `The encoded data was not valid for encoding ${encoding}`;
  },
  ERR_FALSY_VALUE_REJECTION(reason) {
    this.reason = reason;
    return 'Promise was rejected with falsy value';
  },
  ERR_HTTP2_INVALID_SETTING_VALUE(name, actual, min = undefined, max = undefined) {
    this.actual = actual;
    if (min !== undefined) {
      this.min = min;
      this.max = max;
    }
    return `Invalid value for setting "${name}": ${actual}`;
  },
  ERR_HTTP2_STREAM_CANCEL(cause) {
    const text = 'The pending stream has been canceled';
    if (!cause) return text;
    this.cause = cause;
    return typeof cause.message === 'string' ? `${text} (caused by: ${cause.message})` : text;
  },
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(attribute, value, url = undefined) {
    return `Import attribute "${attribute}" with value "${value}" is not supported` +
      (url === undefined ? '' : ` in ${url}`);
  },
  ERR_INTERNAL_ASSERTION(text) {
    const suffix = 'This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n' +
      'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n';
    return text === undefined ? suffix : `${text}\n${suffix}`;
  },
  ERR_INVALID_ADDRESS_FAMILY(family, host, port) {
    this.host = host;
    this.port = port;
    return `Invalid address family: ${family} ${host}:${port}`;
  },
  ERR_INVALID_ARG_TYPE(name, expected, actual) {
    assert(typeof name === 'string', "'name' must be a string");
    const subject = StringPrototypeEndsWith(name, ' argument') ? name : `"${name}" ${propertyOrArgument(name)}`;
    const wanted = describeExpected(ArrayIsArray(expected) ? expected : [expected]);
    return `The ${subject} must be ${wanted}. Received ${determineSpecificType(actual)}`;
  },
  ERR_INVALID_ARG_VALUE(name, value, reason = 'is invalid') {
    let shown = inspect(value);
    if (shown.length > 128) shown = `${StringPrototypeSlice(shown, 0, 128)}...`;
    return `The ${propertyOrArgument(name)} '${name}' ${reason}. Received ${shown}`;
  },
  ERR_INVALID_CHAR(name, field = undefined) {
    return `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`;
  },
  ERR_INVALID_FILE_URL_PATH(reason, input) {
    this.input = input;
    return `File URL path ${reason}`;
  },
  ERR_INVALID_MIME_SYNTAX(production, text, index) {
    return `The MIME syntax for a ${production} in "${text}" is invalid${index === -1 ? '' : ` at ${index}`}`;
  },
  ERR_INVALID_MODULE_SPECIFIER(request, reason, base = undefined) {
    return `Invalid module "${request}" ${reason}${importedFrom(base)}`;
  },
  ERR_INVALID_PACKAGE_CONFIG(path, base, text) {
    return `Invalid package config ${path}${base ? ` while importing ${base}` : ''}${text ? `. ${text}` : ''}`;
  },
  ERR_INVALID_PACKAGE_TARGET(packagePath, key, target, isImport = false, base = undefined) {
    const field = isImport ? 'imports' : 'exports';
    const what = key === '.' ? `"${field}" main target ${JSONStringify(target)} defined` :
      `"${field}" target ${JSONStringify(target)} defined for '${key}'`;
    const unrelative = typeof target === 'string' && !isImport && target.length > 0 &&
      !StringPrototypeStartsWith(target, './');
    return `Invalid ${what} in the package config ${packagePath}package.json${importedFrom(base)}` +
      (unrelative ? '; targets must start with "./"' : '');
  },
  ERR_INVALID_RETURN_PROPERTY(input, name, property, value) {
    return `Expected a valid ${input} to be returned for the "${property}" from the "${name}" hook but got ` +
      `${determineSpecificType(value)}.`;
  },
  ERR_INVALID_RETURN_PROPERTY_VALUE(input, name, property, value) {
    return `Expected ${input} to be returned for the "${property}" from the "${name}" hook but got ` +
      `${determineSpecificType(value)}.`;
  },
  ERR_INVALID_RETURN_VALUE(input, name, value) {
    return `Expected ${input} to be returned from the "${name}" function but got ${determineSpecificType(value)}.`;
  },
  ERR_INVALID_URL(input, base = null) {
    this.input = input;
    if (base != null) this.base = base;
    return 'Invalid URL';
  },
  ERR_INVALID_URL_SCHEME(expected) {
    const schemes = typeof expected === 'string' ? [expected] : expected;
    return `The URL must be ${schemes.length === 2 ? 'one of scheme' : 'of scheme'} ${formatList(schemes, 'or')}`;
  },
  ERR_IP_BLOCKED(ip) {
    return `IP(${ip}) is blocked by net.BlockList`;
  },
  ERR_MISSING_ARGS(...names) {
    assert(names.length > 0, 'At least one arg needs to be specified');
    const quote = (name) => `"${name}"`;
    const quoted = ArrayPrototypeMap(names, (name) =>
      (ArrayIsArray(name) ? ArrayPrototypeJoin(ArrayPrototypeMap(name, quote), ' or ') : quote(name)));
    return `The ${formatList(quoted)} argument${names.length > 1 ? 's' : ''} must be specified`;
  },
  ERR_MODULE_NOT_FOUND(path, base, exactUrl = undefined) {
    if (exactUrl) require('internal/util').setOwnProperty(this, 'url', `${exactUrl}`);
    return `Cannot find ${exactUrl ? 'module' : 'package'} '${path}' imported from ${base}`;
  },
  ERR_OUT_OF_RANGE(name, range, received, nameIsText = false) {
    assert(range, 'Missing "range" argument');
    let shown;
    if (NumberIsInteger(received) && MathAbs(received) > 2 ** 32) {
      shown = groupDigits(String(received));
    } else if (typeof received === 'bigint') {
      const big = received > 2n ** 32n || received < -(2n ** 32n);
      shown = `${big ? groupDigits(String(received)) : received}n`;
    } else {
      shown = inspect(received);
    }
    return `${nameIsText ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${shown}`;
  },
  ERR_PACKAGE_IMPORT_NOT_DEFINED(specifier, packagePath, base) {
    return `Package import specifier "${specifier}" is not defined` +
      `${packagePath ? ` in package ${packagePath}package.json` : ''} imported from ${base}`;
  },
  ERR_PACKAGE_MAP_EXTERNAL_FILE(specifier, parentPath, configPath) {
    return `Cannot resolve "${specifier}" from "${parentPath}": ` +
      `file is not within any package defined in ${configPath}`;
  },
  ERR_PACKAGE_MAP_INVALID(configPath, reason) {
    return `Invalid package-map.json at "${configPath}": ${reason}`;
  },
  ERR_PACKAGE_MAP_KEY_NOT_FOUND(key, configPath) {
    return `Package key "${key}" referenced in dependencies but not defined in ${configPath}`;
  },
  ERR_PACKAGE_PATH_NOT_EXPORTED(packagePath, subpath, base = undefined) {
    const where = `${packagePath}package.json${importedFrom(base)}`;
    return subpath === '.' ? `No "exports" main defined in ${where}` :
      `Package subpath '${subpath}' is not defined by "exports" in ${where}`;
  },
  ERR_PARSE_ARGS_UNKNOWN_OPTION(option, allowPositionals) {
    if (!allowPositionals) return `Unknown option '${option}'`;
    return `Unknown option '${option}'. To specify a positional argument starting with a '-', place it at the end ` +
      `of the command after '--', as in '-- ${JSONStringify(option)}`;
  },
  ERR_REQUIRE_ASYNC_MODULE(filename, parent, locations) {
    let text = 'require() cannot be used on an ESM graph with top-level await. Use import() instead.';
    if (!require('internal/options').getOptionValue('--experimental-print-required-tla')) {
      text += ' To see where the top-level await comes from, use --experimental-print-required-tla.';
    }
    if (filename) text += `\nRequired module: ${filename}`;
    if (parent) {
      const stack = require('internal/modules/helpers').getRequireStack(parent);
      if (stack.length > 0) text += `\nRequire stack:\n- ${ArrayPrototypeJoin(stack, '\n- ')}`;
      hidden(this, 'requireStack', stack);
    }
    if (locations?.length > 0) {
      const { urlToFilename } = require('internal/modules/helpers');
      const arrows = ArrayPrototypeMap(locations, (at) =>
        `${urlToFilename(at.url)}:${at.line}\n\n${at.sourceLine}\n${StringPrototypeRepeat(' ', at.column - 1)}^\n`);
      require('internal/errors').setArrowMessage(this, ArrayPrototypeJoin(arrows, '\n'));
      hidden(this, 'topLevelAwaitLocations', locations);
    }
    return text;
  },
  ERR_REQUIRE_ESM(filename, hasEsmSyntax, parentPath = null, packageJsonPath = null) {
    require('internal/errors').hideInternalStackFrames(this);
    const head = `require() of ES Module ${filename}${parentPath ? ` from ${parentPath}` : ''} not supported.`;
    if (!packageJsonPath) {
      return StringPrototypeEndsWith(filename, '.mjs') ?
        `${head}\nInstead change the require of ${filename} to a dynamic import() which is available in all ` +
          'CommonJS modules.' : head;
    }
    const { basename } = require('path');
    const base = parentPath && basename(filename) === basename(parentPath) ? filename : basename(filename);
    if (hasEsmSyntax) {
      return `${head}\nInstead change the require of ${base} in ${parentPath} to a dynamic import() which is ` +
        'available in all CommonJS modules.';
    }
    return `${head}\n${base} is treated as an ES module file as it is a .js file whose nearest parent package.json ` +
      'contains "type": "module" which declares all .js files in that package scope as ES modules.\nInstead either ' +
      `rename ${base} to end in .cjs, change the requiring code to use dynamic import() which is available in all ` +
      'CommonJS modules, or change "type": "module" to "type": "commonjs" in ' +
      `${packageJsonPath} to treat all .js files as CommonJS (using .mjs for all ES modules instead).\n`;
  },
  ERR_REQUIRE_ESM_RACE_CONDITION(filename, parentFilename, isForAsyncLoaderHookWorker) {
    return `Cannot require() ES Module ${filename} because it is not yet fully loaded.\n` +
      'This may be caused by a race condition if the module is simultaneously dynamically import()-ed via ' +
      'Promise.all().\nTry await-ing the import() sequentially in a loop instead.\n' +
      ` (From ${parentFilename ? `${parentFilename} in ` : ' '}` +
      `${isForAsyncLoaderHookWorker ? 'loader hook worker thread' : 'non-loader-hook thread'})`;
  },
  ERR_SOCKET_BAD_PORT(name, port, allowZero = true) {
    return `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${determineSpecificType(port)}.`;
  },
  ERR_TEST_FAILURE(cause, failureType) {
    require('internal/errors').hideInternalStackFrames(this);
    let text = cause?.message ?? cause;
    if (typeof text !== 'string') text = require('internal/errors').inspectWithNoCustomRetry(text);
    this.failureType = failureType;
    this.cause = cause;
    return text;
  },
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(value, protocols) {
    return `ALPN callback returned a value (${value}) that did not match any of the client's offered protocols ` +
      `(${ArrayPrototypeJoin(protocols, ', ')})`;
  },
  ERR_TLS_CERT_ALTNAME_INVALID(reason, host, cert) {
    this.reason = reason;
    this.host = host;
    this.cert = cert;
    return `Hostname/IP does not match certificate's altnames: ${reason}`;
  },
  ERR_UNHANDLED_ERROR(value = undefined) {
    return value === undefined ? 'Unhandled error.' : `Unhandled error. (${value})`;
  },
  ERR_UNSUPPORTED_DIR_IMPORT(path, base, exactUrl = undefined) {
    require('internal/util').setOwnProperty(this, 'url', exactUrl);
    return `Directory import '${path}' is not supported resolving ES modules imported from ${base}`;
  },
  ERR_UNSUPPORTED_ESM_URL_SCHEME(url, supported) {
    return `Only URLs with a scheme in: ${formatList(supported)} are supported by the default ESM loader. ` +
      `Received protocol '${url.protocol}'`;
  },
  ERR_VM_MODULE_LINK_FAILURE(text, cause) {
    this.cause = cause;
    return text;
  },
  ERR_WORKER_INVALID_EXEC_ARGV(errors, text = 'invalid execArgv flags') {
    return `Initiated Worker with ${text}: ${ArrayPrototypeJoin(errors, ', ')}`;
  },
  ERR_WORKER_PATH(filename) {
    let text = 'The worker script or module filename must be an absolute path or a relative path starting with ' +
      "'./' or '../'.";
    if (StringPrototypeStartsWith(filename, 'file://')) text += ' Wrap file:// URLs with `new URL`.';
    if (StringPrototypeStartsWith(filename, 'data:text/javascript')) text += ' Wrap data: URLs with `new URL`.';
    return `${text} Received "${filename}"`;
  },
};
