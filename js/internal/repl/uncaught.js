// What the prompt shows of an exception. https://nodejs.org/docs/latest-v26.x/api/repl.html#global-uncaught-exceptions
'use strict';

const { AsyncLocalStorage } = require('async_hooks');

// The server whose line is the origin of what runs.
const replContext = new AsyncLocalStorage();
let installed = false;

function isReplFrame(frame) {
  return frame.getFunctionName() === null && /^REPL\d+$/.test(frame.getFileName() ?? '');
}

// The frames of the prompt and of what is below it say nothing.
function visibleFrames(frames) {
  let last = frames.findLastIndex(isReplFrame);
  if (last === -1) last = frames.findLastIndex((frame) => frame.getFunctionName() === null);
  return last === -1 ? frames : frames.slice(0, last);
}

// Has an effect only where nobody has looked at the stack.
function cutStack(error) {
  const { defaultPrepareStackTrace, overrideStackTrace } = require('internal/errors');
  overrideStackTrace.set(error, (self, frames) => {
    const visible = visibleFrames(frames);
    const { prepareStackTrace } = Error;
    if (typeof prepareStackTrace === 'function') return prepareStackTrace(self, visible);
    return (defaultPrepareStackTrace ?? defaultFormat)(self, visible);
  });
  return error.stack;
}

function defaultFormat(error, frames) {
  const head = Error.prototype.toString.call(error);
  return frames.length === 0 ? head : `${head}\n    at ${frames.join('\n    at ')}`;
}

function prepareStack(repl, error) {
  const stack = cutStack(error);
  if (typeof stack !== 'string') return;
  if (!require('internal/util').isError(error)) return;
  if (error.name === 'SyntaxError') {
    const arrow = /^\s+at\s/m.test(stack) ? arrowOf(error) : '';
    error.stack = arrow + stack.replace(/^REPL\d+:\d+\r?\n/, '').replace(/^\s+at\s.*\n?/gm, '').replace(/\n$/, '');
  } else if (repl.replMode === require('internal/repl/symbols').REPL_MODE_STRICT) {
    // Strict mode is a line of its own in front.
    error.stack = stack.replace(/(\s+at\s+REPL\d+:)(\d+)/, (_, before, line) => before + (line - 1));
  }
}

// The place in a file that does not compile.
function arrowOf(error) {
  const place = ops.op_process_exception_message(error);
  if (place === null || !place[0] || /^(?:REPL\d+$|node:)/.test(place[0])) return '';
  const { 0: file, 1: line, 2: source, 3: start, 4: end } = place;
  const pad = source.slice(0, start).replace(/[^\t]/g, ' ');
  return `${file}:${line}\n${source}\n${pad}${'^'.repeat(Math.max(1, end - start))}\n\n`;
}

function inWriterForm(repl, error) {
  let text = repl.writer(error);
  // An error without a stack stands in brackets, which are left out.
  if (typeof error === 'object' && error !== null && error.stack && text[0] === '[' && text.endsWith(']')) {
    text = text.slice(1, -1);
  }
  return text;
}

// "Uncaught" goes before the line that names the error, which may have lines of source in front.
function withUncaught(text, breakLength) {
  const lines = text.split(/(?<=\n)/);
  const named = lines.findIndex((line) => /^\[?([A-Z][a-z0-9_]*)*Error/.test(line));
  if (named === -1) return `Uncaught${lines.length === 1 ? ' ' : ':\n'}${text}`;
  lines[named] = (breakLength >= lines[named].length ? 'Uncaught ' : 'Uncaught:\n') + lines[named];
  return lines.join('');
}

function showUncaught(repl, error) {
  const isObject = typeof error === 'object' && error !== null;
  if (isObject && ops.op_is_native_error(error)) prepareStack(repl, error);
  const text = withUncaught(inWriterForm(repl, error), repl.writer.options?.breakLength ?? 80);
  repl.output.write(text.endsWith('\n') ? text : `${text}\n`);
}

function takeException(error) {
  const repl = replContext.getStore();
  if (repl === undefined || repl.closed) return false;
  repl._handleError(error);
  return true;
}

function refuseListener(event) {
  if (event !== 'uncaughtException' || replContext.getStore() === undefined) return;
  if (replContext.getStore()._isStandalone) return;
  const { codes: { ERR_INVALID_REPL_INPUT } } = require('internal/errors');
  throw new ERR_INVALID_REPL_INPUT('Listeners for `uncaughtException` cannot be used in the REPL');
}

// Once for all servers.
function install() {
  if (installed) return;
  installed = true;
  const process = require('process');
  require('internal/process/execution').addUncaughtExceptionCaptureCallback(takeException);
  process.prependListener('newListener', refuseListener);
}

module.exports = { install, replContext, showUncaught };
