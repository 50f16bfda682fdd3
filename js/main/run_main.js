// `heddle FILE [args]`.
'use strict';

const process = require('process');

function run() {
  const path = require('path');
  const main = path.resolve(process.argv[1]);
  process.argv[1] = main;
  require('internal/modules/cjs/loader').Module._load(main, null, true);
}

module.exports = { run };
