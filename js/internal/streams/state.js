// High water marks: defaults and options. https://nodejs.org/api/stream.html#streamsetdefaulthighwatermarkobjectmode-value
'use strict';

const { validateInteger } = require('internal/validators');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');

let bytes = 64 * 1024;
let objects = 16;

function getDefaultHighWaterMark(objectMode) {
  return objectMode ? objects : bytes;
}

function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) objects = value;
  else bytes = value;
}

function getHighWaterMark(state, options, duplexKey, isDuplex) {
  let mark = options.highWaterMark;
  if (mark == null && isDuplex) mark = options[duplexKey];
  if (mark == null) return getDefaultHighWaterMark(state.objectMode);
  if (!Number.isInteger(mark) || mark < 0) {
    throw new ERR_INVALID_ARG_VALUE(isDuplex ? `options.${duplexKey}` : 'options.highWaterMark', mark);
  }
  return mark;
}

module.exports = {
  getDefaultHighWaterMark,
  getHighWaterMark,
  setDefaultHighWaterMark,
};
