// The loader of builtins: a plain script, the first that runs in a context.
//
// A builtin is a function body with five names in scope: exports, require, module, ops, primordials. The map keeps
// {exports, loaded} for each id, so cycles work as in CommonJS. The value of this script is the realm object that
// Rust keeps.
(function () {
  'use strict';
  const { core, internals, primordials } = globalThis.__bootstrap;
  const {
    ArrayPrototypeIncludes, Error, ErrorCaptureStackTrace, ObjectDefineProperty, ObjectSetPrototypeOf, Proxy, RangeError,
    ReferenceError, ReflectDeleteProperty, ReflectOwnKeys, SafeArrayIterator, SafeMap, SyntaxError, TypeError, URIError,
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
  // What builtins use of deno_core; they add to it.
  const { callConsole, getAsyncContext, setAsyncContext, v8Console } = core;
  const glue = { __proto__: null, callConsole, getAsyncContext, setAsyncContext, v8Console };
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

  // What native code takes from Deno.core when a world starts. The functions serve ops that end later, timers, immediates
  // and rejections: all of these are our own.
  const idleFunctions = [
    'setUpAsyncStub', '__eventLoopTick', '__processTimers', '__drainNextTickAndMacrotasks', '__handleRejections',
    'runImmediateCallbacks', '__setTickInfo', '__setImmediateInfo', '__setTimerInfo',
  ];

  function idle() {}

  // The classes that native code names.
  const errorConstructors = { __proto__: null, Error, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  // Native code makes the error of an op with it. `properties` are pairs.
  function buildCustomError(className, message, properties) {
    const error = new (errorConstructors[className] ?? Error)(message);
    ErrorCaptureStackTrace(error, buildCustomError);
    for (let i = 0; i < properties?.length; i++) {
      const { 0: key, 1: value } = properties[i];
      if (!(key in error)) error[key] = value;
    }
    return error;
  }

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
    return ReflectOwnKeys(primordials);
  }

  function trim(used) {
    // What boot calls is compiled in the snapshot when it has been called.
    idle();
    missing.get(null, 'none');
    ops.op_set_captured_bootstrap({ __proto__: null });
    delete ops.op_get_ext_import_meta_proto().log;
    keepOnly(primordials, used);
    keepOnly(core, ['ops', ...new SafeArrayIterator(idleFunctions)]);
    for (let i = 0; i < idleFunctions.length; i++) core[idleFunctions[i]] = idle;
    core.buildCustomError = buildCustomError;
    core.errorConstructors = errorConstructors;
    globalThis.__bootstrap = { internals };
    // The functions of a snapshot are slow ones: each is made again when it is first named.
    keepOnly(ops, atBoot);
  }

  const realm = { __proto__: null, require: requireBuiltin, names, trim, map, ops, internals };
  map.set('internal/realm', { __proto__: null, id: 'internal/realm', exports: realm, loaded: true });
  internals.realm = realm;
  return realm;
})();
