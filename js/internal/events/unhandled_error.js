// What emit('error') throws when nobody listens. https://nodejs.org/api/events.html#error-events
'use strict';

const { codes: { ERR_UNHANDLED_ERROR }, kEnhanceStackBeforeInspector } = require('internal/errors');

// Adds the place of the emit to the stack of the error. The lines that both stacks share are folded.
function stackWithEmitter(emitter, err, captured) {
  const { identicalSequenceRange } = require('internal/util/inspect');
  let instance = '';
  try {
    const { name } = emitter.constructor;
    if (name !== 'EventEmitter') instance = ` on ${name} instance`;
  } catch {
    // A constructor that cannot be read is left out of the text.
  }
  const theirs = err.stack.split('\n').slice(1);
  const ours = captured.stack.split('\n').slice(1);
  const { len, offset } = identicalSequenceRange(ours, theirs);
  if (len > 0) ours.splice(offset + 1, len - 2, '    [... lines matching original stack trace ...]');
  return `${err.stack}\nEmitted 'error' event${instance} at:\n${ours.join('\n')}`;
}

function unhandledError(emitter, args, emit) {
  const err = args.length > 0 ? args[0] : undefined;
  if (err instanceof Error) {
    try {
      const captured = {};
      Error.captureStackTrace(captured, emit);
      Object.defineProperty(err, kEnhanceStackBeforeInspector, {
        __proto__: null,
        value: () => stackWithEmitter(emitter, err, captured),
        configurable: true,
      });
    } catch {
      // A frozen error is thrown as it is.
    }
    return err;
  }
  let text;
  try {
    const { inspect } = require('internal/util/inspect');
    text = inspect(err);
  } catch {
    text = err;
  }
  const wrapped = new ERR_UNHANDLED_ERROR(text);
  wrapped.context = err;
  return wrapped;
}

module.exports = { unhandledError };
