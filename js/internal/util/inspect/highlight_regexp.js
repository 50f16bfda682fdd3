// Colors for regular expressions: each nesting level and each kind of token gets its own color of a palette.
// The scanner is tolerant: it follows the grammar of ECMAScript and guesses where the text does not.
'use strict';

const {
  ArrayPrototypePush,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
} = primordials;

const kDefaultPalette = ['green', 'red', 'yellow', 'cyan', 'magenta'];

function isDigit(character) {
  return character >= '0' && character <= '9';
}

class Highlighter {
  constructor(text, palette) {
    this.text = text;
    this.palette = palette;
    this.out = '';
    this.at = 0;
    this.depth = 0;
  }

  // Writes in the color of the current level, or `offset` levels further in.
  write(text, offset = 0) {
    const color = this.palette[(this.depth + offset) % this.palette.length] ?? this.palette[0];
    this.out += color[0] + text + color[1];
  }

  peek(offset = 0) {
    return this.text[this.at + offset];
  }

  // What stands between `open`, which was read except for its last character, and `close`.
  delimited(open, close, decrease) {
    const start = ++this.at;
    const end = StringPrototypeIndexOf(this.text, close, start);
    if (end === -1) {
      // Never closed: only the opening is a token, and the rest is scanned as usual.
      this.write(open, 1);
      return;
    }
    this.write(open, -decrease);
    this.write(StringPrototypeSlice(this.text, start, end), 1 - decrease);
    this.write(close, -decrease);
    this.at = end + 1;
  }

  digits() {
    const start = this.at;
    while (this.at < this.text.length && isDigit(this.peek())) this.at++;
    return StringPrototypeSlice(this.text, start, this.at);
  }

  escape(inClass) {
    const next = this.peek(1);
    let token = next === undefined ? '\\' : `\\${next}`;
    this.at += token.length;
    const offset = inClass ? 0 : 1;
    const after = this.peek();
    if (next !== undefined && after !== undefined) {
      if (after === '{' && (next === 'u' || next === 'p' || next === 'P')) {
        this.delimited(`${token}{`, '}', 0);
        return;
      }
      if (next === 'x') {
        token += StringPrototypeSlice(this.text, this.at, this.at + 2);
        this.at += 2;
      } else if (!inClass && isDigit(next)) {
        token += this.digits();
      } else if (!inClass && next === 'k' && after === '<') {
        this.delimited(`${token}<`, '>', 1);
        return;
      }
    }
    this.write(token, offset);
  }

  characterClass() {
    this.write('[');
    this.depth++;
    this.at++;
    while (this.at < this.text.length) {
      const character = this.peek();
      if (character === '\\') {
        this.escape(true);
      } else if (character === ']') {
        this.depth--;
        this.write(']');
        this.at++;
        return;
      } else {
        const isRange = character === '-' && this.peek(-1) !== '[' &&
          this.peek(1) !== undefined && this.peek(1) !== ']';
        this.write(character, isRange ? 1 : 0);
        this.at++;
      }
    }
  }

  // '(' with what may follow it: '?:', '?=', '?<!', '?<name>'.
  group() {
    this.write('(');
    this.depth++;
    this.at++;
    if (this.peek() !== '?') return;
    const kind = this.peek(1) ?? '';
    const behind = this.peek(2) ?? '';
    if (kind === ':' || kind === '=' || kind === '!') {
      this.write(`?${kind}`, -1);
      this.at += 2;
    } else if (kind !== '<') {
      this.write('?');
      this.at += 1;
    } else if (behind === '=' || behind === '!') {
      this.write(`?<${behind}`, -1);
      this.at += 3;
    } else {
      const start = this.at + 2;
      const end = StringPrototypeIndexOf(this.text, '>', start);
      this.write('?<', -1);
      this.write(StringPrototypeSlice(this.text, start, end === -1 ? this.text.length : end));
      if (end !== -1) this.write('>', -1);
      this.at = end === -1 ? this.text.length : end + 1;
    }
  }

  // '{2}', '{2,}', '{2,5}', each perhaps with a '?'.
  quantifier() {
    this.at++;
    const low = this.digits();
    if (low) {
      this.write('{');
      this.depth++;
      this.write(low, 1);
    }
    if (this.peek() === ',') {
      if (!low) {
        this.write('{');
        this.depth++;
      }
      this.write(',');
      this.at++;
    } else if (!low && this.at < this.text.length) {
      this.write('{', 1);
      return;
    }
    const high = this.digits();
    if (high) this.write(high, 1);
    if (this.peek() === '}') {
      this.depth--;
      this.write('}');
      this.at++;
    }
    if (this.peek() === '?') {
      this.write('?', 3);
      this.at++;
    }
  }

  pattern() {
    while (this.at < this.text.length) {
      const character = this.peek();
      switch (character) {
        case '[': this.characterClass(); break;
        case '(': this.group(); break;
        case '\\': this.escape(false); break;
        case '{': this.quantifier(); break;
        case ')':
          this.depth--;
          this.write(')');
          this.at++;
          break;
        case '/':
          return;
        default:
          if (StringPrototypeIncludes('|+*?,^$', character)) this.write(character, 3);
          else this.write(character, character === '.' ? 2 : 1);
          this.at++;
      }
    }
  }

  run() {
    this.write('/');
    this.depth++;
    this.at = 1;
    this.pattern();
    this.write('/', -1);
    this.at++;
    if (this.at < this.text.length) this.write(StringPrototypeSlice(this.text, this.at));
    return this.out;
  }
}

function highlight(text, names, colors) {
  const chosen = names?.length > 0 ? names : kDefaultPalette;
  const palette = [];
  for (let i = 0; i < chosen.length; i++) {
    const color = colors[chosen[i]];
    if (color) ArrayPrototypePush(palette, [`\u001b[${color[0]}m`, `\u001b[${color[1]}m`]);
  }
  return new Highlighter(text, palette).run();
}

module.exports = { highlight };
