// process.dlopen(): native addons, which cannot be loaded. https://nodejs.org/api/process.html#processdlopenmodule-filename-flags
'use strict';

const { genericNodeError } = require('internal/errors');
const { codedTypeError } = require('internal/webidl');

// What the system's loader says about a file that is no shared object; one that is cannot be loaded here.
function reasonFor(filename) {
  const fs = require('fs');
  let head;
  try {
    head = fs.readFileSync(filename).subarray(0, 64);
  } catch (error) {
    if (error.code === 'EISDIR') return 'cannot read file data: Is a directory';
    const text = error.code === 'EACCES' ? 'Permission denied' : 'No such file or directory';
    return `cannot open shared object file: ${text}`;
  }
  if (head.length < 64) return 'file too short';
  if (head.readUInt32BE(0) !== 0x7f454c46) return 'invalid ELF header';
  return 'native addons cannot be loaded by this runtime';
}

function dlopen(args) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--addons') || require('process').permission?.has('addon') === false) {
    throw genericNodeError('Cannot load native addon because loading addons is disabled.',
                           { code: 'ERR_DLOPEN_DISABLED' });
  }
  if (args.length < 2) throw codedTypeError('process.dlopen needs at least 2 arguments', 'ERR_MISSING_ARGS');
  const filename = `${args[1]}`;
  throw genericNodeError(`${filename}: ${reasonFor(filename)}`, { code: 'ERR_DLOPEN_FAILED' });
}

module.exports = { dlopen };
