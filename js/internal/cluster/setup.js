// Whether this process is a cluster worker, which its parent says in the environment.
'use strict';

let worker = false;

function isClusterWorker() {
  return worker || Object.hasOwn(require('process').env, 'NODE_UNIQUE_ID');
}

// Runs before the program in a process that has NODE_UNIQUE_ID.
function initializeClusterIPC() {
  worker = true;
  const process = require('process');
  const cluster = require('internal/cluster/child');
  cluster._setupWorker();
  // The grandchildren are nobody's workers.
  delete process.env.NODE_UNIQUE_ID;
}

module.exports = { initializeClusterIPC, isClusterWorker };
