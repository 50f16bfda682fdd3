// Draws a table of text with box characters.
'use strict';

const { getStringWidth } = require('internal/util/inspect');

const kLine = '\u2500';
const kTop = ['\u250c', '\u252c', '\u2510'];
const kMiddle = ['\u251c', '\u253c', '\u2524'];
const kBottom = ['\u2514', '\u2534', '\u2518'];
const kSide = '\u2502';

function drawRule(widths, { 0: left, 1: cross, 2: right }) {
  return left + widths.map((width) => kLine.repeat(width + 2)).join(cross) + right;
}

function drawRow(cells, widths) {
  const padded = cells.map((cell, i) => cell + ' '.repeat(widths[i] - getStringWidth(cell)));
  return `${kSide} ${padded.join(` ${kSide} `)} ${kSide}`;
}

// `columns` holds the cells of each column; where one is missing the cell is empty.
function table(head, columns) {
  const widths = head.map((title) => getStringWidth(title));
  const count = Math.max(...columns.map((column) => column.length));
  const rows = [];
  for (let row = 0; row < count; row++) {
    rows.push(head.map((_, i) => {
      const cell = Object.hasOwn(columns[i], row) ? columns[i][row] : '';
      widths[i] = Math.max(widths[i], getStringWidth(cell));
      return cell;
    }));
  }
  const lines = [drawRule(widths, kTop), drawRow(head, widths), drawRule(widths, kMiddle)];
  for (const row of rows) lines.push(drawRow(row, widths));
  lines.push(drawRule(widths, kBottom));
  return lines.join('\n');
}

module.exports = table;
