// node:repl. https://nodejs.org/docs/latest-v26.x/api/repl.html
'use strict';

const { Interface } = require('readline');
const { inspect } = require('internal/util/inspect');
const { Recoverable, defaultEval, isValidSyntax } = require('internal/repl/evaluate');
const { REPL_MODE_SLOPPY, REPL_MODE_STRICT, kBufferedCommand, kStandalone } = require('internal/repl/symbols');
const { install, replContext, showUncaught } = require('internal/repl/uncaught');
const { defineDefaultCommands } = require('internal/repl/commands');
const { listen } = require('internal/repl/input');
const { kLastCommandErrored, kMultilinePrompt } = require('internal/readline/symbols');


function writer(obj) {
  return inspect(obj, writer.options);
}
writer.options = { ...inspect.defaultOptions, showProxy: true };

Object.defineProperty(inspect, 'replDefaults', {
  __proto__: null,
  get() {
    return writer.options;
  },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    return Object.assign(writer.options, options);
  },
  enumerable: true,
  configurable: true,
});

// The arguments as options, and the streams that are meant.
function normalize(prompt, stream, eval_, useGlobal, ignoreUndefined, replMode) {
  let options;
  if (prompt !== null && typeof prompt === 'object') {
    options = { ...prompt };
    stream = options.stream || options.socket;
    eval_ = options.eval;
    ({ useGlobal, ignoreUndefined, prompt, replMode } = options);
  } else {
    options = {};
  }
  if (!options.input && !options.output) {
    const from = stream || require('process');
    options.input = from.stdin || from;
    options.output = from.stdout || from;
  }
  if (options.terminal === undefined) options.terminal = options.output.isTTY;
  options.terminal = !!options.terminal;
  if (options.terminal && options.useColors === undefined) {
    options.useColors = require('internal/util/colors').shouldColorize(options.output);
  }
  options.eval = eval_;
  options.useGlobal = !!useGlobal;
  options.ignoreUndefined = !!ignoreUndefined;
  options.prompt = prompt === undefined ? '> ' : prompt;
  options.replMode = replMode || REPL_MODE_SLOPPY;
  return options;
}

class REPLServer extends Interface {
  constructor(prompt, stream, eval_, useGlobal, ignoreUndefined, replMode) {
    const options = normalize(prompt, stream, eval_, useGlobal, ignoreUndefined, replMode);
    if (options.breakEvalOnSigint && options.eval) {
      const { codes: { ERR_INVALID_REPL_EVAL_CONFIG } } = require('internal/errors');
      throw new ERR_INVALID_REPL_EVAL_CONFIG();
    }
    let self;
    const ownCompleter = typeof options.completer === 'function';
    super({
      input: options.input,
      output: options.output,
      completer: ownCompleter ? options.completer : function completer(text, cb) {
        self.completerOf(text, cb);
      },
      terminal: options.terminal,
      historySize: options.historySize,
      prompt: options.prompt,
      colorize: options.useColors && options.terminal ? require('internal/repl/colorize').colorize : undefined,
    });
    self = this;

    this._initialPrompt = options.prompt;
    this.inputStream = options.input;
    this.outputStream = options.output;
    this.allowBlockingCompletions = !!options.allowBlockingCompletions;
    this.useColors = !!options.useColors;
    this._isStandalone = !!options[kStandalone];
    this.useGlobal = options.useGlobal;
    this.ignoreUndefined = options.ignoreUndefined;
    this.replMode = options.replMode;
    this.underscoreAssigned = false;
    this.last = undefined;
    this.underscoreErrAssigned = false;
    this.lastError = undefined;
    this.breakEvalOnSigint = !!options.breakEvalOnSigint;
    this.editorMode = false;
    this[kLastCommandErrored] = false;
    install();

    const evaluator = options.eval || defaultEval;
    const run = function REPLEvalInContext(code, context, file, cb) {
      evaluator.call(self, code, context, file, cb);
    };
    this.eval = function REPLEval(code, context, file, cb) {
      try {
        replContext.run(self, run, code, context, file, cb);
      } catch (error) {
        self._handleError(error);
      }
    };

    if (!ownCompleter) {
      this.completerOf = function completerOf(text, cb) {
        const complete = self.editorMode ? self.completeOnEditorMode(cb) : cb;
        complete(null, require('internal/repl/completion').complete(self, text));
      };
    }

    this.resetContext();
    this.lines = [];
    this.lines.level = [];
    this.clearBufferedCommand();
    this.commands = { __proto__: null };
    defineDefaultCommands(this);

    this.writer = options.writer || writer;
    if (this.writer === writer) {
      if (this.useColors) {
        this.writer = (obj) => inspect(obj, this.writer.options);
        this.writer.options = { ...writer.options, colors: true };
      } else if (options.useColors === false) {
        writer.options.colors = false;
      }
    }

    listen(this);
    this.displayPrompt();
  }

  setupHistory(historyConfig = {}, cb) {
    const options = typeof historyConfig === 'string' ? { filePath: historyConfig } : { ...historyConfig };
    if (typeof cb === 'function') options.onHistoryFileLoaded = cb;
    this.setupHistoryManager(options);
  }

  clearBufferedCommand() {
    this[kBufferedCommand] = '';
  }

  _handleError(error) {
    const process = require('process');
    if (!this.underscoreErrAssigned) this.lastError = error;
    this[kLastCommandErrored] = true;
    if (this._isStandalone && process.listenerCount('uncaughtException') !== 0) {
      process.nextTick(function emitUncaught(repl) {
        process.emit('uncaughtException', error);
        afterError(repl);
      }, this);
      return;
    }
    showUncaught(this, error);
    afterError(this);
  }

  close() {
    if (this.terminal && this.historyManager.isFlushing && !this._closingOnFlush) {
      this._closingOnFlush = true;
      this.once('flushHistory', () => super.close());
      return;
    }
    require('process').nextTick(() => super.close());
  }

  createContext() {
    return require('internal/repl/context').createContext(this);
  }

  resetContext() {
    this.context = this.createContext();
    this.underscoreAssigned = false;
    this.underscoreErrAssigned = false;
    // An assignment to it counts from here on.
    this.lines = [];
    this.lines.level = [];
    require('internal/repl/context').defineLastValues(this);
    this.emit('reset', this.context);
  }

  displayPrompt(preserveCursor) {
    const more = this[kBufferedCommand].length > 0;
    super.setPrompt(more ? kMultilinePrompt.description : this._initialPrompt);
    this.prompt(preserveCursor);
  }

  setPrompt(prompt) {
    this._initialPrompt = prompt;
    super.setPrompt(prompt);
  }

  complete() {
    Reflect.apply(this.completer, this, arguments);
  }

  completeOnEditorMode(callback) {
    return (err, results) => {
      if (err) return callback(err);
      const { 0: completions, 1: completeOn = '' } = results;
      const found = completions.filter(Boolean);
      if (completeOn && found.length > 0) {
        const { commonPrefix } = require('internal/readline/utils');
        return callback(null, [[commonPrefix(found)], completeOn]);
      }
      return callback(null, [[completeOn], completeOn]);
    };
  }

  defineCommand(keyword, cmd) {
    if (typeof cmd === 'function') {
      cmd = { action: cmd };
    } else {
      require('internal/validators').validateFunction(cmd.action, 'cmd.action');
    }
    this.commands[keyword] = cmd;
  }
}

function afterError(repl) {
  repl.clearBufferedCommand();
  repl.lines.level = [];
  if (!repl.closed) repl.displayPrompt();
}

// prompt is a string or all options
function start(prompt, source, eval_, useGlobal, ignoreUndefined, replMode) {
  return new REPLServer(prompt, source, eval_, useGlobal, ignoreUndefined, replMode);
}

module.exports = {
  start,
  writer,
  REPLServer,
  REPL_MODE_SLOPPY,
  REPL_MODE_STRICT,
  Recoverable,
  isValidSyntax,
};

let libs;
for (const name of ['builtinModules', '_builtinLibs']) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    get() {
      const { BuiltinModule } = require('internal/bootstrap/realm');
      return libs ??= BuiltinModule.getAllBuiltinModuleIds().filter((id) => id[0] !== '_');
    },
    set(value) {
      libs = value;
    },
    enumerable: false,
    configurable: true,
  });
}
