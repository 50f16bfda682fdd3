// https://nodejs.org/docs/latest-v26.x/api/util.html#utiltypes
'use strict';

module.exports = require('internal/util/types');
