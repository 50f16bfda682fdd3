// The breakpoints that the prompt of the debugger has set: they outlive the run of the program.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html#breakpoints
'use strict';

// For V8: a text as a part of a regular expression.
function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

class Breakpoints {
  #known = [];
  #host;

  // `host` has Debugger, print, knownScripts(), relativePath(url), currentLocation(), evaluate(code), show(location).
  constructor(host) {
    this.#host = host;
  }

  isAt(scriptId, line) {
    return this.#known.some(({ location }) => location?.scriptId === scriptId && location.lineNumber + 1 === line);
  }

  // Scripts by their number, or by the end of their name.
  #find(script) {
    const found = [];
    for (const known of this.#host.knownScripts()) {
      if (known.scriptId === script) return [known];
      if (known.url.endsWith(script)) found.push(known);
    }
    return found;
  }

  #register({ breakpointId, actualLocation, locations }, scriptUrl, line, condition, silent) {
    const location = actualLocation ?? locations?.[0];
    const known = { breakpointId, scriptUrl, line, condition, location };
    if (location !== undefined) known.line = location.lineNumber + 1;
    this.#known.push(known);
    if (location === undefined || silent) return undefined;
    return this.#host.show(location);
  }

  // A call's name, a line of this script, a script and a line, or nothing for here.
  async set(script, line, condition, silent = false) {
    const { Debugger, print } = this.#host;
    let scriptId;
    if (script === undefined) {
      ({ scriptId, lineNumber: line } = this.#host.currentLocation());
      line += 1;
    } else if (line === undefined && typeof script === 'number') {
      line = script;
      ({ scriptId } = this.#host.currentLocation());
    } else if (line === undefined && typeof script === 'string') {
      const call = /^([^(]+)\(\s*\)\s*$/.exec(script);
      if (call !== null) {
        await this.#host.evaluate(`debug(${call[1]})`);
        return undefined;
      }
    }
    if (scriptId === undefined) {
      const found = this.#find(script);
      if (found.length > 1) {
        print('Script name is ambiguous');
        return undefined;
      }
      if (line <= 0) {
        print('Line should be a positive value');
        return undefined;
      }
      if (found.length === 0) return this.#setLater(script, line, condition, silent);
      ({ scriptId } = found[0]);
    }
    const { url } = this.#host.knownScripts().find((known) => known.scriptId === scriptId) ?? {};
    const answer = await Debugger.setBreakpoint({ location: { scriptId, lineNumber: line - 1 }, condition });
    return this.#register(answer, url, line, condition, silent);
  }

  // The script comes later, as a file of that name.
  async #setLater(script, line, condition, silent) {
    const { Debugger, print } = this.#host;
    if (!silent) print(`Warning: script '${script}' was not loaded yet.`);
    const isUrl = /^[a-z][-+.a-z\d]*:/.test(script);
    const urlRegex = `${isUrl ? '^' : '^(.*[\\/\\\\])?'}${escapeRegExp(script)}$`;
    const answer = await Debugger.setBreakpointByUrl({ urlRegex, lineNumber: line - 1, condition });
    return this.#register(answer, script, line, condition, silent);
  }

  async clear(url, line) {
    const at = this.#known.findIndex((known) => known.scriptUrl?.endsWith(url) && known.line === line);
    if (at === -1) {
      this.#host.print(`Could not find breakpoint at ${url}:${line}`);
      return;
    }
    const { 0: { breakpointId } } = this.#known.splice(at, 1);
    await this.#host.Debugger.removeBreakpoint({ breakpointId });
  }

  list() {
    if (this.#known.length === 0) {
      this.#host.print('No breakpoints yet');
      return;
    }
    const lines = this.#known.map(({ scriptUrl, line }, at) => `#${at} ${this.#host.relativePath(scriptUrl)}:${line}`);
    this.#host.print(lines.join('\n'));
  }

  // The program runs anew.
  async restore() {
    const before = this.#known;
    this.#known = [];
    await Promise.all(before.map(({ scriptUrl, line, condition }) => {
      if (scriptUrl === undefined) return undefined;
      return this.set(scriptUrl, line, condition, true);
    }));
    if (this.#known.length > 0) this.#host.print(`${this.#known.length} breakpoints restored.`);
  }
}

module.exports = { Breakpoints };
