// What the prompt of the debugger evaluates in the program, where that stands or anywhere.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html#information
'use strict';

const { RemoteObject, Verbatim } = require('internal/debugger/remote_object');
const { inspect } = require('internal/util/inspect');

const kObjectGroup = 'node-inspect';

function indent(text) {
  return text.split('\n').map((line) => `    ${line}`).join('\n');
}

class Evaluation {
  #Debugger;
  #Runtime;
  #selectedFrame;
  #watched = [];

  constructor({ Debugger, Runtime }, selectedFrame) {
    this.#Debugger = Debugger;
    this.#Runtime = Runtime;
    this.#selectedFrame = selectedFrame;
  }

  async evaluate(code) {
    const frame = this.#selectedFrame();
    // An object, not a block.
    const expression = /^\s*\{/.test(code) && !/;\s*$/.test(code) ? `(${code.trim()})` : code;
    const request = { expression, objectGroup: kObjectGroup, generatePreview: true, includeCommandLineAPI: true };
    if (frame === undefined) return RemoteObject.fromEvaluation(await this.#Runtime.evaluate(request));
    if (code.trim() === '.scope') return this.#scopes(frame);
    const { callFrameId } = frame;
    return RemoteObject.fromEvaluation(await this.#Debugger.evaluateOnCallFrame({ callFrameId, ...request }));
  }

  // The names in each scope but the global one.
  #scopes({ scopeChain }) {
    const own = scopeChain.filter(({ type }) => type !== 'global');
    return Promise.all(own.map(async ({ object: { objectId } }) => {
      const { result } = await this.#Runtime.getProperties({ objectId, generatePreview: true });
      return result.map(({ name }) => name);
    }));
  }

  watch(expression) {
    this.#watched.push(expression);
  }

  // By its text, or by its number in the list.
  unwatch(expression) {
    const at = this.#watched.indexOf(expression);
    this.#watched.splice(at === -1 ? expression : at, 1);
  }

  async watchers() {
    const values = await Promise.all(this.#watched.map((expression) => this.evaluate(expression).catch(
      (error) => new Verbatim(`<${error.message}>`))));
    const width = String(this.#watched.length - 1).length;
    return this.#watched.map((expression, at) => {
      const label = `${String(at).padStart(width)}: ${expression}`;
      const text = inspect(values[at], { colors: false });
      return text.includes('\n') ? `  ${label} =\n${indent(text)}` : `  ${label} = ${text}`;
    }).join('\n');
  }

  // As a head of what is shown at a pause.
  async watchersAtPause() {
    const list = await this.watchers();
    return list === '' ? '' : `Watchers:\n${list}\n\n`;
  }
}

module.exports = { Evaluation };
