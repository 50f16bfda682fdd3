// The tab key: the completer is asked, and its answer completes the line or is shown.
// https://nodejs.org/api/readline.html#use-of-the-completer-function
'use strict';

const { commonPrefix } = require('internal/readline/utils');
const {
  kBeforeEdit,
  kInsertString,
  kRefreshLine,
  kSetLine,
  kTabComplete,
  kTabCompleter,
  kWriteToOutput,
} = require('internal/readline/symbols');

// Columns of equal width; an empty completion ends a group.
function layOut(completions, columns) {
  const { getStringWidth } = require('internal/util/inspect');
  const widths = completions.map((completion) => getStringWidth(completion));
  let width = 2;
  for (const one of widths) if (one + 2 > width) width = one + 2;
  let perLine = Math.floor(columns / width) || 1;
  if (perLine === Infinity) perLine = 1;

  let text = '\r\n';
  let inLine = 0;
  let padding = 0;
  for (let i = 0; i < completions.length; i++) {
    const completion = completions[i];
    if (completion === '' || inLine === perLine) {
      text += '\r\n';
      inLine = 0;
      padding = 0;
    } else {
      text += ' '.repeat(padding);
    }
    if (completion === '') {
      text += '\r\n';
    } else {
      text += completion;
      padding = width - widths[i];
      inLine++;
    }
  }
  return inLine === 0 ? text : `${text}\r\n\r\n`;
}

module.exports = {
  async [kTabComplete](lastKeypressWasTab) {
    this.pause();
    let value;
    try {
      value = await this.completer(this.line.slice(0, this.cursor));
    } catch (err) {
      this[kWriteToOutput](`Tab completion error: ${require('internal/util/inspect').inspect(err)}`);
      return;
    } finally {
      this.resume();
    }
    this[kTabCompleter](lastKeypressWasTab, value);
  },

  // The answer is [completions, what was completed].
  [kTabCompleter](lastKeypressWasTab, { 0: completions, 1: completeOn }) {
    if (!completions || completions.length === 0) return;

    const prefix = commonPrefix(completions.filter((completion) => completion !== ''));
    if (prefix.startsWith(completeOn) && prefix.length > completeOn.length) {
      this[kInsertString](prefix.slice(completeOn.length));
      return;
    }
    if (!completeOn.startsWith(prefix)) {
      // The completer wants another spelling.
      const head = this.line.slice(0, this.cursor - completeOn.length) + prefix;
      this[kSetLine](head + this.line.slice(this.cursor));
      this.cursor = this.cursor - completeOn.length + prefix.length;
      this[kRefreshLine]();
      return;
    }
    // The choices are shown at the second tab.
    if (!lastKeypressWasTab) return;
    this[kBeforeEdit](this.line, this.cursor);
    this[kWriteToOutput](layOut(completions, this.columns));
    this[kRefreshLine]();
  },
};
