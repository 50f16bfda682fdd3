// Run by the build script before deno_core's own scripts. deno_core freezes the two objects that it hands to builtins,
// `primordials` and `core`, and keeps them in a module; here they stay open, so that what no builtin names can be taken
// out of the snapshot.
(() => {
  let core;
  let internals;
  let primordials;
  let frozen = false;
  const { freeze } = Object;
  Object.freeze = (object) => (Object.hasOwn(object, 'indirectEval') ? object : freeze(object));
  globalThis.__bootstrap = {
    get primordials() {
      return primordials;
    },
    set primordials(value) {
      primordials = value;
      primordials.ObjectFreeze = Object.freeze = freeze;
      // deno_core's own queueMicrotask, which holds all of its loop.
      primordials.setQueueMicrotask = () => {};
    },
    get internals() {
      return internals;
    },
    set internals(value) {
      internals = value;
      // Native code takes these out when it has called them, but does so in each world that comes from the snapshot.
      for (const name of ['__setTickInfo', '__setImmediateInfo', '__setTimerInfo']) {
        Object.defineProperty(core, name, { configurable: false });
      }
    },
    get core() {
      // The first who asks when all is set freezes what it gets.
      if (internals === undefined || frozen) return core;
      frozen = true;
      return { ...core };
    },
    set core(value) {
      core = value;
      // The wrappers of deno_core's ops that end later hold all of its loop; no builtin calls one.
      core.setUpAsyncStub = (name, op) => op;
    },
  };
})();
