// The warning of `new Buffer()`. https://nodejs.org/api/deprecations.html#DEP0005
'use strict';

const { isErrorStackTraceLimitWritable } = require('internal/errors');
const { isUnderNodeModules } = require('internal/util');

let done = false;
let calls = 0;
const framePlace = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()]*):\d+:\d+\)?$/;

// Whether the function of the program that called is in a package: then its user cannot do much about it.
function isCallerInNodeModules() {
  if (!isErrorStackTraceLimitWritable()) return false;
  const limit = Error.stackTraceLimit;
  const { prepareStackTrace } = Error;
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = undefined;
  let stack;
  try {
    ({ stack } = new Error());
  } finally {
    Error.stackTraceLimit = limit;
    if (prepareStackTrace === undefined) delete Error.prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
  if (typeof stack !== 'string') return false;
  const lines = stack.split('\n');
  for (let i = 1; i < lines.length; i++) {
    const file = framePlace.exec(lines[i])?.[1];
    if (file === undefined || file.startsWith('node:') || file.startsWith('internal/')) continue;
    return isUnderNodeModules(file);
  }
  return false;
}

function warn() {
  if (done || ++calls > 10_000) return;
  if (!require('internal/options').getOptionValue('--pending-deprecation') && isCallerInNodeModules()) return;
  require('process').emitWarning(
    'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.',
    'DeprecationWarning',
    'DEP0005',
  );
  done = true;
}

module.exports = { warn };
