// The set process.allowedNodeEnvironmentFlags. https://nodejs.org/api/process.html#processallowednodeenvironmentflags
'use strict';

const {
  ArrayPrototypeForEach,
  ArrayPrototypeIncludes,
  ArrayPrototypeMap,
  FunctionPrototypeCall,
  ObjectDefineProperty,
  ObjectFreeze,
  RegExpPrototypeExec,
  SafeArrayIterator,
  Set,
  SetPrototypeEntries,
  SetPrototypeValues,
  StringPrototypeReplace,
  Symbol,
  SymbolIterator,
} = primordials;

const kInternal = Symbol('internal properties');
const dashes = /^--?/;

function buildAllowedFlags() {
  const { names } = require('internal/process/allowed_flags');
  const bare = ArrayPrototypeMap(names, (name) => StringPrototypeReplace(name, dashes, ''));

  // It cannot be changed, and it finds a flag in any of its spellings: without dashes, with underscores, with a value.
  class NodeEnvironmentFlagsSet extends Set {
    constructor(array) {
      super();
      this[kInternal] = { array };
    }

    add() {
      return this;
    }

    delete() {
      return false;
    }

    clear() {}

    has(key) {
      if (typeof key !== 'string') return false;
      const spelled = StringPrototypeReplace(key, /_/g, '-');
      if (RegExpPrototypeExec(dashes, spelled) === null) return ArrayPrototypeIncludes(bare, spelled);
      return ArrayPrototypeIncludes(this[kInternal].array, StringPrototypeReplace(spelled, /=.*$/, ''));
    }

    entries() {
      this[kInternal].set ??= new Set(new SafeArrayIterator(this[kInternal].array));
      return SetPrototypeEntries(this[kInternal].set);
    }

    forEach(callback, thisArg = undefined) {
      ArrayPrototypeForEach(this[kInternal].array, (name) => FunctionPrototypeCall(callback, thisArg, name, name, this));
    }

    get size() {
      return this[kInternal].array.length;
    }

    values() {
      this[kInternal].set ??= new Set(new SafeArrayIterator(this[kInternal].array));
      return SetPrototypeValues(this[kInternal].set);
    }
  }
  const { prototype } = NodeEnvironmentFlagsSet;
  ObjectDefineProperty(prototype, SymbolIterator, { __proto__: null, value: prototype.values });
  ObjectDefineProperty(prototype, 'keys', { __proto__: null, value: prototype.values });
  ObjectFreeze(NodeEnvironmentFlagsSet);
  ObjectFreeze(prototype);
  return ObjectFreeze(new NodeEnvironmentFlagsSet(names));
}

module.exports = { buildAllowedFlags };
