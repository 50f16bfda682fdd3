// The globals that Node has besides the language's own. A heavy one is an accessor that turns itself into the plain
// data property when it is first touched.
// https://nodejs.org/docs/latest-v26.x/api/globals.html
'use strict';

const { ObjectDefineProperty } = primordials;

function define(target, name, value, enumerable = false) {
  ObjectDefineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

function defineLazy(target, id, names, enumerable = false) {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    ObjectDefineProperty(target, name, {
      __proto__: null,
      get() {
        const value = require(id)[name];
        define(target, name, value, enumerable);
        return value;
      },
      set(value) {
        define(target, name, value, enumerable);
      },
      enumerable,
      configurable: true,
    });
  }
}

function install(target) {
  defineLazy(target, 'console', ['default']);
}

module.exports = { define, defineLazy, install };
