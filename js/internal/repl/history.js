// The history of a line editor, newest line first, and the file in which the REPL keeps it.
// https://nodejs.org/api/repl.html#persistent-history
'use strict';

const { reverseString } = require('internal/readline/utils');
const { validateArray, validateNumber } = require('internal/validators');

// What is pasted makes many lines at once: one write for all of them.
const DEBOUNCE_MS = 15;
const DEFAULT_SIZE = 30;

const kContext = Symbol('_kContext');
const kHandle = Symbol('_kHistoryHandle');
const kHistory = Symbol('_kHistory');
const kIndex = Symbol('_kIndex');
const kIsFlushing = Symbol('_kIsFlushing');
const kOnExit = Symbol('_kOnExit');
const kOnLine = Symbol('_kOnLine');
const kPath = Symbol('_kHistoryPath');
const kPending = Symbol('_kPending');
const kRemoveDuplicates = Symbol('_kRemoveHistoryDuplicates');
const kSize = Symbol('_kSize');
const kTimer = Symbol('_kTimer');
const kWriting = Symbol('_kWriting');

// Lines of several lines are kept in one, last line first and with '\r' between them, so that a program
// that knows nothing of them shows something sensible.
function toStored(line) {
  return reverseString(line, '\n', '\r');
}

function fromStored(line) {
  return reverseString(line, '\r', '\n');
}

function tell(context, message) {
  if (typeof context._writeToOutput !== 'function') return;
  context._writeToOutput(message);
  if (typeof context._refreshLine === 'function') context._refreshLine();
}

class ReplHistory {
  constructor(context, options) {
    if (options.history !== undefined) validateArray(options.history, 'history');
    if (options.size !== undefined) validateNumber(options.size, 'size', 0);

    const path = options.filePath;
    this[kPath] = typeof path === 'string' ? path.trim() : path;
    this[kContext] = context;
    this[kTimer] = null;
    this[kWriting] = false;
    this[kPending] = false;
    this[kRemoveDuplicates] = options.removeHistoryDuplicates || false;
    this[kHandle] = null;
    this[kIsFlushing] = false;
    this[kSize] = options.size ?? context.historySize ?? DEFAULT_SIZE;
    this[kHistory] = options.history ?? [];
    this[kIndex] = -1;
  }

  get size() {
    return this[kSize];
  }

  get isFlushing() {
    return this[kIsFlushing];
  }

  get history() {
    return this[kHistory];
  }

  set history(value) {
    this[kHistory] = value;
  }

  get index() {
    return this[kIndex];
  }

  set index(value) {
    this[kIndex] = value;
  }

  // Takes the line of the editor; answers what is to be evaluated.
  addHistory(isMultiline, lastCommandErrored) {
    const { line } = this[kContext];
    if (line.length === 0) return '';
    if (this[kSize] === 0 || line.trim().length === 0) return line;

    const history = this[kHistory];
    // The parts of a line that grows, and a line that failed and was mended, make room.
    if ((isMultiline && this[kIndex] === -1) || lastCommandErrored) history.shift();

    const stored = toStored(line);
    if (history.length === 0 || history[0] !== stored) {
      if (this[kRemoveDuplicates]) {
        const earlier = history.indexOf(stored);
        if (earlier !== -1) history.splice(earlier, 1);
      }
      history.unshift(stored);
      if (history.length > this[kSize]) history.pop();
    }
    this[kIndex] = -1;

    const result = isMultiline ? reverseString(history[0]) : history[0];
    // A listener may take out what nobody should find there, a password say.
    this[kContext].emit('history', history);
    return result;
  }

  canNavigateToNext() {
    return this[kIndex] > -1 && this[kHistory].length > 0;
  }

  canNavigateToPrevious() {
    return this[kHistory].length !== this[kIndex] && this[kHistory].length > 0;
  }

  navigateToNext(substringSearch) {
    return this.canNavigateToNext() ? this.#walk(-1, substringSearch || '') : null;
  }

  navigateToPrevious(substringSearch = '') {
    return this.canNavigateToPrevious() ? this.#walk(1, substringSearch || '') : null;
  }

  // The next line that begins with `search` and differs from the current one; at the ends `search` itself.
  #walk(step, search) {
    const history = this[kHistory];
    let index = this[kIndex] + step;
    while (index >= 0 && index < history.length &&
           (!history[index].startsWith(search) || history[index] === this[kContext].line)) {
      index += step;
    }
    this[kIndex] = index;
    return index < 0 || index >= history.length ? search : fromStored(history[index]);
  }

  // ---- the file ----

  initialize(onReadyCallback) {
    const context = this[kContext];
    // An empty name turns the file off.
    if (this[kPath] === '') {
      this.#explainOnce();
      return onReadyCallback(null, context);
    }
    if (!this[kPath]) {
      try {
        this[kPath] = require('path').join(require('os').homedir(), '.node_repl_history');
      } catch {
        tell(context, '\nError: Could not get the home directory.\n' +
          'REPL session history will not be persisted.\n');
        this.#explainOnce();
        return onReadyCallback(null, context);
      }
    }
    if (!this.#mayWrite()) {
      tell(context, '\nAccess to FileSystemWrite is restricted.\n' +
        'REPL session history will not be persisted.\n');
      return onReadyCallback(null, context);
    }
    context.pause();
    this.#load(onReadyCallback).catch(() => this.#failed(onReadyCallback));
    return undefined;
  }

  #mayWrite() {
    const { permission } = require('process');
    return !permission || permission.has('fs.write', this[kPath]) !== false;
  }

  async #load(onReadyCallback) {
    const fs = require('fs');
    const context = this[kContext];
    try {
      // Makes the file, for the owner only.
      const made = await fs.promises.open(this[kPath], 'a+', 0o600);
      await made.close();

      const data = await fs.promises.readFile(this[kPath], 'utf8');
      const lines = data ? data.split(/\r?\n+/, this[kSize]) : [];
      // Lines that were entered while the file was read are newer.
      this[kHistory] = this[kHistory].length > 0 ? this[kHistory].concat(lines).slice(0, this[kSize]) : lines;

      this[kHandle] = await fs.promises.open(this[kPath], 'r+');
      await this[kHandle].truncate(0);
      context.on('line', () => this[kOnLine]());
      context.once('exit', () => this[kOnExit]());
      context.once('flushHistory', () => {
        if (!context.closed) {
          context.resume();
          onReadyCallback(null, context);
        }
      });
      await this.#flush();
    } catch {
      await this.closeHandle();
      this.#failed(onReadyCallback);
    }
  }

  #failed(onReadyCallback) {
    const context = this[kContext];
    tell(context, '\nError: Could not open history file.\nREPL session history will not be persisted.\n');
    this.#explainOnce();
    context.resume();
    return onReadyCallback(null, context);
  }

  // Who asks for an older line for the first time is told why there is none.
  #explainOnce() {
    const context = this[kContext];
    this.historyPrev = context._historyPrev;
    context._historyPrev = () => {
      if (this[kHistory].length === 0) {
        tell(context, '\nPersistent history support disabled. Set the NODE_REPL_HISTORY environment\n' +
          'variable to a valid, user-writable path to enable.\n');
      }
      context._historyPrev = this.historyPrev;
      return context._historyPrev();
    };
  }

  [kOnLine]() {
    const { clearTimeout, setTimeout } = require('timers');
    this[kIsFlushing] = true;
    if (this[kTimer]) clearTimeout(this[kTimer]);
    this[kTimer] = setTimeout(() => this.#flush(), DEBOUNCE_MS);
  }

  async #flush() {
    this[kTimer] = null;
    if (this[kWriting]) {
      this[kPending] = true;
      return;
    }
    this[kWriting] = true;
    try {
      await this[kHandle].write(this[kHistory].join('\n'), 0, 'utf8');
    } catch {
      this[kWriting] = false;
      return;
    }
    this[kWriting] = false;
    if (this[kPending]) {
      this[kPending] = false;
      this[kOnLine]();
    } else {
      this[kIsFlushing] = Boolean(this[kTimer]);
      if (!this[kIsFlushing]) this[kContext].emit('flushHistory');
    }
  }

  async [kOnExit]() {
    if (this[kIsFlushing]) {
      this[kContext].once('flushHistory', () => this[kOnExit]());
      return;
    }
    await this.closeHandle();
  }

  async closeHandle() {
    const handle = this[kHandle];
    if (handle === null) return;
    this[kHandle] = null;
    try {
      await handle.close();
    } catch {
      // The process ends: there is nobody to tell.
    }
  }
}

module.exports = { ReplHistory };
