// node:module: the class Module and what hangs on it.
// https://nodejs.org/docs/latest-v26.x/api/module.html
'use strict';

module.exports = require('internal/modules/cjs/loader').Module;
