// node:constants, all constants of os, fs and crypto in one frozen object. https://nodejs.org/api/os.html#os-constants
'use strict';

const { dlopen, errno, priority, signals } = require('os').constants;

module.exports = Object.freeze(Object.assign(
  exports,
  dlopen,
  errno,
  priority,
  signals,
  require('fs').constants,
  ops.op_builtins_exists('crypto') ? require('crypto').constants : undefined,
));
