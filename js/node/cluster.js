// node:cluster: one face in the primary, another in a worker.
// https://nodejs.org/docs/latest-v26.x/api/cluster.html
'use strict';

const inWorker = require('internal/cluster/setup').isClusterWorker();

module.exports = inWorker ? require('internal/cluster/child') : require('internal/cluster/primary');
