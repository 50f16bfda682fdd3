// The loader of builtins: a plain script, the first that runs in a context.
//
// A builtin is a function body with five names in scope: exports, require, module, ops, primordials. The map keeps
// {exports, loaded} for each id, so cycles work as in CommonJS. The value of this script is the realm object that
// Rust keeps.
(function () {
  'use strict';
  const { core, internals, primordials } = globalThis.__bootstrap;
  const {
    ArrayPrototypeIncludes, Error, ObjectAssign, ObjectDefineProperty, ObjectSetPrototypeOf, Proxy,
    ReflectDeleteProperty, ReflectOwnKeys, SafeMap,
  } = primordials;
  const ops = core.ops;

  // Classes, and in a world from the snapshot ops, are made when they are first named.
  const bind = ops.op_builtins_bind;
  const missing = {
    __proto__: null,
    get(target, name) {
      const value = typeof name === 'string' ? bind(name) : undefined;
      if (value !== undefined) {
        const property = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
        ObjectDefineProperty(ops, name, property);
      }
      return value;
    },
  };
  ObjectSetPrototypeOf(ops, new Proxy({ __proto__: null }, missing));

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

  // What native code takes from Deno.core when a world starts.
  const asked = [
    'ops', 'setUpAsyncStub', '__eventLoopTick', '__processTimers', '__drainNextTickAndMacrotasks', '__handleRejections',
    'buildCustomError', 'errorConstructors', 'runImmediateCallbacks', '__setTickInfo', '__setImmediateInfo',
    '__setTimerInfo',
  ];

  // What boot calls once and nothing calls often: the slow functions of the snapshot will do.
  const atBoot = [
    'op_core_set_callbacks', 'op_core_tick_info', 'op_module_set_callbacks', 'op_process_cwd', 'op_process_env_object',
    'op_process_exec_path', 'op_process_listen_for_messages', 'op_process_pid', 'op_process_set_promise_reject_callback',
    'op_set_wasm_streaming_callback', 'op_timers_set_callbacks', 'op_util_set_prepare_stack_trace',
  ];

  function keepOnly(object, names) {
    for (const name of ReflectOwnKeys(object)) {
      if (!ArrayPrototypeIncludes(names, name)) ReflectDeleteProperty(object, name);
    }
  }

  // Only the build script calls these two, as the last thing in a snapshot, since each object in it costs time at each
  // start. `used` are those among `names()` that occur in a builtin.
  function names() {
    return [...ReflectOwnKeys(primordials), ...ReflectOwnKeys(glue)];
  }

  function trim(used) {
    // What boot calls is compiled in the snapshot when it has been called.
    core.setReportExceptionCallback(undefined);
    missing.get(null, 'none');
    ops.op_set_captured_bootstrap({ __proto__: null });
    keepOnly(primordials, used);
    keepOnly(glue, used);
    keepOnly(core, asked);
    globalThis.__bootstrap = { internals };
    // The functions of a snapshot are slow ones: each is made again when it is first named.
    keepOnly(ops, atBoot);
  }

  const realm = { __proto__: null, require: requireBuiltin, names, trim, map, ops, internals };
  map.set('internal/realm', { __proto__: null, id: 'internal/realm', exports: realm, loaded: true });
  internals.realm = realm;
  return realm;
})();
