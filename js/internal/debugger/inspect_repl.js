// The prompt of the debugger: its commands, and what it shows when the program stands still.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html#command-reference
'use strict';

const process = require('process');
const { codes: { ERR_DEBUGGER_ERROR } } = require('internal/errors');
const { inspect } = require('internal/util/inspect');
const { validateNumber, validateString } = require('internal/validators');
const { Breakpoints } = require('internal/debugger/breakpoints');
const { Evaluation } = require('internal/debugger/evaluation');
const { Profiles } = require('internal/debugger/profiling');
const { SourceView, SourceViews } = require('internal/debugger/source_view');

const kPrompt = 'debug> ';
const kSamplingInterval = 100;
const kAroundBreakpoint = 5;

// As a path below the current folder where it is one.
function relativePath(url) {
  const path = require('path');
  let name = url;
  if (url.startsWith('file://')) {
    try {
      name = require('internal/url').fileURLToPath(url);
    } catch {
      return url;
    }
  }
  const folder = path.join(path.resolve(), 'x').slice(0, -1);
  return name.startsWith(folder) ? name.slice(folder.length) : name;
}

// Of the runtime itself, and no module that programs know.
function isInternal(url) {
  return url.startsWith('node:internal/') || url.startsWith('node:bootstrap/') || url.startsWith('node:main/');
}

// The commands as properties of a context are expressions that do something when they are read.
function defineCommands(context, commands) {
  for (const name of Object.keys(commands)) {
    const descriptor = Object.getOwnPropertyDescriptor(commands, name);
    descriptor.enumerable = true;
    descriptor.configurable = true;
    Object.defineProperty(context, name, descriptor);
  }
}

class Prompt {
  #inspector;
  #print;
  #scripts = new Map();
  #backtrace = null;
  #selected;
  #aroundPause = 2;
  #pauseOnExceptions = 'none';
  #lastCommand = '';
  #leaveRepl;
  #repl;
  #breakpoints;
  #evaluation;
  #profiles;

  constructor(inspector) {
    this.#inspector = inspector;
    this.#print = inspector.print.bind(inspector);
    this.#evaluation = new Evaluation(inspector, () => this.#selected);
    this.#profiles = new Profiles(inspector, this.#print);
    this.#breakpoints = new Breakpoints({
      Debugger: inspector.Debugger,
      print: this.#print,
      relativePath,
      knownScripts: () => [...this.#scripts.values()],
      currentLocation: () => this.#currentLocation(),
      evaluate: (code) => this.#evaluation.evaluate(code),
      show: (location) => this.#view(location, kAroundBreakpoint),
    });
    const { client, Debugger } = inspector;
    client.on('close', () => this.#forget());
    Debugger.on('paused', (event) => this.#onPaused(event));
    Debugger.on('resumed', () => this.#onResumed());
    Debugger.on('scriptParsed', (script) => {
      if (script.url) this.#scripts.set(script.scriptId, script);
    });
  }

  #forget() {
    this.#scripts.clear();
    this.#onResumed();
  }

  #onResumed() {
    this.#backtrace = null;
    this.#selected = undefined;
  }

  #onPaused({ callFrames, reason }) {
    const { Debugger } = this.#inspector;
    if (process.env.NODE_INSPECT_RESUME_ON_START === '1' && reason === 'Break on start') {
      Debugger.resume();
      return;
    }
    this.#backtrace = callFrames;
    this.#selected = callFrames[0];
    const { location } = callFrames[0];
    const { url } = this.#scripts.get(location.scriptId) ?? {};
    const header = `${reason === 'other' ? 'break' : reason} in ${
      url === undefined ? '[unknown]' : relativePath(url)}:${location.lineNumber + 1}`;
    this.#inspector.suspendReplWhile(async () => {
      const { 0: watchers, 1: view } = await Promise.all([
        this.#evaluation.watchersAtPause(), this.#view(location, this.#aroundPause),
      ]);
      this.#print(`${header}\n${watchers}${inspect(view, this.#displayOptions())}`);
    });
  }

  #displayOptions() {
    return { colors: !!this.#inspector.stdout.isTTY };
  }

  #currentLocation() {
    if (this.#selected === undefined) throw new ERR_DEBUGGER_ERROR('Requires execution to be paused');
    return this.#selected.location;
  }

  async #view(location, delta) {
    const { scriptId } = location;
    const { scriptSource } = await this.#inspector.Debugger.getScriptSource({ scriptId });
    return new SourceView(scriptSource, location, delta, (line) => this.#breakpoints.isAt(scriptId, line));
  }

  #list(delta = 5) {
    const location = this.#currentLocation();
    return this.#view(location, delta).then((view) => SourceViews.of(view));
  }

  #scriptList(internals) {
    const current = this.#selected?.location.scriptId;
    const lines = [];
    for (const { scriptId, url } of this.#scripts.values()) {
      const internal = isInternal(url);
      if (internal && !internals) continue;
      lines.push(`${scriptId === current ? '*' : ' '} ${scriptId}: ${relativePath(url)}${internal ? ' <native>' : ''}`);
    }
    return lines.join('\n');
  }

  #backtraceText() {
    if (this.#backtrace === null) return null;
    const lines = this.#backtrace.map(({ functionName, location, url }, at) => {
      const known = this.#scripts.get(location.scriptId)?.url ?? url;
      const place = `${known ? relativePath(known) : '[unknown]'}:${location.lineNumber + 1}:${location.columnNumber}`;
      return `#${at} ${functionName || '(anonymous)'} ${place}`;
    });
    return { [inspect.custom]: () => lines.join('\n') };
  }

  async #setPauseOnExceptions(state) {
    this.#pauseOnExceptions = state;
    await this.#inspector.Debugger.setPauseOnExceptions({ state });
  }

  // One of the commands that let the program go on.
  async #resume(command) {
    await this.#inspector.Debugger[command]();
  }

  #commands() {
    const prompt = this;
    const inspector = this.#inspector;
    const backtrace = { get: () => prompt.#backtraceText() };
    const resume = (command) => ({ get: () => prompt.#resume(command) });
    const run = { get: () => prompt.#run() };
    const exec = { value: (code) => prompt.#evaluation.evaluate(code) };
    const set = { value: function setBreakpoint(script, line, condition, silent) {
      return prompt.#breakpoints.set(script, line, condition, silent);
    } };
    const clear = { value: function clearBreakpoint(url, line) {
      return prompt.#breakpoints.clear(url, line);
    } };
    const scripts = (internals = false) => prompt.#print(prompt.#scriptList(internals));
    scripts[inspect.custom] = () => prompt.#scriptList(false);
    return Object.create(null, Object.fromEntries(Object.entries({
      help: { get: () => prompt.#print(require('internal/debugger/usage').help) },
      run, restart: run, r: run,
      kill: { get: () => inspector.killChild() },
      cont: resume('resume'), c: resume('resume'),
      next: resume('stepOver'), n: resume('stepOver'),
      step: resume('stepInto'), s: resume('stepInto'),
      out: resume('stepOut'), o: resume('stepOut'),
      pause: resume('pause'),
      backtrace, bt: backtrace,
      list: { value: function list(delta) {
        return prompt.#list(delta);
      } },
      setContextLineNumber: { value: function setContextLineNumber(delta) {
        validateNumber(delta, 'delta', 1);
        prompt.#aroundPause = delta;
      } },
      setBreakpoint: set, sb: set,
      clearBreakpoint: clear, cb: clear,
      breakpoints: { get: () => prompt.#breakpoints.list() },
      breakOnException: { get: () => prompt.#setPauseOnExceptions('all') },
      breakOnUncaught: { get: () => prompt.#setPauseOnExceptions('uncaught') },
      breakOnNone: { get: () => prompt.#setPauseOnExceptions('none') },
      watch: { value: function watch(expression) {
        validateString(expression, 'expression');
        prompt.#evaluation.watch(expression);
      } },
      unwatch: { value: function unwatch(expression) {
        prompt.#evaluation.unwatch(expression);
      } },
      watchers: { get: () => prompt.#evaluation.watchers().then((list) => prompt.#print(list)) },
      exec, p: exec,
      repl: { get: () => prompt.#enterRepl() },
      scripts: { value: scripts },
      version: { get: () => prompt.#version() },
      profile: { get: () => prompt.#profiles.start() },
      profileEnd: { get: () => prompt.#profiles.stop() },
      profiles: { get: () => prompt.#profiles.list },
      takeHeapSnapshot: { value: function takeHeapSnapshot(filename) {
        return prompt.#profiles.takeHeapSnapshot(filename);
      } },
    }).map(({ 0: name, 1: property }) => [name, { ...property, enumerable: true, configurable: true }])));
  }

  async #version() {
    const { result } = await this.#inspector.Runtime.evaluate({
      expression: 'process.versions.v8', returnByValue: true,
    });
    this.#print(result.value);
  }

  async #run() {
    await this.#inspector.run();
    await this.#enable();
  }

  // What a new connection needs before the program may go on.
  async #enable() {
    const { Debugger, Profiler, Runtime } = this.#inspector;
    await Promise.all([
      Runtime.enable(),
      Profiler.enable(),
      Profiler.setSamplingInterval({ interval: kSamplingInterval }),
      Debugger.enable(),
      Debugger.setAsyncCallStackDepth({ maxDepth: 0 }),
      Debugger.setBlackboxPatterns({ patterns: [] }),
      Debugger.setPauseOnExceptions({ state: this.#pauseOnExceptions }),
    ]);
    await this.#breakpoints.restore();
    await Runtime.runIfWaitingForDebugger();
  }

  // Until Ctrl+C what is typed is evaluated in the program.
  #enterRepl() {
    const repl = this.#repl;
    const before = repl.listeners('SIGINT');
    const evaluate = repl.eval;
    repl.removeAllListeners('SIGINT');
    this.#leaveRepl = () => {
      this.#leaveRepl = undefined;
      repl.removeAllListeners('SIGINT');
      for (const listener of before) repl.on('SIGINT', listener);
      repl.eval = evaluate;
      repl.setPrompt(kPrompt);
      repl.displayPrompt();
    };
    repl.on('SIGINT', this.#leaveRepl);
    repl.eval = (input, context, filename, callback) => {
      if (input.trim() === '') callback(null);
      else this.#evaluation.evaluate(input).then((value) => callback(null, value), callback);
    };
    repl.setPrompt('> ');
    this.#print('Press Ctrl+C to leave debug repl');
    repl.displayPrompt();
  }

  // `exec a + b` is a call, and an empty line is the last one again.
  #prepare(input) {
    if (input === '\n') return this.#lastCommand;
    const match = /^\s*(?:exec|p)\s+([^\n]*)/.exec(input);
    this.#lastCommand = match === null ? input : `exec(${JSON.stringify(match[1])})`;
    return this.#lastCommand;
  }

  #evaluateCommand(input, context, filename, callback) {
    let result;
    try {
      result = require('vm').runInContext(this.#prepare(input), context, filename);
    } catch (error) {
      callback(error);
      return;
    }
    if (typeof result?.then === 'function') result.then((value) => callback(null, value), (error) => callback(error));
    else callback(null, result);
  }

  async start() {
    const { stdin, stdout, domainNames } = this.#inspector;
    await this.#enable();
    const repl = require('repl').start({
      prompt: kPrompt,
      input: stdin,
      output: stdout,
      eval: (...args) => this.#evaluateCommand(...args),
      useGlobal: false,
      ignoreUndefined: true,
    });
    this.#repl = repl;
    const fill = (context) => {
      for (const domain of domainNames) {
        Object.defineProperty(context, domain, {
          __proto__: null, value: this.#inspector[domain], enumerable: true, configurable: true, writable: true,
        });
      }
      defineCommands(context, this.#commands());
    };
    fill(repl.context);
    repl.on('reset', fill);
    repl.defineCommand('interrupt', () => {
      // What Ctrl+C does, for those who cannot press it.
      repl.emit('SIGINT');
    });
    return repl;
  }
}

function createRepl(inspector) {
  const prompt = new Prompt(inspector);
  return () => prompt.start();
}

module.exports = { createRepl };
