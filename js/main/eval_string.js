// `heddle -e script`.
'use strict';

module.exports = {
  run() {
    const { getOptionValue } = require('internal/options');
    const process = require('process');
    process._eval = getOptionValue('--eval');
    require('internal/process/eval').evalScript('[eval]', process._eval, getOptionValue('--print'));
  },
};
