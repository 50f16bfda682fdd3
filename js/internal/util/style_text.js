// util.styleText: https://nodejs.org/docs/latest-v26.x/api/util.html#utilstyletextformat-text-options
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { inspect } = require('internal/util/inspect');
const { validateBoolean, validateObject, validateOneOf, validateString } = require('internal/validators');

const hexColor = /^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/;
const kForegroundEnd = 39;
const kBold = 1;
const kDim = 2;

function isStream(value) {
  const { isNodeStream, isReadableStream, isWritableStream } = require('internal/streams/utils');
  return isReadableStream(value) || isWritableStream(value) || isNodeStream(value);
}

// '#f80' and '#ff8800' -> '38;2;255;136;0'
function trueColor(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g);
  return `38;2;${digits.map((pair) => parseInt(pair, 16)).join(';')}`;
}

function styleOf(key) {
  if (typeof key === 'string' && key[0] === '#') {
    if (!hexColor.test(key)) {
      throw new ERR_INVALID_ARG_VALUE('format', key, 'must be a valid hex color (#RGB or #RRGGBB)');
    }
    return { open: `\u001b[${trueColor(key)}m`, close: `\u001b[${kForegroundEnd}m`, keepClose: false };
  }
  const pair = inspect.colors[key];
  if (!pair) validateOneOf(key, 'format', Object.getOwnPropertyNames(inspect.colors));
  // Bold and dim end with the same code, so text that ends the one must begin the other again.
  const keepClose = pair[0] === kBold || pair[0] === kDim;
  return { open: `\u001b[${pair[0]}m`, close: `\u001b[${pair[1]}m`, keepClose };
}

// Text that is styled already may end our style in the middle: there it begins again.
function reopen(text, { open, close, keepClose }) {
  const replacement = keepClose ? close + open : open;
  let result = '';
  let done = 0;
  let at = text.indexOf(close);
  while (at !== -1 && at + close.length < text.length) {
    result += text.slice(done, at) + replacement;
    done = at + close.length;
    at = text.indexOf(close, done);
  }
  return result + text.slice(done);
}

function styleText(format, text, options) {
  const validateStream = options?.validateStream ?? true;
  validateString(text, 'text');
  if (options !== undefined) validateObject(options, 'options');
  validateBoolean(validateStream, 'options.validateStream');
  let plain = false;
  if (validateStream) {
    const stream = options?.stream ?? require('process').stdout;
    if (!isStream(stream)) {
      throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    plain = !require('internal/util/colors').shouldColorize(stream);
  }
  let opening = '';
  let closing = '';
  let styled = text;
  for (const key of Array.isArray(format) ? format : [format]) {
    if (key === 'none') continue;
    const style = styleOf(key);
    opening += style.open;
    closing = style.close + closing;
    styled = reopen(styled, style);
  }
  return plain ? text : opening + styled + closing;
}

module.exports = { styleText };
