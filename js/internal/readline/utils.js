// Small parts of readline: escape sequences, character widths in code units, common prefixes.
// https://nodejs.org/api/readline.html
'use strict';

const kSubstringSearch = Symbol('kSubstringSearch');
const kEscape = '\x1b';

// A control sequence: CSI`2K` is '\x1b[2K'.
function CSI(strings, ...args) {
  return `${kEscape}[${String.raw({ raw: strings }, ...args)}`;
}
CSI.kEscape = kEscape;
CSI.kClearToLineBeginning = CSI`1K`;
CSI.kClearToLineEnd = CSI`0K`;
CSI.kClearLine = CSI`2K`;
CSI.kClearScreenDown = CSI`0J`;

// Code units of the character left of i.
function charLengthLeft(str, i) {
  if (i <= 0) return 0;
  return (i > 1 && str.codePointAt(i - 2) > 0xffff) || str.codePointAt(i - 1) > 0xffff ? 2 : 1;
}

// Code units of the character at i. The end counts as one: a completion can be accepted by going there.
function charLengthAt(str, i) {
  return i < str.length && str.codePointAt(i) > 0xffff ? 2 : 1;
}

// What all strings begin with: the first and the last in order differ the earliest.
function commonPrefix(strings) {
  if (strings.length === 0) return '';
  const sorted = strings.toSorted();
  const first = sorted[0];
  const last = sorted[sorted.length - 1];
  let i = 0;
  while (i < first.length && first[i] === last[i]) i++;
  return first.slice(0, i);
}

function reverseString(line, from = '\r', to = '\r') {
  return line.split(from).reverse().join(to);
}

module.exports = {
  CSI,
  charLengthAt,
  charLengthLeft,
  commonPrefix,
  get emitKeys() {
    return require('internal/readline/keys').emitKeys;
  },
  kSubstringSearch,
  reverseString,
};
