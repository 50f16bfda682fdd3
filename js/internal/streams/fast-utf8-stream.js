// fs.Utf8Stream. https://nodejs.org/api/fs.html#class-fsutf8stream
'use strict';

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

throw new ERR_METHOD_NOT_IMPLEMENTED('fs.Utf8Stream');
