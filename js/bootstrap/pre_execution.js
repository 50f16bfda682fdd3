// Runs in every process after the snapshot: fills in what depends on the machine and the command line.
'use strict';

function run(options) {
  require('internal/options').setOptions(options.values ?? {});
  const setup = require('internal/process/setup');
  setup.start(options);
  setup.startSignals();
  require(`main/${options.main}`).run(options);
}

module.exports = { run };
