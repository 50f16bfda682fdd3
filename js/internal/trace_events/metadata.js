// What a trace tells of the process and of its threads.
'use strict';

const process = require('process');
const { emit, phases } = require('internal/trace_events/emit');

function tell(name, args) {
  emit(phases.metadata, '__metadata', name, -1, args);
}

let described = false;

function describeProcess() {
  if (described) return;
  described = true;
  const { arch, platform, release, versions } = process;
  const title = { __proto__: null, ...Object.getOwnPropertyDescriptor(process, 'title') };
  tell('process_name', { name: process.title });
  tell('version', { node: versions.node });
  tell('thread_name', { name: 'JavaScriptMainThread' });
  const { name, lts } = release;
  tell('node', { process: { versions, arch, platform, release: lts ? { name, lts } : { name } } });
  if (typeof title.set !== 'function') return;
  // A later name stands beside the first.
  Object.defineProperty(process, 'title', {
    ...title,
    set(value) {
      title.set.call(this, value);
      tell('process_name', { name: title.get.call(this) });
    },
  });
}

function describeWorker(name) {
  tell('thread_name', { name: `[worker ${ops.op_worker_thread_id()}] ${name}` });
}

module.exports = { describeProcess, describeWorker };
