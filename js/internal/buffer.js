// What other builtins use of the buffers. Node's counterpart has the same name and exports.
'use strict';

const allocation = require('internal/buffer/allocation');
const { addReadMethods, readUInt16BE, readUInt32BE } = require('internal/buffer/read_numbers');
const { addStringMethods, asciiWrite, latin1Write, utf8Write } = require('internal/buffer/strings');

function addBufferPrototypeMethods(proto) {
  addReadMethods(proto);
  addStringMethods(proto);
}

module.exports = {
  FastBuffer: allocation.FastBuffer,
  addBufferPrototypeMethods,
  asciiWrite,
  createUnsafeBuffer: allocation.createUnsafeBuffer,
  isMarkedAsUntransferable: allocation.isMarkedAsUntransferable,
  latin1Write,
  markAsUntransferable: allocation.markAsUntransferable,
  readUInt16BE,
  readUInt32BE,
  utf8Write,
};
