// node:path. https://nodejs.org/api/path.html
'use strict';

const posix = require('internal/path/posix');
const { defineLazy } = require('bootstrap/lazy_values');

posix.posix = posix;
// The name from before toNamespacedPath, which programs still call.
posix._makeLong = posix.toNamespacedPath;
defineLazy(posix, ['internal/path/win32', ['win32']], true);

module.exports = posix;
