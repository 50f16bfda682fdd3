// A session with V8's inspector inside this program: what profilers, coverage and the search for objects speak.
// https://chromedevtools.github.io/devtools-protocol/v8/
'use strict';

const { codes: { ERR_INSPECTOR_COMMAND } } = require('internal/errors');

class Session {
  #native = new ops.V8Session();

  post(method, params = {}) {
    const answer = this.#native.post(JSON.stringify({ id: 1, method, params }));
    // A session whose thread is about to end answers nothing.
    const { error, result } = answer === '' ? {} : JSON.parse(answer);
    if (error !== undefined) throw new ERR_INSPECTOR_COMMAND(error.code, error.message);
    return result;
  }

  collectGarbage() {
    this.#native.collectGarbage();
  }

  close() {
    this.#native.close();
  }
}

module.exports = { Session };
