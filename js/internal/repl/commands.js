// The commands with a dot. https://nodejs.org/docs/latest-v26.x/api/repl.html#commands-and-special-keys
'use strict';

const { kLoading } = require('internal/repl/symbols');

const missingFile = 'The "file" argument must be specified\n';

function turnOnEditorMode(repl) {
  repl.editorMode = true;
  require('readline').Interface.prototype.setPrompt.call(repl, '');
}

function turnOffEditorMode(repl) {
  repl.editorMode = false;
  repl.setPrompt(repl._initialPrompt);
}

function isFile(path) {
  return require('fs').statSync(path).isFile();
}

function defineBreak(repl) {
  repl.defineCommand('break', {
    help: 'Sometimes you get stuck, this gets you out',
    action() {
      this.clearBufferedCommand();
      this.displayPrompt();
    },
  });
  repl.defineCommand('clear', {
    help: repl.useGlobal ? 'Alias for .break' : 'Break, and also clear the local context',
    action() {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this.output.write('Clearing context...\n');
        this.resetContext();
      }
      this.displayPrompt();
    },
  });
}

function defineExit(repl) {
  repl.defineCommand('exit', {
    help: 'Exit the REPL',
    action() {
      this.close();
    },
  });
}

function defineHelp(repl) {
  repl.defineCommand('help', {
    help: 'Print this help message',
    action() {
      const names = Object.keys(this.commands).sort();
      const longest = Math.max(...names.map((name) => name.length));
      for (const name of names) {
        const { help } = this.commands[name];
        const spaces = ' '.repeat(longest - name.length + 3);
        this.output.write(`.${name}${help ? spaces + help : ''}\n`);
      }
      this.output.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
      this.displayPrompt();
    },
  });
}

function defineFiles(repl) {
  repl.defineCommand('save', {
    help: 'Save all evaluated commands in this REPL session to a file',
    action(file) {
      try {
        if (file === '') {
          this.output.write(missingFile);
        } else {
          require('fs').writeFileSync(file, this.lines.join('\n'));
          this.output.write(`Session saved to: ${file}\n`);
        }
      } catch {
        this.output.write(`Failed to save: ${file}\n`);
      }
      this.displayPrompt();
    },
  });
  repl.defineCommand('load', {
    help: 'Load JS from a file into the REPL session',
    action(file) {
      try {
        if (file === '') {
          this.output.write(missingFile);
        } else if (isFile(file)) {
          turnOnEditorMode(this);
          this[kLoading] = true;
          for (const line of require('fs').readFileSync(file, 'utf8').split('\n')) this.write(`${line}\n`);
          this[kLoading] = false;
          turnOffEditorMode(this);
          this.write('\n');
        } else {
          this.output.write(`Failed to load: ${file} is not a valid file\n`);
        }
      } catch {
        this.output.write(`Failed to load: ${file}\n`);
      }
      this.displayPrompt();
    },
  });
}

function defineEditor(repl) {
  repl.defineCommand('editor', {
    help: 'Enter editor mode',
    action() {
      turnOnEditorMode(this);
      this.output.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
    },
  });
}

function defineDefaultCommands(repl) {
  defineBreak(repl);
  defineExit(repl);
  defineHelp(repl);
  defineFiles(repl);
  if (repl.terminal) defineEditor(repl);
}

module.exports = { defineDefaultCommands, turnOffEditorMode, turnOnEditorMode };
