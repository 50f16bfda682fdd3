// Node's name for web/abort. https://nodejs.org/api/globals.html#class-abortcontroller
'use strict';

module.exports = require('web/abort/abort_controller');
