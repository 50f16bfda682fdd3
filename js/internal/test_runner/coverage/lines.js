// The lines of a source, which of them comments take out of coverage, and what a range of characters says of them.
// https://nodejs.org/docs/latest-v26.x/api/test.html#collecting-code-coverage
'use strict';

const kIgnoreNext = /\/\* node:coverage ignore next (\d+ )?\*\//;
const kSwitch = /\/\* node:coverage (enable|disable) \*\//;

function readLines(source) {
  const lines = [];
  let offset = 0;
  let ignoring = 0;
  let enabled = true;
  for (const text of source.split(/(?<=\n)/)) {
    const ending = text.endsWith('\r\n') ? 2 : text.endsWith('\n') ? 1 : 0;
    const ignore = ignoring > 0 || !enabled;
    const endOffset = offset + text.length - ending;
    // An empty line counts as run unless what is around it says something else.
    const count = endOffset === offset ? 1 : 0;
    lines.push({ line: lines.length + 1, startOffset: offset, endOffset, ignore, count });
    if (ignoring > 0) ignoring--;
    const next = enabled ? kIgnoreNext.exec(text) : null;
    if (next === null) {
      const toggle = kSwitch.exec(text);
      if (toggle !== null) enabled = toggle[1] === 'enable';
    } else {
      ignoring = Number(next[1] ?? 1);
    }
    offset += text.length;
  }
  return lines;
}

// The lines of a text of which only their lengths are known.
function textLines(lengths) {
  let startOffset = 0;
  return lengths.map((length, i) => {
    const line = { line: i + 1, startOffset, endOffset: startOffset + length, ignore: false, count: 0 };
    startOffset += length + 1;
    return line;
  });
}

// The first line that ends at or after an offset.
function lineAt(lines, offset) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].endOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Gives the count to the lines that a range covers as a whole; returns all that it touches.
function applyRange({ startOffset, endOffset, count }, lines) {
  const touched = [];
  let at = lineAt(lines, startOffset);
  // It starts in the characters of a line's end.
  if (at < lines.length && startOffset < lines[at].startOffset) return { touched, ignored: 0 };
  let ignored = 0;
  for (; at < lines.length && endOffset > lines[at].startOffset; at++) {
    const line = lines[at];
    if (startOffset <= line.startOffset && endOffset >= line.endOffset) line.count = count;
    if (line.ignore) ignored++;
    touched.push(line);
  }
  return { touched, ignored };
}

module.exports = { applyRange, readLines, textLines };
