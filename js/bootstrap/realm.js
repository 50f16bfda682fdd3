// The loader of builtins: a plain script, the first that runs in a context.
//
// A builtin is a function body with five names in scope: exports, require, module, ops, primordials. The map keeps
// {exports, loaded} for each id, so cycles work as in CommonJS. The value of this script is the realm object that
// Rust keeps.
(function () {
  'use strict';
  const { core, primordials, internals } = globalThis.__bootstrap;
  const { SafeMap, Error, ObjectAssign } = primordials;
  const ops = core.ops;

  const map = new SafeMap();
  // deno_core freezes its object; builtins get a copy that they may complete.
  const glue = ObjectAssign({ __proto__: null }, core);
  map.set('internal/core', { __proto__: null, id: 'internal/core', exports: glue, loaded: true });

  function requireBuiltin(id) {
    let entry = map.get(id);
    if (entry !== undefined) return entry.exports;
    const compiled = ops.op_builtins_compile(id);
    if (compiled === undefined) throw new Error(`No such builtin: ${id}`);
    entry = { __proto__: null, id, exports: {}, loaded: false };
    map.set(id, entry);
    let done = false;
    try {
      compiled(entry.exports, requireBuiltin, entry, ops, primordials);
      done = true;
    } finally {
      if (!done) map.delete(id);
    }
    entry.loaded = true;
    return entry.exports;
  }

  // Only the build script calls it: compiles without evaluating, for the code cache.
  function precompile(id) {
    ops.op_builtins_compile(id);
  }

  const realm = { __proto__: null, require: requireBuiltin, precompile, map, ops, internals };
  map.set('internal/realm', { __proto__: null, id: 'internal/realm', exports: realm, loaded: true });
  internals.realm = realm;
  return realm;
})();
