// process.dlopen(): native addons, which cannot be loaded. https://nodejs.org/api/process.html#processdlopenmodule-filename-flags
'use strict';

const { genericNodeError } = require('internal/errors');
const { codedTypeError } = require('internal/webidl');

function dlopen(args) {
  if (args.length < 2) throw codedTypeError('process.dlopen needs at least 2 arguments', 'ERR_MISSING_ARGS');
  const filename = `${args[1]}`;
  const reason = require('fs').existsSync(filename) ? 'native addons cannot be loaded by this runtime' :
    'cannot open shared object file: No such file or directory';
  throw genericNodeError(`${filename}: ${reason}`, { code: 'ERR_DLOPEN_FAILED' });
}

module.exports = { dlopen };
