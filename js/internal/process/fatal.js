// The end of a process by an exception that nobody took. https://nodejs.org/api/process.html#exit-codes
'use strict';

const { StringPrototypeRepeat, String } = primordials;

const core = require('internal/core');
const process = require('process');

const kUncaught = 1;
const kFatalHandlerMissing = 6;
const kHandlerThrew = 7;
// Not an exit code: abort().
const kAbort = -1;

// Only a program that uses source maps has loaded them.
function sourceMaps() {
  return require('internal/realm').map.get('internal/source_map/source_map_cache')?.exports ?? {};
}

// The place of the throw as V8 saw it: file and line, the line of source, a marker under the columns.
function arrowOf(error) {
  const { getArrowMessage } = require('internal/errors');
  const kept = typeof error === 'object' && error !== null ? getArrowMessage?.(error) : undefined;
  if (typeof kept === 'string') return kept;
  const place = ops.op_process_exception_message(error);
  if (place === null || place === undefined) return '';
  let { 0: file, 1: line, 2: source, 3: start, 4: end } = place;
  const { getSourceMapsSupport, mapPlace } = sourceMaps();
  if (getSourceMapsSupport?.().enabled) {
    const original = mapPlace(file, line, start);
    if (original !== undefined) {
      ({ 0: file, 1: line, 2: source, 3: start } = original);
      end = start + 1;
    }
  }
  // Tabs are kept, so that the marker stands under the text whatever their width is.
  let pad = '';
  for (let i = 0; i < start && i < source.length; i++) pad += source[i] === '\t' ? '\t' : ' ';
  const marker = end > start ? pad + StringPrototypeRepeat('^', end - start) : '';
  return `${file}:${line}\n${source}\n${marker}`;
}

// --trace-uncaught: the frames of the throw, which are not always those of an error's stack.
function traceOf(error) {
  if (!require('internal/options').getOptionValue('--trace-uncaught')) return '';
  const frames = ops.op_process_exception_message(error)?.[5];
  return frames ? `Thrown at:\n${frames}\n` : '';
}

function describe(error) {
  const kept = require('internal/errors').getArrowMessage?.(error);
  const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
  const arrow = arrowOf(error);
  const isError = isObject && ops.op_is_native_error(error);

  if (!isObject) {
    const text = typeof error === 'symbol' ? '' : String(error);
    const name = require('path').basename(process.argv0 || 'node', '.exe');
    const hint = `(Use \`${name} --trace-uncaught ...\` to show where the exception was thrown)`;
    const traced = require('internal/options').getOptionValue('--trace-uncaught');
    return `\n${arrow}\n${text}\n${traced ? '' : `${hint}\n`}`;
  }
  const { fatalExceptionStackEnhancers } = require('internal/errors');
  let text;
  try {
    fatalExceptionStackEnhancers.beforeInspector(error);
    text = fatalExceptionStackEnhancers.afterInspector(error);
  } catch {
    text = ops.op_process_to_detail_string(error);
  }
  // node:vm has put the line in front of the stack itself.
  if (kept === '') return `${text}\n`;
  if (typeof kept === 'string') return `${kept}\n${text}\n`;
  return isError ? `${arrow}\n\n${text}\n` : `\n${arrow}\n${text}\n`;
}

function printAndExit(error, code) {
  let text;
  try {
    text = describe(error) + traceOf(error);
  } catch {
    text = `${ops.op_process_to_detail_string(error)}\n`;
  }
  const { getOptionValue } = require('internal/options');
  const version = getOptionValue('--extra-info-on-fatal-exception') ? `\nNode.js ${process.version}\n` : '';
  ops.op_process_raw_debug(`${text}${version}`);
  if (code === kAbort || shouldAbort()) ops.op_process_abort();
  process.reallyExit(code);
}

// Offers the exception to the program and ends the process when it does not take it. In a worker the parent ends
// the thread instead: `onFatal` is set there.
let onFatal = printAndExit;
function setFatalHandler(fn) {
  onFatal = fn;
}

// With --abort-on-uncaught-exception the process aborts where it stands, so that a core dump shows the place; a capture
// callback (of the program or of node:domain) is the only thing that prevents it.
function shouldAbort() {
  if (!require('internal/options').getOptionValue('--abort-on-uncaught-exception')) return false;
  return !process.hasUncaughtExceptionCaptureCallback();
}

// process.report writes a file before the end, when the command line or the program wants it.
function reportUncaught(error) {
  const wanted = require('internal/options').getOptionValue('--report-uncaught-exception') ||
    require('internal/realm').map.get('internal/process/report') !== undefined;
  if (wanted) require('internal/process/report').reportException(error);
}

function triggerUncaughtException(error, fromPromise) {
  if (!fromPromise && onFatal === printAndExit && shouldAbort()) {
    printAndExit(error, kAbort);
    return;
  }
  const handler = process._fatalException;
  if (typeof handler !== 'function') {
    onFatal(error, kFatalHandlerMissing);
    return;
  }
  let handled;
  try {
    handled = ops.op_core_call_remembering(handler, process, error, fromPromise);
  } catch (inner) {
    onFatal(inner, kHandlerThrew);
    return;
  }
  if (handled !== false) return;
  reportUncaught(error);
  let code;
  try {
    code = process.exitCode;
  } catch {
    code = undefined;
  }
  onFatal(error, code ?? kUncaught);
}

// The door's callback: what a callback from the loop threw. The next callback starts with no async context.
function reportException(error) {
  try {
    triggerUncaughtException(error, false);
  } finally {
    core.setAsyncContext(undefined);
  }
}

module.exports = { arrowOf, reportException, setFatalHandler, triggerUncaughtException };
