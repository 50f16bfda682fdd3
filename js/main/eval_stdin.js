// A script on stdin.
'use strict';

module.exports = {
  run() {
    const { getOptionValue } = require('internal/options');
    const source = ops.op_module_read_source('/dev/stdin');
    require('process')._eval = source;
    require('internal/process/eval').evalScript('[stdin]', source, getOptionValue('--print'));
  },
};
