// `heddle FILE [args]`.
'use strict';

module.exports = {
  run() {
    require('internal/modules/cjs/loader').Module.runMain(require('process').argv[1]);
  },
};
