// The Console class: https://nodejs.org/docs/latest-v26.x/api/console.html#class-console
'use strict';

const { isStackOverflowError, codes } = require('internal/errors');
const { assignFunctionName } = require('internal/util');
const { formatWithOptions } = require('internal/util/inspect');
const { validateInteger, validateObject, validateOneOf } = require('internal/validators');
const symbols = require('internal/console/symbols');

const {
  kBindProperties,
  kBindStreamsEager,
  kBindStreamsLazy,
  kCanWriteDirectly,
  kColorMode,
  kCounts,
  kFormatForStderr,
  kFormatForStdout,
  kGetInspectOptions,
  kGroupIndentationString,
  kGroupIndentationWidth,
  kIsConsole,
  kUseStderr,
  kUseStdout,
  kWriteToConsole,
} = symbols;

const kMaxGroupIndentation = 1000;
const kColors = { colors: true };
const kNoColors = {};

// Console -> Map of stream -> inspect options of the user.
const inspectOptionsOf = new WeakMap();

function noop() {}

function rememberInspectOptions(self, { inspectOptions, colorMode }, stdout, stderr) {
  validateObject(inspectOptions, 'options.inspectOptions');
  const byStream = ops.op_is_map(inspectOptions) ? inspectOptions :
    new Map([[stdout, inspectOptions], [stderr, inspectOptions]]);
  for (const options of byStream.values()) {
    if (options.colors !== undefined && colorMode !== undefined) {
      throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
  inspectOptionsOf.set(self, byStream);
}

function isOptions(value) {
  return value && typeof value.write !== 'function';
}

// Also callable as Console(stdout, stderr, ignoreErrors), with or without `new`.
function Console(options) {
  if (new.target === undefined) return Reflect.construct(Console, arguments);
  const settings = isOptions(options) ? options :
    { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', groupIndentation } = settings;

  if (!stdout || typeof stdout.write !== 'function') throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (!stderr || typeof stderr.write !== 'function') throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) {
    validateInteger(groupIndentation, 'groupIndentation', 0, kMaxGroupIndentation);
  }
  if (settings.inspectOptions !== undefined) rememberInspectOptions(this, settings, stdout, stderr);

  // The methods are found on the instance first, so that those of a subclass are bound too.
  for (const key of Object.keys(Console.prototype)) {
    this[key] = this[key].bind(this);
    Object.defineProperty(this[key], 'name', { __proto__: null, value: key });
  }
  this[kBindStreamsEager](stdout, stderr);
  this[kBindProperties](ignoreErrors, colorMode, groupIndentation);
}

// The global console has no Console in its prototype chain.
Object.defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value: assignFunctionName(Symbol.hasInstance, function(instance) {
    return instance[kIsConsole];
  }),
});

function define(target, key, value) {
  Object.defineProperty(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

function defineMethod(key, method) {
  define(Console.prototype, key, assignFunctionName(key, method));
}

defineMethod(kBindStreamsEager, function(stdout, stderr) {
  define(this, '_stdout', stdout);
  define(this, '_stderr', stderr);
});

// `object.stdout` and `object.stderr` are first looked at when something is written to them.
defineMethod(kBindStreamsLazy, function(object) {
  define(this, kCanWriteDirectly, undefined);
  const names = ['stdout', 'stderr'];
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    let stream;
    Object.defineProperty(this, `_${name}`, {
      __proto__: null,
      get() { return stream ||= object[name]; },
      set(value) {
        stream = value;
        this[kCanWriteDirectly] = undefined;
      },
      enumerable: false,
      configurable: true,
    });
  }
});

// The callback of a write that may fail later. The stream emits the error then; a listener of ours keeps it from
// ending the process, and leaves again, so that writes by others are not covered.
function makeErrorHandler(self, key) {
  return (error) => {
    const stream = self[key];
    if (error !== null && !stream._writableState.errorEmitted && stream.listenerCount('error') === 0) {
      stream.once('error', noop);
    }
  };
}

defineMethod(kBindProperties, function(ignoreErrors, colorMode, groupIndentation = 2) {
  define(this, '_stdoutErrorHandler', makeErrorHandler(this, '_stdout'));
  define(this, '_stderrErrorHandler', makeErrorHandler(this, '_stderr'));
  define(this, '_ignoreErrors', Boolean(ignoreErrors));
  define(this, '_times', new Map());
  define(this, kCounts, new Map());
  define(this, kColorMode, colorMode);
  define(this, kIsConsole, true);
  define(this, kGroupIndentationWidth, groupIndentation);
  define(this, kGroupIndentationString, '');
  Object.defineProperty(this, Symbol.toStringTag, {
    __proto__: null,
    value: 'console',
    writable: false,
    enumerable: false,
    configurable: true,
  });
});

defineMethod(kWriteToConsole, function(destination, text) {
  const useStdout = destination === kUseStdout;
  const indentation = this[kGroupIndentationString];
  let line = text;
  if (indentation.length !== 0) {
    if (line.includes('\n')) line = line.replaceAll('\n', `\n${indentation}`);
    line = indentation + line;
  }
  line += '\n';

  const fd = useStdout ? 1 : 2;
  if (this[kCanWriteDirectly]?.(fd)) {
    // As with a stream, a failed write is nobody's business.
    ops.op_net_write_string_sync(fd, line);
    return;
  }
  const stream = useStdout ? this._stdout : this._stderr;
  if (this._ignoreErrors === false) return stream.write(line);

  // A write may fail at once (files, terminals) or later (pipes); neither is the caller's business.
  try {
    if (stream.listenerCount('error') === 0) stream.once('error', noop);
    stream.write(line, useStdout ? this._stdoutErrorHandler : this._stderrErrorHandler);
  } catch (error) {
    // Running out of stack has to be seen by the program.
    if (isStackOverflowError(error)) throw error;
  } finally {
    stream.removeListener('error', noop);
  }
});

defineMethod(kGetInspectOptions, function(stream) {
  let color = this[kColorMode];
  if (color === 'auto') color = require('internal/util/colors').shouldColorize(stream);
  const options = inspectOptionsOf.get(this)?.get(stream);
  if (options) {
    if (options.colors === undefined) options.colors = color;
    return options;
  }
  return color ? kColors : kNoColors;
});

defineMethod(kFormatForStdout, function(args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatWithOptions(this[kGetInspectOptions](this[kCanWriteDirectly]?.(1) ? undefined : this._stdout), ...args);
});

defineMethod(kFormatForStderr, function(args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatWithOptions(this[kGetInspectOptions](this[kCanWriteDirectly]?.(2) ? undefined : this._stderr), ...args);
});

const { methods } = require('internal/console/methods');
Object.assign(Console.prototype, methods);
Console.prototype.dirxml = Console.prototype.log;
Console.prototype.groupCollapsed = Console.prototype.group;

module.exports = { Console, kBindProperties, kBindStreamsLazy, kCanWriteDirectly, kUseStderr };
