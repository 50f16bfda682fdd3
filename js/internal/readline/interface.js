// readline's Interface: lines of a stream, and on a terminal a line editor.
// https://nodejs.org/api/readline.html#class-interfaceconstructor
'use strict';

const symbols = require('internal/readline/symbols');

const EventEmitter = require('events');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE } } = require('internal/errors');
const { validateAbortSignal, validateString, validateUint32 } = require('internal/validators');
const { assignFunctionName } = require('internal/util');
const { kSubstringSearch } = require('internal/readline/utils');
const { clearScreenDown, cursorTo, moveCursor } = require('internal/readline/callbacks');
const {
  kAddHistory,
  kColorize,
  kDecoder,
  kGetDisplayPos,
  kIsMultiline,
  kKillRing,
  kKillRingCursor,
  kLastCommandErrored,
  kLine,
  kLineObjectStream,
  kLine_buffer,
  kMoveCursor,
  kMultilinePrompt,
  kNormalWrite,
  kOldPrompt,
  kOnLine,
  kPreviousCursorCols,
  kPreviousKey,
  kPrompt,
  kQuestion,
  kQuestionCallback,
  kQuestionCancel,
  kRedoStack,
  kRefreshLine,
  kSavePreviousState,
  kSawKeyPress,
  kSawReturnAt,
  kSetLine,
  kSetRawMode,
  kTtyWrite,
  kUndoStack,
  kWriteToOutput,
} = symbols;

// As GNU readline waits for the rest of a sequence.
const ESCAPE_CODE_TIMEOUT = 500;
const MIN_CRLF_DELAY = 100;
const lineEnding = /\r?\n|\r(?!\n)|\u2028|\u2029/;

function InterfaceConstructor(input, output, completer, terminal) {
  this[kSawReturnAt] = 0;
  this.isCompletionEnabled = true;
  this[kSawKeyPress] = false;
  this[kColorize] = undefined;
  this[kPreviousKey] = null;
  this.escapeCodeTimeout = ESCAPE_CODE_TIMEOUT;
  this.tabSize = 8;

  EventEmitter.call(this);

  let crlfDelay;
  let prompt = '> ';
  let signal;
  let historyOptions = input;

  if (input?.input) {
    const options = input;
    ({ output, completer, terminal, signal, crlfDelay } = options);
    const { historySize: size, history, removeHistoryDuplicates } = options;
    this[kColorize] = options.colorize;
    if (options.tabSize !== undefined) {
      validateUint32(options.tabSize, 'tabSize', true);
      this.tabSize = options.tabSize;
    }
    if (options.prompt !== undefined) prompt = options.prompt;
    if (options.escapeCodeTimeout !== undefined) {
      if (!Number.isFinite(options.escapeCodeTimeout)) {
        throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', this.escapeCodeTimeout);
      }
      this.escapeCodeTimeout = options.escapeCodeTimeout;
    }
    if (signal) validateAbortSignal(signal, 'options.signal');
    input = options.input;
    historyOptions = { __proto__: null, size, history, removeHistoryDuplicates };
  }

  this.setupHistoryManager(historyOptions);

  if (completer !== undefined && typeof completer !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('completer', completer);
  }
  if (terminal === undefined && output != null) terminal = !!output.isTTY;

  this.line = '';
  this[kIsMultiline] = false;
  this[kSubstringSearch] = null;
  this.output = output;
  this.input = input;
  this[kUndoStack] = [];
  this[kRedoStack] = [];
  this[kPreviousCursorCols] = -1;
  this[kKillRing] = [];
  this[kKillRingCursor] = 0;
  this.crlfDelay = crlfDelay ? Math.max(MIN_CRLF_DELAY, crlfDelay) : MIN_CRLF_DELAY;
  this.completer = completer;
  this.setPrompt(prompt);
  this.terminal = !!terminal;
  this[kLineObjectStream] = undefined;

  const onerror = (err) => {
    this.emit('error', err);
  };
  input.on('error', onerror);
  if (this.terminal) listenToKeys(this, input, output, onerror);
  else listenToData(this, input, onerror);

  if (signal) {
    const onAborted = () => this.close();
    if (signal.aborted) {
      require('process').nextTick(onAborted);
    } else {
      const { addAbortListener } = require('internal/events/abort_listener');
      this.once('close', addAbortListener(signal, onAborted)[Symbol.dispose]);
    }
  }

  this[kSetLine]('');
  input.resume();
}

Object.setPrototypeOf(InterfaceConstructor.prototype, EventEmitter.prototype);
Object.setPrototypeOf(InterfaceConstructor, EventEmitter);

function listenToData(rl, input, onerror) {
  const ondata = (data) => {
    rl[kNormalWrite](data);
  };
  const onend = () => {
    const rest = rl[kLine_buffer];
    if (typeof rest === 'string' && rest.length > 0) rl.emit('line', rest);
    rl.close();
  };
  input.on('data', ondata);
  input.on('end', onend);
  rl.once('close', () => {
    input.removeListener('data', ondata);
    input.removeListener('error', onerror);
    input.removeListener('end', onend);
  });
  const { StringDecoder } = require('string_decoder');
  rl[kDecoder] = new StringDecoder('utf8');
}

function listenToKeys(rl, input, output, onerror) {
  const onkeypress = (s, key) => {
    rl[kTtyWrite](s, key);
    if (key?.sequence) {
      // Half a surrogate pair shows as a character only when the line is written anew.
      const code = key.sequence.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) rl[kRefreshLine]();
    }
  };
  const onend = () => {
    if (typeof rl.line === 'string' && rl.line.length > 0) rl.emit('line', rl.line);
    rl.close();
  };
  const onresize = () => {
    rl[kRefreshLine]();
  };

  require('internal/readline/emitKeypressEvents')(input, rl);
  input.on('keypress', onkeypress);
  input.on('end', onend);
  rl[kSetRawMode](true);
  rl.terminal = true;
  rl.cursor = 0;
  if (output != null) output.on('resize', onresize);
  rl.once('close', () => {
    input.removeListener('keypress', onkeypress);
    input.removeListener('error', onerror);
    input.removeListener('end', onend);
    if (output != null) output.removeListener('resize', onresize);
  });
}

const historyAccessors = {
  __proto__: null,
  history: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this.historyManager.history;
    },
    set(newHistory) {
      return this.historyManager.history = newHistory;
    },
  },
  historyIndex: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this.historyManager.index;
    },
    set(historyIndex) {
      return this.historyManager.index = historyIndex;
    },
  },
  historySize: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this.historyManager.size;
    },
  },
  isFlushing: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this.historyManager.isFlushing;
    },
  },
};

class Interface extends InterfaceConstructor {
  get columns() {
    return this.output?.columns ? this.output.columns : Infinity;
  }

  setPrompt(prompt) {
    this[kPrompt] = prompt;
  }

  getPrompt() {
    return this[kPrompt];
  }

  setupHistoryManager(options) {
    const { ReplHistory } = require('internal/repl/history');
    this.historyManager = new ReplHistory(this, options);
    if (options.onHistoryFileLoaded) this.historyManager.initialize(options.onHistoryFileLoaded);
    Object.defineProperties(this, historyAccessors);
  }

  [kSetRawMode](mode) {
    const wasInRawMode = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return wasInRawMode;
  }

  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && require('process').env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this[kRefreshLine]();
    } else {
      this[kWriteToOutput](this[kPrompt]);
    }
  }

  // ---- questions: the next line is the answer ----

  [kQuestion](query, cb) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (!this[kQuestionCallback]) {
      this[kOldPrompt] = this[kPrompt];
      this.setPrompt(query);
      this[kQuestionCallback] = cb;
    }
    this.prompt();
  }

  [kQuestionCancel]() {
    if (this[kQuestionCallback]) {
      this[kQuestionCallback] = null;
      this.setPrompt(this[kOldPrompt]);
      this.clearLine();
    }
  }

  [kOnLine](line) {
    const callback = this[kQuestionCallback];
    if (callback) {
      this[kQuestionCallback] = null;
      this.setPrompt(this[kOldPrompt]);
      callback(line);
    } else {
      this.emit('line', line);
    }
  }

  [kSetLine](line = '') {
    this.line = line;
    this[kIsMultiline] = line.includes('\n');
  }

  [kAddHistory]() {
    return this.historyManager.addHistory(this[kIsMultiline], this[kLastCommandErrored]);
  }

  [kLine]() {
    this[kSavePreviousState]();
    const line = this[kAddHistory]();
    this[kUndoStack] = [];
    this[kRedoStack] = [];
    this.clearLine();
    this[kOnLine](line);
  }

  clearLine() {
    this[kMoveCursor](Infinity);
    this[kWriteToOutput]('\r\n');
    this[kSetLine]('');
    this.cursor = 0;
    this.prevRows = 0;
  }

  // ---- the terminal ----

  [kWriteToOutput](stringToWrite) {
    validateString(stringToWrite, 'stringToWrite');
    if (this.output != null) this.output.write(stringToWrite);
  }

  // Writes prompt and line anew, from the row where they begin.
  [kRefreshLine]() {
    const end = this[kGetDisplayPos](this[kPrompt] + this.line);
    const cursor = this.getCursorPos();
    const above = this.prevRows || 0;
    if (above > 0) moveCursor(this.output, 0, -above);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);

    const colorize = (text) => this[kColorize]?.(text) ?? text;
    if (this[kIsMultiline]) {
      const lines = this.line.split('\n');
      this[kWriteToOutput](this[kPrompt] + colorize(lines[0]));
      for (let i = 1; i < lines.length; i++) {
        this[kWriteToOutput](`\n${kMultilinePrompt.description}${colorize(lines[i])}`);
      }
    } else {
      this[kWriteToOutput](this[kPrompt] + colorize(this.line));
    }

    // A full last row: the terminal begins the next one only when something is in it.
    if (end.cols === 0) this[kWriteToOutput](' ');
    cursorTo(this.output, cursor.cols);
    const below = end.rows - cursor.rows;
    if (below > 0) moveCursor(this.output, 0, -below);
    this.prevRows = cursor.rows;
  }

  // Where the terminal's cursor is after this text.
  [kGetDisplayPos](str) {
    const { getStringWidth, stripVTControlCharacters } = require('internal/util/inspect');
    const { columns } = this;
    let offset = 0;
    let rows = 0;
    for (const char of stripVTControlCharacters(str)) {
      if (char === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = this[kIsMultiline] ? kMultilinePrompt.description.length : 0;
      } else if (char === '\t') {
        offset += this.tabSize - (offset % this.tabSize);
      } else {
        const width = getStringWidth(char, false);
        // A wide character does not fit into the last column.
        if (width === 2 && (offset + 1) % columns === 0) offset++;
        offset += width;
      }
    }
    const cols = offset % columns;
    rows += (offset - cols) / columns;
    return { cols, rows };
  }

  getCursorPos() {
    return this[kGetDisplayPos](this[kPrompt] + this.line.slice(0, this.cursor));
  }

  // ---- life ----

  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this[kSetRawMode](false);
    this.closed = true;
    this.emit('close');
  }

  pause() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) return;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (!this.paused) return;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  // As if it came from the input.
  write(d, key) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) this.resume();
    if (this.terminal) this[kTtyWrite](d, key);
    else this[kNormalWrite](d);
  }

  // A chunk of an input that is no terminal.
  [kNormalWrite](b) {
    if (b === undefined) return;
    let string = this[kDecoder].write(b);
    if (this[kSawReturnAt] && Date.now() - this[kSawReturnAt] <= this.crlfDelay) {
      // The second half of a '\r\n' that came in two chunks.
      if (string.codePointAt(0) === 10) string = string.slice(1);
      this[kSawReturnAt] = 0;
    }
    if (!string) return;

    // Mostly there are line feeds only, which split faster.
    const lines = /[\r\u2028\u2029]/.test(string) ? string.split(lineEnding) : string.split('\n');
    const last = lines.length - 1;
    const kept = this[kLine_buffer];
    if (last === 0) {
      this[kLine_buffer] = kept ? kept + string : string;
      return;
    }
    this[kSawReturnAt] = string.endsWith('\r') ? Date.now() : 0;
    const first = kept ? kept + lines[0] : lines[0];
    this[kLine_buffer] = lines[last];
    this[kOnLine](first);
    for (let i = 1; i < last; i++) this[kOnLine](lines[i]);
  }

  [Symbol.asyncIterator]() {
    if (this[kLineObjectStream] === undefined) {
      const { kFirstEventParam } = require('internal/events/symbols');
      this[kLineObjectStream] = EventEmitter.on(this, 'line', {
        close: ['close'],
        highWaterMark: 1024,
        [kFirstEventParam]: true,
      });
    }
    return this[kLineObjectStream];
  }
}

Interface.prototype[Symbol.dispose] = assignFunctionName(Symbol.dispose, function() {
  this.close();
});

for (const part of [
  require('internal/readline/editing'),
  require('internal/readline/multiline'),
  require('internal/readline/completion'),
  require('internal/readline/tty_write'),
]) {
  for (const name of Reflect.ownKeys(part)) {
    Object.defineProperty(Interface.prototype, name, {
      __proto__: null,
      configurable: true,
      enumerable: false,
      value: part[name],
      writable: true,
    });
  }
}

module.exports = {
  ...symbols,
  Interface,
  InterfaceConstructor,
};
