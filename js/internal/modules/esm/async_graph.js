// Imports where hooks answer with promises: in a program with module.register, and on the thread of those hooks itself.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const { ArrayPrototypePush, PromisePrototypeThen, SafeMap, SafeSet } = primordials;

// Module map key -> the walk that is finding out about that module and all it asks for.
const pending = new SafeMap();

// One walk over a graph of modules: it resolves, loads and compiles whatever is new, and links nothing.
class Walk {
  constructor(loader) {
    this.loader = loader;
    this.seen = new SafeSet();
    this.others = new SafeSet();
    this.done = undefined;
  }

  // The key of the module.
  async visit(specifier, parentURL, attributes, sourceOnly, isMain) {
    const { loader, seen, others } = this;
    const resolved = await loader.resolveLater(specifier, parentURL, attributes);
    const own = resolved.importAttributes ?? attributes;
    const key = `${resolved.url}\x00${own?.type ?? ''}`;
    if (seen.has(key)) return key;
    seen.add(key);
    if (pending.has(key)) {
      others.add(pending.get(key));
      return key;
    }
    if (loader.map.has(key)) return key;
    pending.set(key, this);
    const loaded = await loader.loadLater(resolved.url, resolved.format, own);
    const options = { __proto__: null, isMain, forRequire: false };
    const job = loader.addLoaded(key, resolved.url, loaded, own, options);
    if (!sourceOnly) await this.visitRequests(job);
    return key;
  }

  async visitRequests(job) {
    const flat = job.module.getModuleRequests();
    const keys = [];
    for (let i = 0; i < flat.length; i += 3) {
      ArrayPrototypePush(keys, await this.visit(flat[i], job.url, flat[i + 1], flat[i + 2], false));
    }
    job.requestKeys = keys;
  }

  // What only half of was found is no module: a later import tries again.
  end(failed) {
    for (const key of this.seen) {
      if (pending.get(key) !== this) continue;
      pending.delete(key);
      if (failed) this.loader.map.delete(key);
    }
  }
}

// Walks never wait for each other while they walk, so modules that import each other cannot hold them up.
async function finish(walk, start) {
  walk.done = start;
  PromisePrototypeThen(start, () => walk.end(false), () => walk.end(true));
  const waited = new SafeSet([walk]);
  for (const one of waited) {
    await one.done;
    for (const other of one.others) waited.add(other);
  }
}

// The job of an import, with all below it found: it can be linked at once.
async function prepare(loader, specifier, parentURL, attributes, { sourceOnly, isMain }) {
  const walk = new Walk(loader);
  const start = walk.visit(specifier, parentURL, attributes, sourceOnly, isMain);
  await finish(walk, start);
  return loader.map.get(await start);
}

// The same for what a module asks for whose text was at hand.
async function prepareRequests(loader, job) {
  const walk = new Walk(loader);
  await finish(walk, walk.visitRequests(job));
}

module.exports = { prepare, prepareRequests };
