// Which builtins programs may load, and how they are named.
// https://nodejs.org/docs/latest-v26.x/api/modules.html#built-in-modules
'use strict';

const { ArrayPrototypeFilter, ArrayPrototypeSort, SafeSet, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const realm = require('internal/realm');
const { getOptionValue } = require('internal/options');

// Only reachable with the scheme, since packages of these names are older.
const schemeOnly = new SafeSet(['sea', 'sqlite', 'test', 'test/reporters']);

let publicIds;
function ids() {
  return publicIds ??= new SafeSet(ops.op_builtins_public());
}

function isPublic(id) {
  // The set may be older than the command line.
  return ids().has(id) && (id !== 'sqlite' || getOptionValue('--experimental-sqlite'));
}

class BuiltinModule {
  static exists(id) {
    return StringPrototypeStartsWith(id, 'internal/') ? ops.op_builtins_exists(id) : isPublic(id);
  }

  // The names without a scheme, in Node's order: sorted.
  static getCanBeRequiredByUsersWithoutSchemeList() {
    const list = [...ids()];
    return ArrayPrototypeSort(ArrayPrototypeFilter(list, (id) => !schemeOnly.has(id)));
  }

  static getAllBuiltinModuleIds() {
    const named = ArrayPrototypeFilter([...ids()], (id) => schemeOnly.has(id) && isPublic(id));
    for (let i = 0; i < named.length; i++) named[i] = `node:${named[i]}`;
    return [...BuiltinModule.getCanBeRequiredByUsersWithoutSchemeList(), ...ArrayPrototypeSort(named)];
  }

  static getSchemeOnlyModuleNames() {
    return ArrayPrototypeFilter([...ids()], (id) => schemeOnly.has(id));
  }

  static canBeRequiredByUsers(id) {
    return isPublic(id);
  }

  static canBeRequiredWithoutScheme(id) {
    return ids().has(id) && !schemeOnly.has(id);
  }

  static normalizeRequirableId(id) {
    if (StringPrototypeStartsWith(id, 'node:')) {
      const bare = StringPrototypeSlice(id, 5);
      return isPublic(bare) ? bare : undefined;
    }
    return BuiltinModule.canBeRequiredWithoutScheme(id) ? id : undefined;
  }

  static isBuiltin(id) {
    return typeof id === 'string' && BuiltinModule.normalizeRequirableId(id) !== undefined;
  }

  static load(id) {
    return realm.require(id);
  }
}

module.exports = { BuiltinModule };
