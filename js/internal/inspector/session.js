// inspector.Session: a client of V8's inspector in the program that is inspected.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#class-inspectorsession
'use strict';

const EventEmitter = require('events');
const process = require('process');
const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');

// Asks the permission model, which a session would let the program walk around.
function assertPermission() {
  if (process.permission !== undefined) {
    require('internal/process/permission').assertGranted('inspector', '--allow-inspector');
  }
}

class Session extends EventEmitter {
  #connection = null;
  #lastId = 0;
  #waiting = new Map();

  connect() {
    assertPermission();
    if (this.#connection !== null) throw new codes.ERR_INSPECTOR_ALREADY_CONNECTED('The inspector session');
    const { connect } = require('internal/inspector/connection');
    this.#connection = connect((message) => this.#receive(message));
  }

  connectToMainThread() {
    assertPermission();
    if (require('internal/worker').isMainThread) throw new codes.ERR_INSPECTOR_NOT_WORKER();
    if (this.#connection !== null) throw new codes.ERR_INSPECTOR_ALREADY_CONNECTED('The inspector session');
    const { connectToMainThread } = require('internal/inspector/connection');
    this.#connection = connectToMainThread((message) => this.#receive(message));
  }

  // What a callback or listener throws must not reach V8, which is in the middle of its work.
  #receive(text) {
    const message = JSON.parse(text);
    try {
      if (message.id === undefined) {
        this.emit(message.method, message);
        this.emit('inspectorNotification', message);
        return;
      }
      const callback = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (callback === undefined) return;
      const { error } = message;
      if (error) callback(new codes.ERR_INSPECTOR_COMMAND(error.code, error.message));
      else callback(null, message.result);
    } catch (error) {
      process.emitWarning(error);
    }
  }

  post(method, params, callback) {
    validateString(method, 'method');
    if (!callback && typeof params === 'function') {
      callback = params;
      params = null;
    }
    if (params) validateObject(params, 'params');
    if (callback) validateFunction(callback, 'callback');
    if (this.#connection === null) throw new codes.ERR_INSPECTOR_NOT_CONNECTED();
    const id = ++this.#lastId;
    const message = { id, method };
    if (params) message.params = params;
    if (callback) this.#waiting.set(id, callback);
    this.#connection.dispatch(message);
  }

  disconnect() {
    if (this.#connection === null) return;
    this.#connection.disconnect();
    this.#connection = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const callback of waiting) process.nextTick(callback, new codes.ERR_INSPECTOR_CLOSED());
  }
}

module.exports = { Session };
