// node:path/posix. https://nodejs.org/api/path.html
'use strict';

module.exports = require('path').posix;
