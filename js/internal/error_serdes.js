// An error on its way from a worker to its parent: its class, its properties, its cause; anything else as it is cloned.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#event-error
'use strict';

const { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError } = globalThis;

const classes = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
                  AggregateError };

const kError = 1;
const kValue = 2;
const kInspected = 3;
const kSymbol = 4;

function classOf(error) {
  for (let at = error; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, 'constructor');
    const { name } = descriptor?.value ?? {};
    if (typeof name === 'string' && classes[name] !== undefined) return name;
  }
  return 'Error';
}

// A form that can be posted. `post(value)` throws where a value cannot be cloned.
function serializeError(error, canClone, depth = 0) {
  if (typeof error === 'symbol') return { kind: kSymbol, text: String(error) };
  if (typeof error !== 'object' || error === null || !ops.op_is_native_error(error) || depth > 8) {
    if (typeof error !== 'function' && canClone(error)) return { kind: kValue, value: error };
    return { kind: kInspected, text: require('internal/util/inspect').inspect(error) };
  }
  const properties = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    const descriptor = Object.getOwnPropertyDescriptor(error, key);
    let value;
    try {
      value = error[key];
    } catch {
      continue;
    }
    const { enumerable } = descriptor;
    if (key === 'cause' || key === 'errors' || (typeof value === 'object' && value !== null && ops.op_is_native_error(value))) {
      const nested = Array.isArray(value) ? { list: value.map((e) => serializeError(e, canClone, depth + 1)) } :
        { nested: serializeError(value, canClone, depth + 1) };
      properties.push({ key, enumerable, ...nested });
    } else if (typeof value !== 'function' && typeof value !== 'symbol' && canClone(value)) {
      properties.push({ key, enumerable, value });
    }
  }
  let { name } = error;
  if (typeof name !== 'string') name = undefined;
  return { kind: kError, className: classOf(error), name, properties };
}

function deserializeError(form) {
  switch (form.kind) {
    case kSymbol:
      return form.text;
    case kValue:
      return form.value;
    case kInspected: {
      const { inspect } = require('internal/util/inspect');
      return { [inspect.custom]: () => form.text, toString: () => form.text };
    }
  }
  const base = classes[form.className] ?? Error;
  const error = Object.create(base.prototype);
  // Only a real error has V8's mark; its own stack is replaced below.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const real = form.className === 'AggregateError' ? new AggregateError([], '') : new base('');
  Error.stackTraceLimit = limit;
  Object.setPrototypeOf(real, Object.getPrototypeOf(error));
  for (const key of Object.getOwnPropertyNames(real)) delete real[key];
  for (const { key, enumerable, value, nested, list } of form.properties) {
    const restored = list ? list.map(deserializeError) : nested ? deserializeError(nested) : value;
    Object.defineProperty(real, key, { __proto__: null, value: restored, enumerable, writable: true, configurable: true });
  }
  if (form.name !== undefined && real.name !== form.name) {
    Object.defineProperty(real, 'name', {
      __proto__: null, value: form.name, enumerable: false, writable: true, configurable: true,
    });
  }
  return real;
}

module.exports = { deserializeError, serializeError };
