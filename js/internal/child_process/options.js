// Arguments and options of spawn and its relatives, checked and completed.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#child_processspawncommand-args-options
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const {
  validateArgumentNullCheck,
  validateArgumentsNullCheck,
} = require('internal/child_process/null_check');
const { validateBoolean, validateInt32, validateInteger, validateNumber, validateObject, validateString } = require('internal/validators');
const process = require('process');

const MAX_BUFFER = 1024 * 1024;

function getValidatedPath(value, name) {
  return require('internal/fs/utils').getValidatedPath(value, name);
}

function sanitizeKillSignal(killSignal) {
  if (typeof killSignal === 'string' || typeof killSignal === 'number') {
    return require('internal/util').convertToValidSignal(killSignal);
  }
  if (killSignal !== undefined && killSignal !== null) {
    throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], killSignal);
  }
  return killSignal;
}

function validateTimeout(timeout) {
  if (timeout !== undefined && timeout !== null) validateInteger(timeout, 'timeout', 0);
}

function validateMaxBuffer(maxBuffer) {
  if (maxBuffer !== undefined && maxBuffer !== null) validateNumber(maxBuffer, 'options.maxBuffer', 0);
}

function copyEnv(env, args) {
  const pairs = [];
  const keys = [];
  for (const key in env) keys.push(key);
  // What restricts this process restricts the child.
  const inherits = process.permission !== undefined && !args.includes('--permission');
  if (inherits && !keys.includes('NODE_OPTIONS')) keys.push('NODE_OPTIONS');
  for (const key of keys) {
    let value = env[key];
    if (inherits && key === 'NODE_OPTIONS') value = require('internal/process/permission').childOptions(value);
    if (value === undefined) continue;
    validateArgumentNullCheck(key, `options.env['${key}']`);
    validateArgumentNullCheck(value, `options.env['${key}']`);
    pairs.push(`${key}=${value}`);
  }
  return pairs;
}

let warnedShell = false;

function normalizeSpawnArguments(file, args, options) {
  validateString(file, 'file');
  validateArgumentNullCheck(file, 'file');
  if (file.length === 0) throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');

  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args === undefined || args === null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  validateArgumentsNullCheck(args, 'args');

  if (options === undefined) options = {};
  else validateObject(options, 'options');
  options = { __proto__: null, ...options };

  let { cwd } = options;
  if (cwd !== undefined && cwd !== null) cwd = getValidatedPath(cwd, 'options.cwd');
  if (options.detached !== undefined && options.detached !== null) validateBoolean(options.detached, 'options.detached');
  if (options.uid !== undefined && options.uid !== null) validateInt32(options.uid, 'options.uid');
  if (options.gid !== undefined && options.gid !== null) validateInt32(options.gid, 'options.gid');
  const { shell } = options;
  if (shell !== undefined && shell !== null && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], shell);
  }
  if (options.argv0 !== undefined && options.argv0 !== null) {
    validateString(options.argv0, 'options.argv0');
    validateArgumentNullCheck(options.argv0, 'options.argv0');
  }
  for (const name of ['windowsHide', 'windowsVerbatimArguments']) {
    if (options[name] !== undefined && options[name] !== null) validateBoolean(options[name], `options.${name}`);
  }

  if (shell) {
    validateArgumentNullCheck(options.shell, 'options.shell');
    if (args.length > 0 && !warnedShell) {
      warnedShell = true;
      process.emitWarning(
        'Passing args to a child process with shell option true can lead to security vulnerabilities, as the ' +
        'arguments are not escaped, only concatenated.', 'DeprecationWarning', 'DEP0190');
    }
    const command = args.length > 0 ? `${file} ${args.join(' ')}` : file;
    file = typeof shell === 'string' ? shell : '/bin/sh';
    args = ['-c', command];
  }
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);

  const env = options.env || process.env;
  return {
    __proto__: null,
    ...options,
    args,
    cwd,
    detached: !!options.detached,
    envPairs: copyEnv(env, args),
    file,
    windowsHide: !!options.windowsHide,
    windowsVerbatimArguments: !!options.windowsVerbatimArguments,
  };
}

function normalizeExecArgs(command, options, callback) {
  validateString(command, 'command');
  validateArgumentNullCheck(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

function normalizeExecFileArgs(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args !== null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  if (typeof options === 'function') callback = options;
  else if (options !== undefined && options !== null) validateObject(options, 'options');
  options = typeof options === 'object' && options !== null ? options : {};
  if (callback !== undefined && callback !== null && typeof callback !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
  }
  if (options.argv0 !== undefined && options.argv0 !== null) {
    validateString(options.argv0, 'options.argv0');
    validateArgumentNullCheck(options.argv0, 'options.argv0');
  }
  return { file, args, options, callback };
}

module.exports = {
  MAX_BUFFER,
  normalizeExecArgs,
  normalizeExecFileArgs,
  normalizeSpawnArguments,
  sanitizeKillSignal,
  validateMaxBuffer,
  validateTimeout,
};
