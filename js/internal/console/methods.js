// The methods of a console: https://nodejs.org/docs/latest-v26.x/api/console.html
'use strict';

const { inspect } = require('internal/util/inspect');
const timing = require('internal/console/time');
const {
  kCounts,
  kFormatForStderr,
  kFormatForStdout,
  kGetInspectOptions,
  kGroupIndentationString,
  kGroupIndentationWidth,
  kUseStderr,
  kUseStdout,
  kWriteToConsole,
} = require('internal/console/symbols');

// The diagnostics channel of each method that writes its arguments. Nobody can listen before the builtin of the
// channels is loaded, and that one cannot be part of the snapshot (it has a FinalizationRegistry).
const { map: loaded } = require('internal/realm');
const channels = { __proto__: null };

function publish(name, args) {
  if (loaded.get('internal/diagnostics_channel/channel') === undefined) return;
  const channel = channels[name] ??= require('internal/diagnostics_channel/channel').channel(name);
  if (channel.hasSubscribers) channel.publish(args);
}

// In the order in which Object.keys(console) lists them.
const methods = {
  log(...args) {
    publish('console.log', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  info(...args) {
    publish('console.info', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  debug(...args) {
    publish('console.debug', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  warn(...args) {
    publish('console.warn', args);
    this[kWriteToConsole](kUseStderr, this[kFormatForStderr](args));
  },

  error(...args) {
    publish('console.error', args);
    this[kWriteToConsole](kUseStderr, this[kFormatForStderr](args));
  },

  dir(object, options) {
    this[kWriteToConsole](kUseStdout, inspect(object, {
      customInspect: false,
      ...this[kGetInspectOptions](this._stdout),
      ...options,
    }));
  },

  time(label = 'default') {
    timing.start(this._times, label);
  },

  timeEnd(label = 'default') {
    timing.end(this, label);
  },

  timeLog(label = 'default', ...data) {
    timing.log(this, 'console.timeLog()', label, data);
  },

  trace: function trace(...args) {
    const error = { name: 'Trace', message: this[kFormatForStderr](args) };
    Error.captureStackTrace(error, trace);
    this.error(error.stack);
  },

  // https://console.spec.whatwg.org/#assert
  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    this.warn(...args);
  },

  // https://console.spec.whatwg.org/#clear
  clear() {
    if (!this._stdout.isTTY || require('process').env.TERM === 'dumb') return;
    const { clearScreenDown, cursorTo } = require('internal/readline/callbacks');
    cursorTo(this._stdout, 0, 0);
    clearScreenDown(this._stdout);
  },

  // https://console.spec.whatwg.org/#count
  count(label = 'default') {
    const key = `${label}`;
    const count = (this[kCounts].get(key) ?? 0) + 1;
    this[kCounts].set(key, count);
    timing.onCount?.(key, count);
    this.log(`${key}: ${count}`);
  },

  // https://console.spec.whatwg.org/#countreset
  countReset(label = 'default') {
    if (!this[kCounts].has(label)) {
      require('process').emitWarning(`Count for '${label}' does not exist`);
      return;
    }
    this[kCounts].delete(`${label}`);
    timing.onCount?.(label, 0);
  },

  group(...data) {
    if (data.length > 0) this.log(...data);
    this[kGroupIndentationString] += ' '.repeat(this[kGroupIndentationWidth]);
  },

  groupEnd() {
    const indentation = this[kGroupIndentationString];
    this[kGroupIndentationString] = indentation.slice(0, indentation.length - this[kGroupIndentationWidth]);
  },

  // https://console.spec.whatwg.org/#table
  table(tabularData, properties) {
    if (properties !== undefined) require('internal/validators').validateArray(properties, 'properties');
    if (tabularData === null || typeof tabularData !== 'object') return this.log(tabularData);
    const options = this[kGetInspectOptions](this._stdout);
    this.log(require('internal/console/table').tableOf(tabularData, properties, options));
  },
};

module.exports = { methods };
