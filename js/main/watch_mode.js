// `heddle --watch file`: runs the program in a process of its own, and again when a file that it loads has changed.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--watch
'use strict';

const { spawn } = require('child_process');
const { once } = require('events');
const path = require('path');
const process = require('process');
const { clearTimeout, setTimeout } = require('timers');
const { getOptionValue } = require('internal/options');
const colors = require('internal/util/colors');
const { inspect } = require('internal/util/inspect');
const { FilesWatcher } = require('internal/watch_mode/files_watcher');

// What the user is told about a program that takes its time to end, in milliseconds.
const kGrace = 1000;

// The options of the program: all but those that would make it a watching process too.
function childArguments() {
  const args = [];
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) {
    const arg = execArgv[i];
    if (arg === '--watch-path') i++;
    else if (arg !== '--watch' && !arg.startsWith('--watch-path=')) args.push(arg);
  }
  return [...args, ...process.argv.slice(1)];
}

class Program {
  #args = childArguments();
  #name = inspect(process.argv.slice(1).join(' '));
  #killSignal = getOptionValue('--watch-kill-signal') || 'SIGTERM';
  #keepsOutput = getOptionValue('--watch-preserve-output');
  #onlyKnown;
  #watcher;
  #child;
  #hasExited = false;
  // Settles when the program that a change has stopped is gone.
  #ending;

  constructor() {
    const { validateSignalName } = require('internal/validators');
    validateSignalName(this.#killSignal, '--watch-kill-signal');
    const paths = (getOptionValue('--watch-path') || []).map((name) => path.resolve(name));
    this.#onlyKnown = paths.length === 0;
    this.#watcher = new FilesWatcher(this.#onlyKnown);
    for (const name of paths) this.#watcher.watchPath(name, true);
    this.#watcher.on('changed', (file) => this.#restart(file));
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => this.#stop(signal));
    // The debugger's signal is for the program, not for this process.
    process.on('SIGUSR1', () => {});
    if (process.send) process.on('message', (message) => this.#child?.send(message));
  }

  start() {
    const stdio = this.#onlyKnown || process.send ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
    const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' };
    const child = spawn(process.execPath, this.#args, { env, stdio });
    this.#child = child;
    this.#hasExited = false;
    if (this.#onlyKnown) {
      const { argv: { 1: main } } = process;
      if (main !== undefined) this.#watcher.addFile(path.resolve(main));
      for (const option of ['--env-file', '--env-file-if-exists']) {
        for (const file of getOptionValue(option) || []) this.#watcher.addFile(path.resolve(file));
      }
    }
    child.on('message', (message) => this.#hear(message));
    child.once('exit', (code) => {
      this.#hasExited = true;
      const { blue, red, white } = colors;
      const end = code === 0 ? `${blue}Completed running` : `${red}Failed running`;
      process.stdout.write(`${end} ${this.#name}. Waiting for file changes before restarting...${white}\n`);
    });
  }

  #hear(message) {
    const required = message?.['watch:require'];
    const imported = message?.['watch:import'];
    if (Array.isArray(required)) for (const file of required) this.#watcher.addFile(file);
    if (Array.isArray(imported)) {
      const { fileURLToPath } = require('internal/url');
      for (const url of imported) this.#watcher.addFile(fileURLToPath(url));
    }
    process.send?.(message);
  }

  // Its exit code.
  async #end(signal, always) {
    const child = this.#child;
    child.removeAllListeners();
    if (this.#hasExited || (child.killed && !always)) return undefined;
    const exit = once(child, 'exit');
    child.kill(signal);
    const { 0: code } = await exit;
    return code;
  }

  // What changes while a program ends is one change.
  async #restart(file) {
    if (this.#ending !== undefined) return;
    const { green, white } = colors;
    if (!this.#keepsOutput) process.stdout.write(colors.clear);
    process.stdout.write(`${green}Change detected in ${inspect(file)}${white}\n`);
    let waits = false;
    const timer = setTimeout(() => {
      waits = true;
      process.stdout.write(`${green}Waiting for graceful termination...${white}\n`);
    }, kGrace);
    this.#ending = this.#end(this.#killSignal, false);
    await this.#ending;
    this.#ending = undefined;
    clearTimeout(timer);
    if (waits) process.stdout.write(`${green}Gracefully restarted ${this.#name}${white}\n`);
    else process.stdout.write(`${green}Restarting ${this.#name}${white}\n`);
    this.#watcher.forgetFiles();
    this.start();
  }

  async #stop(signal) {
    this.#watcher.close();
    const code = await this.#end(signal, true);
    process.exit(code ?? 0);
  }
}

module.exports = {
  run: ((fn) => fn)(() => {
    colors.refresh();
    new Program().start();
  }),
};
