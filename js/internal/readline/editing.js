// What keys do to the line of an Interface: moving, deleting, the kill ring, undo, history.
// https://nodejs.org/api/readline.html#tty-keybindings
'use strict';

const { charLengthAt, charLengthLeft, kSubstringSearch } = require('internal/readline/utils');
const { moveCursor } = require('internal/readline/callbacks');
const {
  kBeforeEdit,
  kColorize,
  kDeleteLeft,
  kDeleteLineLeft,
  kDeleteLineRight,
  kDeleteRight,
  kDeleteWordLeft,
  kDeleteWordRight,
  kHistoryNext,
  kHistoryPrev,
  kInsertString,
  kKillRing,
  kKillRingCursor,
  kMoveCursor,
  kPushToKillRing,
  kPushToUndoStack,
  kRedo,
  kRedoStack,
  kRefreshLine,
  kSetLine,
  kUndo,
  kUndoStack,
  kWordLeft,
  kWordRight,
  kWriteToOutput,
  kYank,
  kYankPop,
  kYanking,
} = require('internal/readline/symbols');

const MAX_UNDO = 2048;
const MAX_KILLS = 32;

// The code units of the word that ends at the cursor. The text is read backwards, because a pattern that
// is bound to the end would be tried at each position.
function wordLengthLeft(rl) {
  const reversed = Array.from(rl.line.slice(0, rl.cursor)).reverse().join('');
  return /^\s*(?:[^\w\s]+|\w+)?/.exec(reversed)[0].length;
}

module.exports = {
  [kBeforeEdit](oldText, oldCursor) {
    this[kPushToUndoStack](oldText, oldCursor);
  },

  [kInsertString](c) {
    this[kBeforeEdit](this.line, this.cursor);
    const atEnd = this.cursor >= this.line.length;
    const inserted = this.line.slice(0, this.cursor) + c + this.line.slice(this.cursor);
    if (!this.isCompletionEnabled) {
      // In the middle of a paste: the terminal is brought up to date at its end.
      this.line = atEnd ? this.line + c : inserted;
      this.cursor += c.length;
      if (this[kColorize] === undefined) this[kWriteToOutput](c);
      else this[kRefreshLine]();
      return;
    }
    if (!atEnd) {
      this[kSetLine](inserted);
      this.cursor += c.length;
      this[kRefreshLine]();
      return;
    }
    const before = this.getCursorPos();
    this.line += c;
    this.cursor += c.length;
    const after = this.getCursorPos();
    if (before.rows < after.rows || this[kColorize] !== undefined) this[kRefreshLine]();
    else this[kWriteToOutput](c);
  },

  // ---- moving ----

  [kMoveCursor](dx) {
    if (dx === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + dx, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this[kRefreshLine]();
  },

  [kWordLeft]() {
    if (this.cursor > 0) this[kMoveCursor](-wordLengthLeft(this));
  },

  [kWordRight]() {
    if (this.cursor < this.line.length) {
      const match = /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(this.line.slice(this.cursor));
      this[kMoveCursor](match[0].length);
    }
  },

  // ---- deleting ----

  [kDeleteLeft]() {
    if (this.cursor > 0 && this.line.length > 0) {
      this[kBeforeEdit](this.line, this.cursor);
      const size = charLengthLeft(this.line, this.cursor);
      this.line = this.line.slice(0, this.cursor - size) + this.line.slice(this.cursor);
      this.cursor -= size;
      this[kRefreshLine]();
    }
  },

  [kDeleteRight]() {
    if (this.cursor < this.line.length) {
      this[kBeforeEdit](this.line, this.cursor);
      const size = charLengthAt(this.line, this.cursor);
      this.line = this.line.slice(0, this.cursor) + this.line.slice(this.cursor + size);
      this[kRefreshLine]();
    }
  },

  [kDeleteWordLeft]() {
    if (this.cursor > 0) {
      this[kBeforeEdit](this.line, this.cursor);
      const start = this.cursor - wordLengthLeft(this);
      this.line = this.line.slice(0, start) + this.line.slice(this.cursor);
      this.cursor = start;
      this[kRefreshLine]();
    }
  },

  [kDeleteWordRight]() {
    if (this.cursor < this.line.length) {
      this[kBeforeEdit](this.line, this.cursor);
      const trailing = this.line.slice(this.cursor);
      const match = /^(?:\s+|\W+|\w+)\s*/.exec(trailing);
      this.line = this.line.slice(0, this.cursor) + trailing.slice(match[0].length);
      this[kRefreshLine]();
    }
  },

  [kDeleteLineLeft]() {
    this[kBeforeEdit](this.line, this.cursor);
    const deleted = this.line.slice(0, this.cursor);
    this[kSetLine](this.line.slice(this.cursor));
    this.cursor = 0;
    this[kPushToKillRing](deleted);
    this[kRefreshLine]();
  },

  [kDeleteLineRight]() {
    this[kBeforeEdit](this.line, this.cursor);
    const deleted = this.line.slice(this.cursor);
    this[kSetLine](this.line.slice(0, this.cursor));
    this[kPushToKillRing](deleted);
    this[kRefreshLine]();
  },

  // ---- the kill ring: what was deleted can be had back, as in Emacs ----

  [kPushToKillRing](deleted) {
    if (!deleted || deleted === this[kKillRing][0]) return;
    this[kKillRing].unshift(deleted);
    this[kKillRingCursor] = 0;
    while (this[kKillRing].length > MAX_KILLS) this[kKillRing].pop();
  },

  [kYank]() {
    if (this[kKillRing].length > 0) {
      this[kYanking] = true;
      this[kInsertString](this[kKillRing][this[kKillRingCursor]]);
    }
  },

  // Right after a yank: the one before it instead.
  [kYankPop]() {
    if (!this[kYanking] || this[kKillRing].length <= 1) return;
    const ring = this[kKillRing];
    const last = ring[this[kKillRingCursor]];
    this[kKillRingCursor] = (this[kKillRingCursor] + 1) % ring.length;
    const head = this.line.slice(0, this.cursor - last.length) + ring[this[kKillRingCursor]];
    this[kSetLine](head + this.line.slice(this.cursor));
    this.cursor = head.length;
    this[kRefreshLine]();
  },

  // ---- undo ----

  [kPushToUndoStack](text, cursor) {
    if (this[kUndoStack].push({ text, cursor }) > MAX_UNDO) this[kUndoStack].shift();
  },

  [kUndo]() {
    exchange(this, kUndoStack, kRedoStack);
  },

  [kRedo]() {
    exchange(this, kRedoStack, kUndoStack);
  },

  // ---- history ----

  [kHistoryNext]() {
    if (!this.historyManager.canNavigateToNext()) return;
    this[kBeforeEdit](this.line, this.cursor);
    this[kSetLine](this.historyManager.navigateToNext(this[kSubstringSearch]));
    this.cursor = this.line.length;
    this[kRefreshLine]();
  },

  [kHistoryPrev]() {
    if (!this.historyManager.canNavigateToPrevious()) return;
    this[kBeforeEdit](this.line, this.cursor);
    this[kSetLine](this.historyManager.navigateToPrevious(this[kSubstringSearch]));
    this.cursor = this.line.length;
    this[kRefreshLine]();
  },
};

function exchange(rl, from, to) {
  const entry = rl[from].pop();
  if (entry === undefined) return;
  rl[to].push({ text: rl.line, cursor: rl.cursor });
  rl[kSetLine](entry.text);
  rl.cursor = entry.cursor;
  rl[kRefreshLine]();
}
