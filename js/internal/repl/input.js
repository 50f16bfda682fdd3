// What a REPL does with its input: lines, commands, Ctrl+C, keys in editor mode, the end.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#commands-and-special-keys
'use strict';

const { Recoverable } = require('internal/repl/evaluate');
const { turnOffEditorMode } = require('internal/repl/commands');
const { kBufferedCommand, kLoading, kPause, kResume } = require('internal/repl/symbols');
const { kAddNewLineOnTTY, kLastCommandErrored } = require('internal/readline/symbols');

// Input is named in stacks by its number, whichever server took it.
let names = 0;

function runCommand(repl, trimmed) {
  const match = /^\.([^\s]+)\s*(.*)$/.exec(trimmed);
  const command = match === null ? undefined : repl.commands[match[1]];
  if (command === undefined) return false;
  command.action.call(repl, match[2]);
  return true;
}

// Lines, Ctrl+C, the end.
function listen(repl) {
  let sawSIGINT = false;
  let sawCtrlD = false;
  // Set while a line awaits: what the input brings waits too.
  let held = null;
  let interrupt = null;

  function onClose() {
    if (held !== null) held.push(['close']);
    else repl.emit('exit');
  }

  function onSIGINT() {
    const empty = repl.line.length === 0;
    repl.clearLine();
    turnOffEditorMode(repl);
    if (repl[kBufferedCommand].length === 0 && empty) {
      if (sawSIGINT) {
        repl.close();
        sawSIGINT = false;
        return;
      }
      repl.output.write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n');
      sawSIGINT = true;
    } else {
      sawSIGINT = false;
    }
    repl.clearBufferedCommand();
    repl.lines.level = [];
    repl.displayPrompt();
  }

  function onLine(cmd) {
    cmd ||= '';
    sawSIGINT = false;
    if (repl.editorMode) {
      repl[kBufferedCommand] += `${cmd}\n`;
      // A line begins where the one before it began.
      const indent = repl._sawKeyPress && !repl[kLoading] ? /^\s+/.exec(cmd) : null;
      if (indent !== null) {
        repl.write(indent[0]);
        repl.line = indent[0];
        repl.cursor = indent[0].length;
      }
      repl.lines.push(cmd);
      return;
    }
    const trimmed = cmd.trim();
    if (trimmed[0] === '.' && trimmed[1] !== '.' && Number.isNaN(Number.parseFloat(trimmed))) {
      if (runCommand(repl, trimmed)) return;
      if (repl[kBufferedCommand] === '') {
        repl.output.write('Invalid REPL keyword\n');
        finish(null);
        return;
      }
    }
    repl.eval(`${repl[kBufferedCommand]}${cmd}\n`, repl.context, `REPL${++names}`, finish);

    function finish(error, value) {
      if (trimmed !== '' || repl[kBufferedCommand] !== '') repl.lines.push(cmd);
      if (error && repl[kBufferedCommand] === '' && trimmed.startsWith('npm ') && !(error instanceof Recoverable)) {
        repl.output.write('npm should be run outside of the Node.js REPL, in your normal shell.\n' +
          '(Press Ctrl+D to exit.)\n');
        repl.displayPrompt();
        return;
      }
      if (error) {
        if (error instanceof Recoverable && !sawCtrlD) {
          more(cmd);
          return;
        }
        repl._handleError(error instanceof Recoverable ? error.err ?? error : error);
      }
      repl[kLastCommandErrored] = !!error;
      repl.clearBufferedCommand();
      sawCtrlD = false;
      if (!error && arguments.length === 2 && (!repl.ignoreUndefined || value !== undefined)) {
        if (!repl.underscoreAssigned) repl.last = value;
        repl.output.write(`${repl.writer(value)}\n`);
      }
      if (!repl.closed && !error) repl.displayPrompt();
    }
  }

  // The input is not complete. On a terminal all its lines stay in the editor.
  function more(cmd) {
    if (repl.terminal && require('process').env.TERM !== 'dumb') {
      repl[kAddNewLineOnTTY]();
      return;
    }
    repl[kBufferedCommand] += `${cmd}\n`;
    repl.displayPrompt();
  }

  const writeKey = repl._ttyWrite.bind(repl);
  repl._ttyWrite = function _ttyWrite(d, key) {
    key ||= {};
    if (held !== null) {
      if (key.ctrl && !key.shift && key.name === 'c') interrupt?.();
      else held.push(['key', [d, key]]);
      return;
    }
    if (!repl.editorMode || !repl.terminal) {
      // The shell's prompt shall begin a line of its own.
      if (key.ctrl && !key.shift && key.name === 'd' && repl.line === '') repl.clearLine();
      writeKey(d, key);
      return;
    }
    if (key.ctrl && !key.shift) {
      if (key.name === 'd') {
        turnOffEditorMode(repl);
        sawCtrlD = true;
        writeKey(d, { name: 'return' });
      } else if (key.name !== 'n' && key.name !== 'p') {
        writeKey(d, key);
      }
      return;
    }
    if (key.name === 'up' || key.name === 'down') return;
    writeKey(d, key);
  };

  repl[kPause] = function pauseForAwait(onInterrupt) {
    held = [];
    interrupt = onInterrupt;
  };
  repl[kResume] = function resumeAfterAwait() {
    const waiting = held ?? [];
    held = null;
    interrupt = null;
    let entry;
    while ((entry = waiting.shift()) !== undefined) {
      const { 0: type, 1: payload } = entry;
      if (type === 'key') repl._ttyWrite(...payload);
      else repl.emit('exit');
      if (held !== null) {
        // That key has begun another await.
        held.push(...waiting);
        break;
      }
    }
  };

  repl.on('close', onClose);
  repl.on('SIGINT', onSIGINT);
  repl.on('line', onLine);
  repl.on('SIGCONT', function onSIGCONT() {
    if (repl.editorMode) {
      repl.output.write(`${repl._initialPrompt}.editor\n`);
      repl.output.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
      repl.output.write(`${repl[kBufferedCommand]}\n`);
      repl.prompt(true);
    } else {
      repl.displayPrompt(true);
    }
  });
}

module.exports = { listen };
