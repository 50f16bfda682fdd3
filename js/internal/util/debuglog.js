// util.debuglog and NODE_DEBUG: https://nodejs.org/docs/latest-v26.x/api/util.html#utildebuglogsection-callback
'use strict';

// Section -> the function that writes; made when a section is first used.
const writers = { __proto__: null };

let pattern;

// NODE_DEBUG is a comma separated list of sections, with * as a wildcard. It is read once.
function initializeDebugEnv(debugEnv) {
  if (!debugEnv) {
    pattern = null;
    return;
  }
  const source = debugEnv.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
  pattern = new RegExp(`^${source}$`, 'i');
}

function isEnabled(section) {
  if (pattern === undefined) initializeDebugEnv(require('process').env.NODE_DEBUG);
  return pattern !== null && pattern.test(section);
}

function noop() {}

function warnOfSecrets(section) {
  if (section !== 'HTTP' && section !== 'HTTP2') return;
  require('process').emitWarning(
    `Setting the NODE_DEBUG environment variable to '${section.toLowerCase()}' can expose sensitive data ` +
    '(such as passwords, tokens and authentication headers) in the resulting log.');
}

function makeWriter(section) {
  const process = require('process');
  const { pid } = process;
  warnOfSecrets(section);
  return function debug(...args) {
    const colors = require('internal/util/colors').shouldColorize(process.stderr);
    const { format, formatWithOptions, inspect } = require('internal/util/inspect');
    const message = formatWithOptions({ colors }, ...args);
    process.stderr.write(format('%s %s: %s\n', section, inspect(pid, { colors }), message));
  };
}

// `callback` gets the function that writes, at the first call, so that a module can use it without the detour.
function debuglog(section, callback) {
  let enabled;
  let write;

  const check = () => {
    if (enabled === undefined) {
      section = String.prototype.toUpperCase.call(section);
      enabled = isEnabled(section);
    }
    return enabled;
  };

  const defineEnabled = (target) => Object.defineProperty(target, 'enabled', {
    __proto__: null,
    get: check,
    configurable: true,
    enumerable: true,
  });

  const logger = (...args) => {
    if (enabled === false && write !== undefined) return;
    if (write === undefined) {
      check();
      write = writers[section] ??= enabled ? makeWriter(section) : noop;
      if (typeof callback === 'function') {
        if (!Object.hasOwn(write, 'enabled')) defineEnabled(write);
        callback(write);
      }
    }
    write(...args);
  };
  return defineEnabled(logger);
}

module.exports = { debuglog, initializeDebugEnv };
