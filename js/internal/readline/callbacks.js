// Cursor movements as functions with a callback. https://nodejs.org/api/readline.html#readlinecursortostream-x-y-callback
'use strict';

const { CSI } = require('internal/readline/utils');
const { validateFunction } = require('internal/validators');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } } = require('internal/errors');

function nothingToDo(callback) {
  if (typeof callback === 'function') require('process').nextTick(callback, null);
  return true;
}

function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) return nothingToDo(callback);
  if (typeof x !== 'number') throw new ERR_INVALID_CURSOR_POS();
  return stream.write(cursorSequence(x, typeof y === 'number' ? y : null), callback);
}

// An absolute position; without a row only the column changes.
function cursorSequence(x, y) {
  return y === null ? CSI`${x + 1}G` : CSI`${y + 1};${x + 1}H`;
}

function moveSequence(dx, dy) {
  let data = '';
  if (dx < 0) data += CSI`${-dx}D`;
  else if (dx > 0) data += CSI`${dx}C`;
  if (dy < 0) data += CSI`${-dy}A`;
  else if (dy > 0) data += CSI`${dy}B`;
  return data;
}

function clearSequence(dir) {
  if (dir < 0) return CSI.kClearToLineBeginning;
  return dir > 0 ? CSI.kClearToLineEnd : CSI.kClearLine;
}

function moveCursor(stream, dx, dy, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null || !(dx || dy)) return nothingToDo(callback);
  return stream.write(moveSequence(dx, dy), callback);
}

// Left of the cursor (-1), right of it (1), or the whole line (0).
function clearLine(stream, dir, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) return nothingToDo(callback);
  return stream.write(clearSequence(dir), callback);
}

function clearScreenDown(stream, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) return nothingToDo(callback);
  return stream.write(CSI.kClearScreenDown, callback);
}

module.exports = {
  clearLine,
  clearScreenDown,
  clearSequence,
  cursorSequence,
  cursorTo,
  moveCursor,
  moveSequence,
};
