// node:path/win32. https://nodejs.org/api/path.html
'use strict';

module.exports = require('path').win32;
