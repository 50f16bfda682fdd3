// Characters of a terminal to 'keypress' events. https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface
//
// The sequences that terminals send:
//   ESC letter
//   ESC [ letter             ESC [ modifier letter    ESC [ 1 ; modifier letter
//   ESC [ num char           ESC [ num ; modifier char
//   ESC O letter             ESC O modifier letter    ESC O 1 ; modifier letter
//   ESC [ [ letter           ESC [ [ num char
// char is mostly '~', '$' or '^' with rxvt; modifier is 1 + shift + 2 * left alt + 4 * ctrl + 8 * right alt.
// A second ESC in front changes nothing.
'use strict';

const { charLengthAt } = require('internal/readline/utils');

const ESCAPE = '\x1b';

const names = {
  '__proto__': null,
  // xterm, gnome
  '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4',
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4',
  // xterm, rxvt
  '[11~': 'f1', '[12~': 'f2', '[13~': 'f3', '[14~': 'f4',
  '[200~': 'paste-start', '[201~': 'paste-end',
  // Cygwin, libuv
  '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5',
  '[15~': 'f5', '[17~': 'f6', '[18~': 'f7', '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11',
  '[24~': 'f12',
  '[A': 'up', '[B': 'down', '[C': 'right', '[D': 'left', '[E': 'clear', '[F': 'end', '[H': 'home',
  'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OE': 'clear', 'OF': 'end', 'OH': 'home',
  '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end', '[5~': 'pageup', '[6~': 'pagedown',
  // putty
  '[[5~': 'pageup', '[[6~': 'pagedown',
  // rxvt
  '[7~': 'home', '[8~': 'end',
};

// rxvt says the modifier with the last character.
const shifted = {
  '__proto__': null,
  '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear',
  '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown', '[7$': 'home', '[8$': 'end',
  '[Z': 'tab',
};
const controlled = {
  '__proto__': null,
  'Oa': 'up', 'Ob': 'down', 'Oc': 'right', 'Od': 'left', 'Oe': 'clear',
  '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown', '[7^': 'home', '[8^': 'end',
};

const plain = {
  '__proto__': null,
  '\r': 'return',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  [ESCAPE]: 'escape',
  ' ': 'space',
};

function isDigit(ch) {
  return ch >= '0' && ch <= '9';
}

// The code and the modifier of '24;5~' or '1;5H', which stand behind ESC [ (and maybe another [).
function splitCommand(command) {
  let match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(command);
  if (match !== null) {
    return match[4] ? [match[4], 0] : [match[1] + match[3], (match[2] || 1) - 1];
  }
  match = /^((\d;)?(\d))?([A-Za-z])$/.exec(command);
  return match !== null ? [match[4], (match[3] || 1) - 1] : [command, 0];
}

function nameCode(key, code, modifier) {
  key.ctrl = !!(modifier & 4);
  key.meta = !!(modifier & 10);
  key.shift = !!(modifier & 1);
  key.code = code;
  if (code in shifted) {
    key.name = shifted[code];
    key.shift = true;
  } else if (code in controlled) {
    key.name = controlled[code];
    key.ctrl = true;
  } else {
    key.name = names[code] ?? 'undefined';
  }
}

function nameCharacter(key, ch, escaped) {
  if (ch in plain) {
    key.name = plain[ch];
    key.meta = escaped;
  } else if (!escaped && ch <= '\x1a') {
    key.name = String.fromCharCode(ch.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(ch)) {
    key.name = ch.toLowerCase();
    key.shift = ch >= 'A' && ch <= 'Z';
    key.meta = escaped;
  } else if (escaped) {
    // Nothing has followed the escape in time.
    key.name = ch.length ? undefined : 'escape';
    key.meta = true;
  }
}

// Is given one character at a time; '' means that the time for the rest of a sequence is over.
function* emitKeys(stream) {
  for (;;) {
    let ch = yield;
    let sequence = ch;
    const escaped = ch === ESCAPE;
    const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };

    if (escaped) {
      sequence += (ch = yield);
      if (ch === ESCAPE) sequence += (ch = yield);
    }

    if (escaped && ch === 'O') {
      let modifier = 0;
      sequence += (ch = yield);
      if (isDigit(ch)) {
        modifier = Number(ch) - 1;
        sequence += (ch = yield);
      }
      nameCode(key, `O${ch}`, modifier);
    } else if (escaped && ch === '[') {
      let prefix = '[';
      sequence += (ch = yield);
      if (ch === '[') {
        prefix = '[[';
        sequence += (ch = yield);
      }
      // Up to three digits, then perhaps ';' and one more with what follows it.
      const start = sequence.length - 1;
      for (let digits = 0; digits < 3 && isDigit(ch); digits++) sequence += (ch = yield);
      if (ch === ';') {
        sequence += (ch = yield);
        if (isDigit(ch)) sequence += yield;
      }
      const [code, modifier] = splitCommand(sequence.slice(start));
      nameCode(key, prefix + code, modifier);
    } else {
      nameCharacter(key, ch, escaped);
    }

    key.sequence = sequence;
    if (sequence.length !== 0 && (key.name !== undefined || escaped)) {
      stream.emit('keypress', escaped ? undefined : sequence, key);
    } else if (charLengthAt(sequence, 0) === sequence.length) {
      stream.emit('keypress', sequence, key);
    }
    // A sequence that is broken or not known emits nothing.
  }
}

module.exports = { emitKeys };
