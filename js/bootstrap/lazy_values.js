// Properties whose values are made when they are first read, where making them costs time or memory that most programs
// need not spend. To programs they are plain data properties (runtime/src/lazy_property.rs).
'use strict';

const { ArrayPrototypeIncludes, ArrayPrototypePush } = primordials;

// [the id of a builtin, what it exports]. A name is in one entry only; `console` is the exports of its builtin.
const entries = [];

// Native code calls it for the property `name`.
require('internal/realm').loadValue = function loadValue(name) {
  for (let i = 0; i < entries.length; i++) {
    const { 0: id, 1: names } = entries[i];
    if (!ArrayPrototypeIncludes(names, name)) continue;
    const exports = require(id);
    return name === 'console' ? exports : exports[name];
  }
};

function defineLazy(target, entry, enumerable = false) {
  ArrayPrototypePush(entries, entry);
  const { 1: names } = entry;
  for (let i = 0; i < names.length; i++) ops.op_builtins_lazy_property(target, names[i], enumerable);
}

module.exports = { defineLazy };
