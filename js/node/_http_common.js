// node:_http_common, which old programs reach into.
'use strict';

const fields = require('internal/http/fields');
const { methods } = require('internal/http/methods');
const pool = require('internal/http/parser_pool');

module.exports = {
  _checkInvalidHeaderChar: fields.checkInvalidHeaderChar,
  _checkIsHttpToken: fields.checkIsHttpToken,
  chunkExpression: fields.chunkExpression,
  continueExpression: fields.continueExpression,
  CRLF: '\r\n',
  freeParser: pool.freeParser,
  methods,
  parsers: pool.parsers,
  kIncomingMessage: pool.kIncomingMessage,
  HTTPParser: pool.HTTPParser,
  isLenient: pool.isLenient,
  calculateLenientFlags: pool.calculateLenientFlags,
  prepareError: pool.prepareError,
  kSkipPendingData: pool.kSkipPendingData,
};
