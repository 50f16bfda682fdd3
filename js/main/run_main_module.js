// `heddle FILE [args]`.
'use strict';

module.exports = {
  run() {
    const process = require('process');
    process.argv[1] = require('path').resolve(process.argv[1]);
    require('internal/modules/cjs/loader').Module.runMain(process.argv[1]);
  },
};
