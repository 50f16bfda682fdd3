// v8.GCProfiler. https://nodejs.org/api/v8.html#class-v8gcprofiler
'use strict';

class GCProfiler {
  #profiler = null;

  start() {
    if (this.#profiler !== null) return;
    this.#profiler = new ops.V8GcProfiler();
    this.#profiler.start();
  }

  stop() {
    if (this.#profiler === null) return undefined;
    const data = this.#profiler.stop();
    this.#profiler = null;
    return JSON.parse(data);
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

module.exports = { GCProfiler };
