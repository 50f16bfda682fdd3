// The global console: https://nodejs.org/docs/latest-v26.x/api/console.html
// It is a namespace in the sense of https://console.spec.whatwg.org/#console-namespace: its prototype is an empty
// object, and its methods are bound to it.
'use strict';

const { Console, kBindProperties, kBindStreamsLazy, kCanWriteDirectly } = require('internal/console/constructor');

const globalConsole = { __proto__: {} };

// By index: it is made at the first use, when a program may have taken the iterators of arrays away.
const keys = Reflect.ownKeys(Console.prototype);
for (let i = 0; i < keys.length; i++) {
  const key = keys[i];
  if (key === 'constructor') continue;
  const descriptor = Reflect.getOwnPropertyDescriptor(Console.prototype, key);
  if (typeof descriptor.value === 'function') {
    const name = typeof key === 'string' ? key : descriptor.value.name;
    descriptor.value = descriptor.value.bind(globalConsole);
    Reflect.defineProperty(descriptor.value, 'name', { __proto__: null, value: name });
    if (typeof key === 'string') Reflect.defineProperty(descriptor.value, 'length', { __proto__: null, value: 0 });
  }
  Reflect.defineProperty(globalConsole, key, descriptor);
}

globalConsole[kBindProperties](true, 'auto');
globalConsole.Console = Console;

// What only V8's own console has speaks to the inspector.
const { v8Console } = require('internal/core');
if (v8Console !== undefined) {
  const names = ['profile', 'profileEnd', 'timeStamp', 'context', 'createTask'];
  for (let i = 0; i < names.length; i++) {
    const key = names[i];
    if (typeof v8Console[key] === 'function') globalConsole[key] = v8Console[key];
  }
}

// Without an inspector a task has no stack to lend: it only runs what it is given.
globalConsole.createTask ??= function createTask() {
  const { validateFunction, validateString } = require('internal/validators');
  const { 0: name } = arguments;
  validateString(name, 'name');
  if (name === '') {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE('name', name, 'must be a non-empty string');
  }
  return {
    run: function run() {
      const { 0: callback } = arguments;
      validateFunction(callback, 'callback');
      return callback();
    },
  };
};

globalConsole[kBindStreamsLazy]({
  get stdout() { return require('process').stdout; },
  get stderr() { return require('process').stderr; },
});
globalConsole[kCanWriteDirectly] = require('internal/process/direct_output').canWriteDirectly;

module.exports = globalConsole;
