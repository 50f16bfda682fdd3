// Lines of several lines, which the REPL edits: moving up and down in them, and a new line in the middle.
// https://nodejs.org/api/repl.html
'use strict';

const { clearScreenDown, moveCursor } = require('internal/readline/callbacks');
const {
  kAddNewLineOnTTY,
  kGetDisplayPos,
  kHistoryNext,
  kHistoryPrev,
  kIsMultiline,
  kMoveCursor,
  kMoveDownOrHistoryNext,
  kMoveUpOrHistoryPrev,
  kMultilineMove,
  kMultilinePrompt,
  kPreviousCursor,
  kPreviousCursorCols,
  kPreviousLine,
  kPreviousPrevRows,
  kPrompt,
  kRestorePreviousState,
  kSavePreviousState,
  kSetLine,
  kWriteToOutput,
} = require('internal/readline/symbols');

const PREFIX = kMultilinePrompt.description;

module.exports = {
  // direction is 1 for down and -1 for up. A cursor that does not fit into a shorter line goes to its end
  // and remembers its column for the lines after that.
  [kMultilineMove](direction, lines, { rows, cols }) {
    const current = lines[rows];
    const next = lines[rows + direction];
    const down = direction === 1;
    const toEnd = down ? current.length - cols + PREFIX.length + next.length + 1 : -cols + 1;

    let distance;
    if (cols > next.length + 1) {
      if (this[kPreviousCursorCols] === -1) this[kPreviousCursorCols] = cols;
      distance = toEnd;
    } else {
      distance = down ? current.length + 1 : -next.length - 1;
      const wanted = this[kPreviousCursorCols];
      if (wanted !== -1) {
        if (wanted <= next.length) {
          distance += wanted - cols;
          this[kPreviousCursorCols] = -1;
        } else {
          distance = toEnd;
        }
      }
    }
    this[kMoveCursor](distance);
  },

  [kMoveDownOrHistoryNext]() {
    const position = this.getCursorPos();
    const lines = this.line.split('\n');
    if (this[kIsMultiline] && position.rows < lines.length - 1) {
      this[kMultilineMove](1, lines, position);
      return;
    }
    this[kPreviousCursorCols] = -1;
    this[kHistoryNext]();
  },

  [kMoveUpOrHistoryPrev]() {
    const position = this.getCursorPos();
    if (this[kIsMultiline] && position.rows > 0) {
      this[kMultilineMove](-1, this.line.split('\n'), position);
      return;
    }
    this[kPreviousCursorCols] = -1;
    this[kHistoryPrev]();
  },

  [kSavePreviousState]() {
    this[kPreviousLine] = this.line;
    this[kPreviousCursor] = this.cursor;
    this[kPreviousPrevRows] = this.prevRows;
  },

  [kRestorePreviousState]() {
    this[kSetLine](this[kPreviousLine]);
    this.cursor = this[kPreviousCursor];
    this.prevRows = this[kPreviousPrevRows];
  },

  // Enter was pressed in what is not complete yet. The terminal's cursor is behind the whole text, wherever
  // the key was pressed.
  [kAddNewLineOnTTY]() {
    this[kRestorePreviousState]();
    const original = this.line;
    const before = original.slice(0, this.cursor);
    let after = original.slice(this.cursor);
    const hasRest = after.length > 0;
    this[kSetLine](`${before}\n${after}`);
    this.cursor += 1;

    let rewriteFirst = false;
    if (hasRest) {
      const linesBefore = before.split('\n');
      rewriteFirst = linesBefore.length < 2;
      if (this.prevRows > 0) {
        // From the end of the line above, because the line of the cursor is split and written anew.
        const above = linesBefore[linesBefore.length - 2] || '';
        moveCursor(this.output, above.length + PREFIX.length, -(after.split('\n').length + 1));
        after = `${linesBefore[linesBefore.length - 1]}\n${after}`;
        clearScreenDown(this.output);
        this[kWriteToOutput]('\n');
      } else {
        moveCursor(this.output, 0, -original.split('\n').length);
        clearScreenDown(this.output);
      }
    }

    this[kWriteToOutput](rewriteFirst ? `${this[kPrompt]}${before}\n${PREFIX}` : PREFIX);

    if (!hasRest) {
      this.prevRows = this.line.split('\n').length - 1;
      return;
    }
    const wanted = this.getCursorPos();
    this[kWriteToOutput](after.replaceAll('\n', `\n${PREFIX}`));
    const now = this[kGetDisplayPos](this.line);
    moveCursor(this.output, wanted.cols - now.cols, wanted.rows - now.rows);
    this.prevRows = wanted.rows;
  },
};
