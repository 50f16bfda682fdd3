// The colours of the line that is being typed. https://nodejs.org/docs/latest-v26.x/api/repl.html
'use strict';

const { isWord, scan } = require('internal/repl/scanner');

const keywords = new Set([
  'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'export',
  'extends', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'return', 'super', 'switch',
  'this', 'throw', 'try', 'typeof', 'var', 'void', 'while', 'with',
]);

function paint(code, text) {
  const { 0: on, 1: off } = code;
  return `\x1b[${on}m${text}\x1b[${off}m`;
}

function styleOf(text, previous) {
  const { colors, styles } = require('internal/util/inspect').inspect;
  const style = (name) => colors[styles[name]];
  if (/^(?:['"`].|\/.+\/)/s.test(text)) return style('string');
  if (/^\.?\d/.test(text)) return style('number');
  if (!isWord(text) || previous === '.' || previous === '?.') return undefined;
  if (text === 'true' || text === 'false') return style('boolean');
  if (text === 'NaN' || text === 'Infinity') return style('number');
  if (text === 'undefined') return style('undefined');
  if (text === 'null') return style('null');
  return keywords.has(text) ? colors.cyan : undefined;
}

// What stands between two tokens: blanks and comments.
function paintGap(gap) {
  const { colors } = require('internal/util/inspect').inspect;
  return gap.replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, (comment) => paint(colors.gray, comment));
}

function colorize(line) {
  let result = '';
  let at = 0;
  let previous;
  for (const { text, start, end } of scan(line).tokens) {
    const style = styleOf(text, previous);
    result += paintGap(line.slice(at, start)) + (style === undefined ? text : paint(style, text));
    at = end;
    previous = text;
  }
  return result + paintGap(line.slice(at));
}

module.exports = { colorize };
