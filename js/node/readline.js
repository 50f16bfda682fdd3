// node:readline. https://nodejs.org/api/readline.html
'use strict';

const {
  clearLine,
  clearScreenDown,
  cursorTo,
  moveCursor,
} = require('internal/readline/callbacks');
const emitKeypressEvents = require('internal/readline/emitKeypressEvents');
const { Interface: BaseInterface, InterfaceConstructor } = require('internal/readline/interface');
const symbols = require('internal/readline/symbols');
const { promisify } = require('internal/util');
const { AbortError } = require('internal/errors');

const { kQuestion, kQuestionCancel, kSawReturnAt, kTabCompleter } = symbols;

// A completer that does not take a callback answers at once.
function withCallback(completer) {
  return (line, cb) => cb(null, completer(line));
}

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);

  if (input?.input && typeof input.completer === 'function' && input.completer.length !== 2) {
    input.completer = withCallback(input.completer);
  } else if (typeof completer === 'function' && completer.length !== 2) {
    completer = withCallback(completer);
  }
  InterfaceConstructor.call(this, input, output, completer, terminal);
  if (this.terminal && require('process').env.TERM === 'dumb') this._ttyWrite = writeToDumbTerminal.bind(this);
}

Object.setPrototypeOf(Interface.prototype, BaseInterface.prototype);
Object.setPrototypeOf(Interface, BaseInterface);

function listenForAbort(signal, listener) {
  return require('internal/events/abort_listener').addAbortListener(signal, listener)[Symbol.dispose];
}

Interface.prototype.question = function question(query, options, cb) {
  cb = typeof options === 'function' ? options : cb;
  const signal = options === null || typeof options !== 'object' ? undefined : options.signal;
  if (signal) {
    require('internal/validators').validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) return;
    const onAbort = () => {
      this[kQuestionCancel]();
    };
    const stop = listenForAbort(signal, onAbort);
    const answer = cb;
    cb = typeof answer === 'function' ? (line) => {
      stop();
      return answer(line);
    } : stop;
  }
  if (typeof cb === 'function') this[kQuestion](query, cb);
};

Interface.prototype.question[promisify.custom] = function question(query, options) {
  if (options === null || typeof options !== 'object') options = {};
  const { signal } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));

  return new Promise((resolve, reject) => {
    let cb = resolve;
    if (signal) {
      const onAbort = () => {
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      const stop = listenForAbort(signal, onAbort);
      cb = (answer) => {
        stop();
        resolve(answer);
      };
    }
    this.question(query, options, cb);
  });
};

// The methods have had names with an underscore before, and programs override those: so the internal
// names lead to them.
for (const name of [
  'kSetRawMode',
  'kOnLine',
  'kWriteToOutput',
  'kAddHistory',
  'kRefreshLine',
  'kNormalWrite',
  'kInsertString',
  'kTabComplete',
  'kWordLeft',
  'kWordRight',
  'kDeleteLeft',
  'kDeleteRight',
  'kDeleteWordLeft',
  'kDeleteWordRight',
  'kDeleteLineLeft',
  'kDeleteLineRight',
  'kLine',
  'kHistoryNext',
  'kHistoryPrev',
  'kGetDisplayPos',
  'kMoveCursor',
  'kTtyWrite',
]) {
  const symbol = symbols[name];
  const old = symbol.description;
  Object.defineProperty(Interface.prototype, symbol, {
    __proto__: null,
    get() {
      return this[old];
    },
  });
  Interface.prototype[old] = BaseInterface.prototype[symbol];
}
Interface.prototype._getCursorPos = BaseInterface.prototype.getCursorPos;

for (const name of [
  'kDecoder',
  'kLine_buffer',
  'kOldPrompt',
  'kPreviousKey',
  'kPrompt',
  'kQuestionCallback',
  'kSawKeyPress',
  'kSawReturnAt',
]) {
  const symbol = symbols[name];
  Object.defineProperty(Interface.prototype, symbol.description, {
    __proto__: null,
    get() {
      return this[symbol];
    },
    set(value) {
      this[symbol] = value;
    },
  });
}

// The completer of this class has a callback, that of readline/promises is asynchronous.
Interface.prototype._tabComplete = function(lastKeypressWasTab) {
  this.pause();
  this.completer(this.line.slice(0, this.cursor), (err, value) => {
    this.resume();
    if (err) {
      this._writeToOutput(`Tab completion error: ${require('internal/util/inspect').inspect(err)}`);
      return;
    }
    this[kTabCompleter](lastKeypressWasTab, value);
  });
};

// A terminal without escape sequences: no editing.
function writeToDumbTerminal(s, key) {
  key ||= {};
  if (key.name === 'escape') return;
  if (this[kSawReturnAt] && key.name !== 'enter') this[kSawReturnAt] = 0;

  if (key.ctrl && key.name === 'c') {
    if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
    else this.close();
  } else if (key.ctrl && key.name === 'd') {
    this.close();
  } else if (key.name === 'return') {
    this[kSawReturnAt] = Date.now();
    this._line();
  } else if (key.name === 'enter') {
    if (this[kSawReturnAt] === 0 || Date.now() - this[kSawReturnAt] > this.crlfDelay) this._line();
    this[kSawReturnAt] = 0;
  } else if (typeof s === 'string' && s) {
    this.line += s;
    this.cursor += s.length;
    this._writeToOutput(s);
  }
}

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
  promises: require('readline/promises'),
};
