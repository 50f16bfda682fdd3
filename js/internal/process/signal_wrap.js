// The handle class of a signal, with the methods that Node's native one has.
// https://nodejs.org/api/process.html#signal-events
'use strict';

const hooks = require('internal/async_hooks');

class Signal {
  #id = 0;
  #refed = true;
  #asyncId = hooks.newAsyncId();

  constructor() {
    if (hooks.initHooksExist()) {
      hooks.emitInit(this.#asyncId, 'SIGNALWRAP', hooks.getDefaultTriggerAsyncId(), this);
    }
  }

  // 0, or a negative error number.
  start(signum) {
    this.stop();
    const id = ops.op_process_signal_start(signum, (number) => {
      hooks.emitBefore(this.#asyncId, 0, this);
      this.onsignal(number);
      hooks.emitAfter(this.#asyncId);
    });
    if (id < 0) return id;
    this.#id = id;
    if (this.#refed) ops.op_process_signal_ref(id, true);
    return 0;
  }

  stop() {
    if (this.#id !== 0) ops.op_process_signal_stop(this.#id);
    this.#id = 0;
    return 0;
  }

  close(callback) {
    this.stop();
    hooks.emitDestroy(this.#asyncId);
    if (typeof callback === 'function') require('process').nextTick(callback);
  }

  ref() {
    this.#setRef(true);
  }

  unref() {
    this.#setRef(false);
  }

  hasRef() {
    return this.#refed;
  }

  getAsyncId() {
    return this.#asyncId;
  }

  #setRef(on) {
    this.#refed = on;
    if (this.#id !== 0) ops.op_process_signal_ref(this.#id, on);
  }
}

module.exports = { Signal };
