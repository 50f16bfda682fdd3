// https://nodejs.org/docs/latest-v26.x/api/assert.html#strict-assertion-mode
'use strict';

module.exports = require('assert').strict;
