// The command line as builtins see it: the value of each option, by its long name.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#options
'use strict';

const { ObjectAssign, StringPrototypeSlice } = primordials;

// What an option is when it was not given, where that is not `false`.
const defaults = {
  '__proto__': null,
  '--require': [],
  '--import': [],
  '--conditions': [],
  '--experimental-loader': [],
  '--disable-warning': [],
  '--env-file': [],
  '--env-file-if-exists': [],
  '--input-type': '',
  '--unhandled-rejections': '',
  '--stack-trace-limit': undefined,
  '--max-http-header-size': 16 * 1024,
  '--title': '',
  '--dns-result-order': '',
  '--icu-data-dir': '',
  '--network-family-autoselection': true,
  '--network-family-autoselection-attempt-timeout': 500,
  '--warnings': true,
  '--deprecation': true,
  '--pending-deprecation': false,
  '--experimental-require-module': true,
  '--experimental-detect-module': true,
  '--experimental-strip-types': true,
  '--strip-types': true,
  '--experimental-global-navigator': true,
  '--experimental-sqlite': true,
  '--experimental-websocket': true,
  '--experimental-repl-await': true,
  '--async-context-frame': true,
  '--extra-info-on-fatal-exception': true,
  '--global-search-paths': true,
  '--addons': true,
  '--verify-base-objects': false,
  '--print-required-tla': false,
  '--test-isolation': 'process',
  '--eval': undefined,
  '--heapsnapshot-signal': '',
  '--diagnostic-dir': '',
  '--disable-proto': '',
  '--secure-heap': 0,
  '--secure-heap-min': 2,
};

const given = { __proto__: null };

function setOptions(values) {
  ObjectAssign(given, values);
}

function getOptionValue(name) {
  if (name in given) return given[name];
  if (name in defaults) return defaults[name];
  // `--no-x` is the opposite of `--x`.
  if (name.length > 5 && name[2] === 'n' && name[3] === 'o' && name[4] === '-') {
    return !getOptionValue(`--${StringPrototypeSlice(name, 5)}`);
  }
  return false;
}

function wasGiven(name) {
  return name in given;
}

// All that was given, for a worker thread.
function getAllValues() {
  return given;
}

module.exports = { getAllValues, getOptionValue, setOptions, wasGiven, defaults };
