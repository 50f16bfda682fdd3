// `heddle -e script`.
'use strict';

const { getOptionValue } = require('internal/options');
const { evalScript } = require('internal/process/eval');

module.exports = {
  run: ((fn) => fn)(() => {
    evalScript('[eval]', getOptionValue('--eval'), getOptionValue('--print'));
  }),
};
