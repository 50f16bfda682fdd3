// The shortest edit script between two lists of lines, by Myers' algorithm, and its printed form.
// http://www.xmailserver.org/diff2.pdf
'use strict';

const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const colors = require('internal/util/colors');

const kDelete = -1;
const kNop = 0;
const kInsert = 1;

// Of a run of equal lines this many are shown.
const kContext = 5;

// Lines of the shape of the last property of an object lack the comma that others have.
function linesEqual(actual, expected, ignoreComma) {
  if (actual === expected) return true;
  return ignoreComma && (`${actual},` === expected || `${expected},` === actual);
}

// Which diagonal the path of `level` edits came from.
function previousDiagonal(frontier, diagonal, level, offset) {
  const goesDown = diagonal === -level ||
    (diagonal !== level && frontier[diagonal - 1 + offset] < frontier[diagonal + 1 + offset]);
  return goesDown ? diagonal + 1 : diagonal - 1;
}

// frontier[diagonal] is how far into `actual` the furthest path on that diagonal got. The frontier of each level is
// kept, for the way back.
function searchPath(actual, expected, ignoreComma) {
  const offset = actual.length + expected.length;
  if (offset > 2 ** 31 - 1) throw new ERR_OUT_OF_RANGE('myersDiff input size', '< 2^31', offset);
  const frontier = new Int32Array(2 * offset + 1);
  const levels = [];
  for (let level = 0; level <= offset; level++) {
    levels.push(frontier.slice());
    for (let diagonal = -level; diagonal <= level; diagonal += 2) {
      const from = previousDiagonal(frontier, diagonal, level, offset);
      let x = from > diagonal ? frontier[from + offset] : frontier[from + offset] + 1;
      while (x < actual.length && x - diagonal < expected.length &&
             linesEqual(actual[x], expected[x - diagonal], ignoreComma)) {
        x++;
      }
      frontier[diagonal + offset] = x;
      if (x >= actual.length && x - diagonal >= expected.length) return levels;
    }
  }
  return levels;
}

// The edits from the last to the first: [operation, line].
function myersDiff(actual, expected, ignoreComma = false) {
  const levels = searchPath(actual, expected, ignoreComma);
  const offset = actual.length + expected.length;
  const edits = [];
  let x = actual.length;
  let y = expected.length;
  for (let level = levels.length - 1; level >= 0; level--) {
    const from = previousDiagonal(levels[level], x - y, level, offset);
    const fromX = levels[level][from + offset];
    const fromY = fromX - from;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      edits.push([kNop, ignoreComma && !actual[x].endsWith(',') ? expected[y] : actual[x]]);
    }
    if (level === 0) break;
    if (x > fromX) edits.push([kInsert, actual[--x]]);
    else edits.push([kDelete, expected[--y]]);
  }
  return edits;
}

// Character by character on one line, told apart by color.
function printSimpleMyersDiff(edits) {
  let text = '\n';
  for (let i = edits.length - 1; i >= 0; i--) {
    const { 0: operation, 1: value } = edits[i];
    let color = colors.white;
    if (operation === kInsert) color = colors.green;
    else if (operation === kDelete) color = colors.red;
    text += `${color}${value}${colors.white}`;
  }
  return text;
}

function plainLine(value) {
  return `${colors.white}  ${value}\n`;
}

function editedLine(operation, value, operator) {
  if (operation === kDelete) return `${colors.red}-${colors.white} ${value}\n`;
  if (operator !== 'partialDeepStrictEqual') return `${colors.green}+${colors.white} ${value}\n`;
  // What the expected value does not mention is no difference.
  return `${colors.gray}${colors.hasColors ? ' ' : '+'} ${value}${colors.white}\n`;
}

// What is shown of a run of equal lines behind its first kContext ones, when another edit follows.
function endOfRun(run) {
  const hidden = run.length - kContext;
  if (hidden <= 0) return '';
  if (hidden <= 2) return run.slice(kContext).map(plainLine).join('');
  return `${colors.blue}...${colors.white}\n${plainLine(run.at(-1))}`;
}

function printMyersDiff(edits, operator) {
  let text = '';
  let skipped = false;
  let run = [];
  for (let i = edits.length - 1; i >= 0; i--) {
    const { 0: operation, 1: value } = edits[i];
    if (operation === kNop) {
      if (run.length < kContext) text += plainLine(value);
      run.push(value);
      continue;
    }
    text += endOfRun(run);
    if (run.length - kContext > 2) skipped = true;
    run = [];
    text += editedLine(operation, value, operator);
  }
  return { message: `\n${text.trimEnd()}`, skipped };
}

module.exports = { myersDiff, printMyersDiff, printSimpleMyersDiff };
