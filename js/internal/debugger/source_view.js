// Parts of the source of a program that is debugged, as they are shown where it stands.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html
'use strict';

const { inspect } = require('internal/util/inspect');

const kCustom = inspect.custom;

// Emphasises the word at the column where the program stands.
function markColumn(text, column, colors) {
  if (!colors) return text;
  const before = text.slice(0, column);
  const { 0: word } = /^[$\w]*./.exec(text.slice(column)) ?? [''];
  if (word === '') return text;
  const { 0: start, 1: end } = inspect.colors.bold;
  const underline = inspect.colors.underline;
  return `${before}\u001b[${start}m\u001b[${underline[0]}m${word}\u001b[${underline[1]}m\u001b[${end}m${
    text.slice(column + word.length)}`;
}

class SourceView {
  // `isBreakpoint(line)` has lines that begin at 1.
  constructor(source, { lineNumber, columnNumber }, delta, isBreakpoint) {
    this.lines = source.split(/\r\n|\n/);
    this.current = lineNumber + 1;
    this.column = columnNumber;
    this.delta = delta;
    this.isBreakpoint = isBreakpoint;
  }

  [kCustom](depth, options) {
    const { lines, current, delta } = this;
    const first = Math.max(1, current - delta);
    const last = Math.min(lines.length, current + delta);
    const width = Math.max(2, String(last).length);
    const shown = [];
    for (let line = first; line <= last; line++) {
      let text = lines[line - 1];
      let mark = ' ';
      if (line === current) {
        mark = '>';
        text = markColumn(text, this.column, options.colors);
      } else if (this.isBreakpoint(line)) {
        mark = '*';
      }
      shown.push(`${mark}${String(line).padStart(width)} ${text}`);
    }
    return shown.join('\n');
  }
}

// Several of them, below each other.
class SourceViews extends Array {
  [kCustom](depth, options) {
    return this.map((view) => inspect(view, options)).join('\n------------\n');
  }
}

module.exports = { SourceView, SourceViews };
