// Runs in every process after the snapshot: fills in what depends on the machine and the command line.
'use strict';

function run(options) {
  const path = require('path');
  globalThis.print = (s) => require('internal/core').print(String(s) + '\n', false);
  const file = path.resolve('/', options.argv[1]);
  print('boot ' + file);
}

module.exports = { run };
