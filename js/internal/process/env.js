// process.env. The object is native: reading and writing it reads and writes the environment of the process.
// https://nodejs.org/api/process.html#processenv
'use strict';

const process = require('process');

let warned = false;
function warnOnce() {
  if (warned) return;
  warned = true;
  process.emitWarning(
    'Assigning any value other than a string, number, or boolean to a process.env property is deprecated. ' +
    'Please make sure to convert the value to a string before setting process.env with it.',
    'DeprecationWarning', 'DEP0104');
}

function createEnv() {
  const { getOptionValue } = require('internal/options');
  const env = ops.op_process_env_object(getOptionValue('--pending-deprecation') ? warnOnce : undefined);
  // Can be cloned: internal/worker/hooks knows how.
  ops.op_messaging_mark(env, 2);
  return env;
}

module.exports = { createEnv };
