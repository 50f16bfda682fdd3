// `heddle inspect`: starts a program, or finds one that runs, and debugs it at the prompt.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html
'use strict';

const process = require('process');
const { codes: { ERR_DEBUGGER_STARTUP_ERROR } } = require('internal/errors');

const kDefaultPort = 9229;
const kLocalHost = '127.0.0.1';
const kMaxAttempts = 5;
const kRetryDelay = 1000;
const kPortTimeout = 9999;
const kPortRetryDelay = 500;
const kGenericError = 1;
const kInvalidArgument = 9;

const kDomains = ['Debugger', 'HeapProfiler', 'Profiler', 'Runtime'];

function after(delay) {
  const { setTimeout } = require('timers');
  return new Promise((resolve) => setTimeout(resolve, delay));
}

// Whether something listens there.
function isTaken(host, port) {
  const { connect } = require('net');
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (taken) => {
      socket.destroy();
      resolve(taken);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

async function waitForFreePort(host, port) {
  if (port === 0) return;
  const deadline = Date.now() + kPortTimeout;
  while (await isTaken(host, port)) {
    if (Date.now() >= deadline) {
      throw new ERR_DEBUGGER_STARTUP_ERROR(`Timeout (${kPortTimeout}) waiting for ${host}:${port} to be free`);
    }
    await after(kPortRetryDelay);
  }
}

// The domains as objects with the commands as methods; events are emitted there too.
function createAgent(client, domain) {
  const EventEmitter = require('events');
  const { inspect } = require('internal/util/inspect');
  const agent = new EventEmitter();
  agent.then = undefined;
  agent[inspect.custom] = () => `[Agent ${domain}]`;
  return new Proxy(agent, {
    __proto__: null,
    get(target, name) {
      if (name in target) return target[name];
      return function callVirtualMethod(params) {
        return client.callMethod(`${domain}.${name}`, params);
      };
    },
  });
}

class NodeInspector {
  constructor(options, stdin, stdout) {
    const Client = require('internal/debugger/inspect_client');
    const { createRepl } = require('internal/debugger/inspect_repl');
    this.options = options;
    this.stdin = stdin;
    this.stdout = stdout;
    this.child = null;
    // Nothing asks for the prompt before there is one.
    this.paused = true;
    this.repl = undefined;
    this.client = new Client();
    this.domainNames = kDomains;
    for (const domain of kDomains) this[domain] = createAgent(this.client, domain);
    this.client.on('debugEvent', (fullName, params) => {
      const { 0: domain, 1: name } = fullName.split('.');
      if (kDomains.includes(domain)) this[domain].emit(name, params);
    });
    process.once('exit', () => this.killChild());
    for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(0));
    this.#begin(createRepl(this)).catch((error) => process.nextTick(() => this.#fail(error)));
  }

  async #begin(startRepl) {
    await this.run();
    const repl = await startRepl();
    this.repl = repl;
    repl.on('exit', () => process.exit(0));
    this.paused = false;
  }

  #fail(error) {
    if (error.code !== 'ERR_DEBUGGER_STARTUP_ERROR') throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(kGenericError);
  }

  // The prompt keeps away from what is printed meanwhile.
  async suspendReplWhile(action) {
    this.repl?.pause();
    this.stdin.pause();
    this.paused = true;
    try {
      await action();
      this.paused = false;
      if (this.repl) {
        this.repl.resume();
        this.repl.displayPrompt();
      }
      this.stdin.resume();
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }

  killChild() {
    this.client.reset();
    this.child?.kill();
    this.child = null;
  }

  // Starts the program, or connects to the one that runs.
  async run() {
    this.killChild();
    const { child, host, port } = this.options.script ? await this.#launch() : { child: null, ...this.options };
    this.child = child;
    this.print(`connecting to ${host}:${port} ..`, false);
    for (let attempt = 0; attempt < kMaxAttempts; attempt++) {
      this.stdout.write('.');
      try {
        await this.client.connect(port, host);
        this.stdout.write(' ok\n');
        return;
      } catch (error) {
        require('internal/util/debuglog').debuglog('inspect')('connect failed', error);
        await after(kRetryDelay);
      }
    }
    this.stdout.write(' failed to connect, please retry\n');
    process.exit(kGenericError);
  }

  async #launch() {
    const { host, port, script, scriptArgs } = this.options;
    await waitForFreePort(host, port);
    const { spawn } = require('child_process');
    const child = spawn(process.execPath, [`--inspect-brk=${port}`, ...script, ...scriptArgs]);
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text) => this.#printOutput(text));
    }
    let said = '';
    return new Promise((resolve) => {
      child.stderr.on('data', function listen(text) {
        said += text;
        const hint = /Debugger listening on ws:\/\/\[?(.+?)\]?:(\d+)\//.exec(said);
        if (hint === null) return;
        child.stderr.removeListener('data', listen);
        resolve({ child, host: hint[1], port: Number(hint[2]) });
      });
    });
  }

  // What the program writes.
  #printOutput(text) {
    const lines = text.split(/\r\n|\r|\n/);
    this.print(lines.map((line) => `< ${line}`).join('\n'));
    if (!this.paused) this.repl?.displayPrompt(true);
  }

  clearLine() {
    if (this.stdout.isTTY) {
      this.stdout.cursorTo(0);
      this.stdout.clearLine(1);
    } else {
      this.stdout.write('\b');
    }
  }

  print(text, newLine = true) {
    this.clearLine();
    this.stdout.write(newLine ? `${text}\n` : text);
  }
}

// `undefined` where the process is not there.
function findProcess(pid) {
  try {
    process._debugProcess(pid);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    process.stderr.write(`Target process: ${pid} doesn't exist.\n`);
    process.exit(kGenericError);
  }
}

// [--port=N] then a script with options and arguments, an address, or -p and a number. Undefined is a wrong command line.
function readArguments(args) {
  const options = { host: kLocalHost, port: kDefaultPort, script: undefined, scriptArgs: [] };
  let rest = args;
  const port = /^--(?:inspect-|debug-)?port=(\d+)$/.exec(rest[0]);
  if (port !== null) {
    options.port = Number(port[1]);
    rest = rest.slice(1);
  }
  const { 0: target } = rest;
  if (target === undefined) return undefined;
  const address = /^(?:\[([\da-fA-F:.]+)\]|([^:]+)):(\d+)$/.exec(target);
  if (address !== null) {
    options.host = address[1] ?? address[2];
    options.port = Number(address[3]);
    return options;
  }
  if (target === '-p' && /^\d+$/.test(rest[1])) {
    findProcess(Number(rest[1]));
    return options;
  }
  options.script = [target];
  options.scriptArgs = rest.slice(1);
  return options;
}

function start(args = process.argv.slice(2), stdin = process.stdin, stdout = process.stdout) {
  const options = readArguments(args);
  if (options === undefined) {
    process.stderr.write(require('internal/debugger/usage').usage(process.argv0));
    process.exit(kInvalidArgument);
  }
  stdin.resume();
  return new NodeInspector(options, stdin, stdout);
}

module.exports = { start };
