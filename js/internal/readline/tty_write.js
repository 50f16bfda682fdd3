// One key of a terminal: what it does. https://nodejs.org/api/readline.html#tty-keybindings
'use strict';

const { charLengthAt, charLengthLeft, kSubstringSearch } = require('internal/readline/utils');
const { clearScreenDown, cursorTo } = require('internal/readline/callbacks');
const { AbortError } = require('internal/errors');
const {
  kDeleteLeft,
  kDeleteLineLeft,
  kDeleteLineRight,
  kDeleteRight,
  kDeleteWordLeft,
  kDeleteWordRight,
  kHistoryNext,
  kHistoryPrev,
  kInsertString,
  kIsMultiline,
  kLine,
  kMoveCursor,
  kMoveDownOrHistoryNext,
  kMoveUpOrHistoryPrev,
  kPreviousCursorCols,
  kPreviousKey,
  kQuestionReject,
  kRedo,
  kRefreshLine,
  kSawReturnAt,
  kSetRawMode,
  kTabComplete,
  kTtyWrite,
  kUndo,
  kWordLeft,
  kWordRight,
  kYank,
  kYankPop,
  kYanking,
} = require('internal/readline/symbols');

const lineEnding = /\r?\n|\r(?!\n)|\u2028|\u2029/g;

function left(rl) {
  rl[kMoveCursor](-charLengthLeft(rl.line, rl.cursor));
}

function right(rl) {
  rl[kMoveCursor](charLengthAt(rl.line, rl.cursor));
}

function end(rl, reason) {
  rl.close();
  rl[kQuestionReject]?.(new AbortError(reason));
}

function interrupt(rl) {
  if (rl.listenerCount('SIGINT') > 0) rl.emit('SIGINT');
  else end(rl, 'Aborted with Ctrl+C');
}

function endOfInput(rl) {
  if (rl.cursor === 0 && rl.line.length === 0) end(rl, 'Aborted with Ctrl+D');
  else if (rl.cursor < rl.line.length) rl[kDeleteRight]();
}

function suspend(rl) {
  const process = require('process');
  if (process.platform === 'win32') return;
  if (rl.listenerCount('SIGTSTP') > 0) {
    rl.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    // Pausing and resuming makes the input notice SIGINT, SIGTSTP and its end again.
    if (!rl.paused) {
      rl.pause();
      rl.emit('SIGCONT');
    }
    rl[kSetRawMode](true);
    rl[kRefreshLine]();
  });
  rl[kSetRawMode](false);
  process.kill(process.pid, 'SIGTSTP');
}

function clearScreen(rl) {
  cursorTo(rl.output, 0, 0);
  clearScreenDown(rl.output);
  rl[kRefreshLine]();
}

const method = (name) => (rl) => rl[name]();
const toStart = (rl) => rl[kMoveCursor](-Infinity);
const toEnd = (rl) => rl[kMoveCursor](Infinity);

const withCtrlShift = {
  __proto__: null,
  backspace: method(kDeleteLineLeft),
  delete: method(kDeleteLineRight),
};

const withCtrl = {
  __proto__: null,
  a: toStart,
  b: left,
  backspace: method(kDeleteWordLeft),
  c: interrupt,
  d: endOfInput,
  delete: method(kDeleteWordRight),
  e: toEnd,
  f: right,
  h: method(kDeleteLeft),
  k: method(kDeleteLineRight),
  l: clearScreen,
  left: method(kWordLeft),
  n: method(kHistoryNext),
  p: method(kHistoryPrev),
  right: method(kWordRight),
  u: method(kDeleteLineLeft),
  w: method(kDeleteWordLeft),
  y: method(kYank),
  z: suspend,
};

const withMeta = {
  __proto__: null,
  b: method(kWordLeft),
  backspace: method(kDeleteWordLeft),
  d: method(kDeleteWordRight),
  delete: method(kDeleteWordRight),
  f: method(kWordRight),
  y: method(kYankPop),
};

const plain = {
  __proto__: null,
  backspace: method(kDeleteLeft),
  delete: method(kDeleteRight),
  down: method(kMoveDownOrHistoryNext),
  end: toEnd,
  enter(rl) {
    // The line feed of a '\r\n' is no line of its own.
    if (rl[kSawReturnAt] === 0 || Date.now() - rl[kSawReturnAt] > rl.crlfDelay) rl[kLine]();
    rl[kSawReturnAt] = 0;
  },
  home: toStart,
  left,
  return(rl) {
    rl[kSawReturnAt] = Date.now();
    rl[kLine]();
  },
  right,
  up: method(kMoveUpOrHistoryPrev),
};

function insertText(rl, s) {
  if (typeof s !== 'string' || !s) return;
  let start = 0;
  lineEnding.lastIndex = 0;
  for (let match; (match = lineEnding.exec(s)) !== null;) {
    rl[kInsertString](s.slice(start, match.index));
    start = lineEnding.lastIndex;
    // A listener of 'line' may come back here and move the pattern.
    rl[kLine]();
    lineEnding.lastIndex = start;
  }
  rl[kInsertString](s.slice(start));
}

// Up and down look for lines that begin with what stands left of the cursor.
function followSearch(rl, key) {
  if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
    if (rl[kSubstringSearch] === null && !rl[kIsMultiline]) {
      rl[kSubstringSearch] = rl.line.slice(0, rl.cursor);
    }
  } else if (rl[kSubstringSearch] !== null) {
    rl[kSubstringSearch] = null;
    if (rl.history.length === rl.historyIndex) rl.historyIndex = -1;
  }
}

module.exports = {
  [kTtyWrite](s, key) {
    const previous = this[kPreviousKey];
    key ||= {};
    this[kPreviousKey] = key;
    if (!key.meta || key.name !== 'y') this[kYanking] = false;
    followSearch(this, key);

    if (typeof key.sequence === 'string') {
      const code = key.sequence.codePointAt(0);
      if (code === 0x1f || code === 0x1e) {
        this[code === 0x1f ? kUndo : kRedo]();
        return;
      }
    }
    if (key.name === 'escape') return;

    if (key.ctrl && key.shift) {
      withCtrlShift[key.name]?.(this);
    } else if (key.ctrl) {
      withCtrl[key.name]?.(this);
    } else if (key.meta) {
      withMeta[key.name]?.(this);
    } else {
      if (this[kSawReturnAt] && key.name !== 'enter') this[kSawReturnAt] = 0;
      const action = plain[key.name];
      if (action !== undefined) action(this);
      else if (key.name === 'tab' && typeof this.completer === 'function' && this.isCompletionEnabled) {
        this[kTabComplete](previous && previous.name === 'tab');
      } else {
        insertText(this, s);
      }
      if (key.name === 'up' || key.name === 'down') return;
    }
    this[kPreviousCursorCols] = -1;
  },
};
