// AbortController and the exports of Node's internal/abort_controller.
// https://nodejs.org/api/globals.html#class-abortcontroller
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { kValidateObjectAllowObjects, validateObject } = require('internal/validators');
const { kResistStopPropagation, kWeakHandler } = require('web/events/event_target');
const { innerOptions, makeEnumerable, tag } = require('web/events/event');
const { AbortSignal, abortSignal, convertSignal, defaultReason, isAbortSignal, kConstruct } =
  require('web/abort/abort_signal');
const { kDeserialize, markTransferMode } = require('internal/worker/js_transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMakeTransferable = Symbol('kMakeTransferable');

class AbortController {
  // Made when it is asked for: many controllers are created and never used.
  #signal;

  get signal() {
    return this.#signal ??= new AbortSignal(kConstruct);
  }

  abort(reason = defaultReason()) {
    abortSignal(this.#signal ??= new AbortSignal(kConstruct), reason);
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `${this.constructor.name} ${inspect({ signal: this.signal }, innerOptions(options))}`;
  }

  static [kMakeTransferable]() {
    const controller = new AbortController();
    controller.#signal = new AbortSignal(kConstruct, { transferable: true });
    return controller;
  }
}

makeEnumerable(AbortController.prototype, ['signal', 'abort']);
tag(AbortController.prototype, 'AbortController');

// What a received signal is made with, before its kDeserialize method fills it.
function ClonedAbortSignal() {
  return new AbortSignal(kConstruct, { transferable: true });
}
ClonedAbortSignal.prototype[kDeserialize] = () => {};

function transferableAbortSignal(signal) {
  if (!isAbortSignal(signal)) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  markTransferMode(signal, false, true);
  return signal;
}

function transferableAbortController() {
  return AbortController[kMakeTransferable]();
}

// util.aborted(): the promise is kept by `resource`, not by the signal.
async function aborted(signal, resource) {
  convertSignal(signal, { __proto__: null, context: 'signal' });
  validateObject(resource, 'resource', kValidateObjectAllowObjects);
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers();
  signal.addEventListener('abort', resolve,
                          { __proto__: null, [kWeakHandler]: resource, once: true, [kResistStopPropagation]: true });
  return promise;
}

module.exports = {
  AbortController,
  AbortSignal,
  ClonedAbortSignal,
  abortSignal,
  aborted,
  transferableAbortController,
  transferableAbortSignal,
};
