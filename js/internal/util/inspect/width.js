// The number of terminal columns of a text, and text without terminal sequences.
// https://nodejs.org/docs/latest-v26.x/api/util.html#utilstripvtcontrolcharactersstr
'use strict';

const {
  RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace,
  SafeStringIterator,
  StringPrototypeCharCodeAt,
  StringPrototypeCodePointAt,
  StringPrototypeIncludes,
  StringPrototypeNormalize,
  StringPrototypeSlice,
} = primordials;

// OSC sequences up to their terminator, and CSI sequences.
const terminalSequence =
  /(?:\u001b\][\s\S]*?(?:\u0007|\u001b\\|\u009c))|[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g;

function stripVTControlCharacters(str) {
  require('internal/validators').validateString(str, 'str');
  if (!StringPrototypeIncludes(str, '\u001b') && !StringPrototypeIncludes(str, '\u009b')) return str;
  return RegExpPrototypeSymbolReplace(terminalSequence, str, '');
}

let wideRanges;

function isWide(code) {
  if (code < 0x1100) return false;
  wideRanges ??= require('internal/util/inspect/wide_characters');
  let low = 0;
  let high = wideRanges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < wideRanges[2 * middle]) high = middle - 1;
    else if (code > wideRanges[2 * middle + 1]) low = middle + 1;
    else return true;
  }
  return false;
}

// Controls, format characters and combining marks. The soft hyphen is a format character that may show.
const zeroWidth = /^[\p{Cc}\p{Cf}\p{Me}\p{Mn}]$/u;

function columnsOf(character) {
  const code = StringPrototypeCodePointAt(character, 0);
  if (isWide(code)) return 2;
  return code !== 0xad && RegExpPrototypeExec(zeroWidth, character) !== null ? 0 : 1;
}

function getStringWidth(str, removeControlChars = true) {
  const text = removeControlChars ? stripVTControlCharacters(str) : str;
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code >= 127) {
      const rest = StringPrototypeNormalize(StringPrototypeSlice(text, i), 'NFC');
      for (const character of new SafeStringIterator(rest)) width += columnsOf(character);
      break;
    }
    if (code >= 32) width++;
  }
  return width;
}

function isZeroWidthCodePoint(code) {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f) || (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x200b && code <= 0x200f) || (code >= 0x20d0 && code <= 0x20ff) || (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0xfe20 && code <= 0xfe2f) || (code >= 0xe0100 && code <= 0xe01ef);
}

module.exports = { getStringWidth, isZeroWidthCodePoint, stripVTControlCharacters };
