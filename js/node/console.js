// https://nodejs.org/docs/latest-v26.x/api/console.html
'use strict';

module.exports = require('internal/console/global');
