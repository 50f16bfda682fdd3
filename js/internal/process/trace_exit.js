// --trace-exit: where the program ends itself. https://nodejs.org/api/cli.html#--trace-exit
'use strict';

const { Error, ErrorCaptureStackTrace, StringPrototypeIndexOf, StringPrototypeSlice } = primordials;

const process = require('process');
const { getOptionValue } = require('internal/options');
const { isErrorStackTraceLimitWritable } = require('internal/errors');

// The frames below process.reallyExit, as many as the command line wants of an error.
function frames() {
  const holder = {};
  const writable = isErrorStackTraceLimitWritable();
  const limit = Error.stackTraceLimit;
  if (writable) Error.stackTraceLimit = getOptionValue('--stack-trace-limit') ?? 10;
  ErrorCaptureStackTrace(holder, process.reallyExit);
  if (writable) Error.stackTraceLimit = limit;
  const { stack } = holder;
  return typeof stack === 'string' ? StringPrototypeSlice(stack, StringPrototypeIndexOf(stack, '\n') + 1) : '';
}

function traceExit(code) {
  const thread = ops.op_worker_thread_id();
  const place = thread === 0 ? '' : `, thread:${thread}`;
  ops.op_process_raw_debug(`(node:${process.pid}${place}) WARNING: Exited the environment with code ${code}\n${frames()}\n\n`);
}

module.exports = { traceExit };
