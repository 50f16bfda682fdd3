// `heddle -e script`.
'use strict';

module.exports = {
  run() {
    const { getOptionValue } = require('internal/options');
    require('internal/process/eval').evalScript('[eval]', getOptionValue('--eval'), getOptionValue('--print'));
  },
};
