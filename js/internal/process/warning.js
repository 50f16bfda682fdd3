// process.emitWarning() and the default printing of warnings.
// https://nodejs.org/api/process.html#processemitwarningwarning-options
'use strict';

const {
  ArrayIsArray,
  Error,
  ErrorCaptureStackTrace,
  ErrorPrototypeToString,
  SafeSet,
  String,
} = primordials;

const { codes, isErrorStackTraceLimitWritable } = require('internal/errors');
const { validateString } = require('internal/validators');
const process = require('process');

let disabled; // the codes and names of --disable-warning
let hintShown = false;
let file; // where --redirect-warnings sends them, or ''
let fd;

function resetForSerialization() {
  if (fd !== undefined) process.removeListener('exit', closeFile);
  fd = undefined;
  file = undefined;
  disabled = undefined;
  hintShown = false;
}

function write(message) {
  // The console swallows what goes wrong with stderr, which a warning must survive.
  require('internal/console/global').error(message);
}

function closeFile() {
  try {
    require('fs').closeSync(fd);
  } catch {
    // The process ends anyway.
  }
}

function writeToFile(message) {
  const fs = require('fs');
  if (fd === undefined) {
    try {
      fd = fs.openSync(file, 'a');
    } catch {
      write(message);
      return;
    }
    process.on('exit', closeFile);
  }
  fs.appendFile(fd, `${message}\n`, (err) => {
    if (err) write(message);
  });
}

function isDisabled(warning) {
  if (disabled === undefined) {
    disabled = new SafeSet();
    const values = require('internal/options').getOptionValue('--disable-warning') || [];
    for (let i = 0; i < values.length; i++) disabled.add(values[i]);
  }
  return (warning?.code && disabled.has(warning.code)) || (warning?.name && disabled.has(warning.name));
}

// The listener of 'warning' that prints, unless the program runs with --no-warnings.
function onWarning(warning) {
  if (isDisabled(warning) || !(warning instanceof Error)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;

  const trace = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  let message = `(${process.release.name}:${process.pid}) `;
  if (warning.code) message += `[${warning.code}] `;
  if (trace && warning.stack) message += `${warning.stack}`;
  else if (typeof warning.toString === 'function') message += `${warning.toString()}`;
  else message += ErrorPrototypeToString(warning);
  if (typeof warning.detail === 'string') message += `\n${warning.detail}`;
  if (!trace && !hintShown) {
    hintShown = true;
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    const name = require('path').basename(process.argv0 || 'node', '.exe');
    message += `\n(Use \`${name} ${flag} ...\` to show where the warning was created)`;
  }

  if (file === undefined) {
    const { getOptionValue } = require('internal/options');
    file = getOptionValue('--diagnostic-dir') || getOptionValue('--redirect-warnings') ||
      process.env.NODE_REDIRECT_WARNINGS || '';
  }
  if (file) writeToFile(message);
  else write(message);
}

function createWarning(message, type, code, ctor, detail) {
  // The frames are captured below, from the right place; those of the constructor would be thrown away.
  const writable = isErrorStackTraceLimitWritable();
  const limit = Error.stackTraceLimit;
  if (writable) Error.stackTraceLimit = 0;
  const warning = new Error(message);
  if (writable) Error.stackTraceLimit = limit;
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  ErrorCaptureStackTrace(warning, ctor || process.emitWarning);
  return warning;
}

function emitWarningEvent(warning) {
  process.emit('warning', warning);
}

// emitWarning(error), emitWarning(text[, type[, code]][, ctor]), emitWarning(text[, options])
function emitWarning(warning, type, code, ctor) {
  if (process.noDeprecation && type === 'DeprecationWarning') return;
  let detail;
  if (type !== null && typeof type === 'object' && !ArrayIsArray(type)) {
    const options = type;
    ctor = options.ctor;
    code = options.code;
    if (typeof options.detail === 'string') detail = options.detail;
    type = options.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = undefined;
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, 'code');
  }

  if (typeof warning === 'string') warning = createWarning(warning, type, code, ctor, detail);
  else if (!(warning instanceof Error)) throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);

  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      // Later, so that the warnings before it are printed.
      process.nextTick(() => { throw warning; });
      return;
    }
  }
  process.nextTick(emitWarningEvent, warning);
}

function emitWarningSync(warning, type, code, ctor) {
  process.emit('warning', createWarning(warning, type, code, ctor));
}

module.exports = { emitWarning, emitWarningSync, onWarning, resetForSerialization };
