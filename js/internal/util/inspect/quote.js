// How util.inspect quotes strings and escapes what a terminal must not get.
'use strict';

const {
  NumberPrototypeToString,
  RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace,
  StringPrototypeCharCodeAt,
  StringPrototypeIncludes,
  StringPrototypePadStart,
  StringPrototypeToUpperCase,
} = primordials;

// Control characters, the backslash and lone surrogates; and the same with the single quote.
const unsafe = /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const unsafeAll = /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const unsafeOrQuote =
  /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const unsafeOrQuoteAll =
  /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const shortEscapes = { '__proto__': null, '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r',
                       "'": "\\'", '\\': '\\\\' };

function escapeCharacter(character) {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = StringPrototypeCharCodeAt(character, 0);
  const hex = NumberPrototypeToString(code, 16);
  return code < 0x100 ? `\\x${StringPrototypePadStart(StringPrototypeToUpperCase(hex), 2, '0')}` : `\\u${hex}`;
}

// Whether a text has nothing to quote. For a short one a walk takes less time than a regular expression.
function isPlain(text) {
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code < 32 || code > 126 || code === 39 || code === 92) return false;
  }
  return true;
}

// Single quotes by preference; then double quotes, then backticks, whichever needs no escape.
function quote(text) {
  if (text.length <= 16 && isPlain(text)) return `'${text}'`;
  if (StringPrototypeIncludes(text, "'")) {
    let mark = '';
    if (!StringPrototypeIncludes(text, '"')) mark = '"';
    else if (!StringPrototypeIncludes(text, '`') && !StringPrototypeIncludes(text, '${')) mark = '`';
    if (mark !== '') {
      return RegExpPrototypeExec(unsafe, text) === null ? mark + text + mark :
        mark + RegExpPrototypeSymbolReplace(unsafeAll, text, escapeCharacter) + mark;
    }
  }
  return RegExpPrototypeExec(unsafeOrQuote, text) === null ? `'${text}'` :
    `'${RegExpPrototypeSymbolReplace(unsafeOrQuoteAll, text, escapeCharacter)}'`;
}

function escape(text) {
  return RegExpPrototypeSymbolReplace(unsafeOrQuoteAll, text, escapeCharacter);
}

module.exports = { escape, quote };
