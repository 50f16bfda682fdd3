// What this thread is and what its parent gave it; main/worker_thread.js fills it in.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const isMainThread = ops.op_worker_is_main_thread();

module.exports = {
  isMainThread,
  // Whether it runs hooks of modules and not a part of the program.
  isInternalThread: false,
  threadId: ops.op_worker_thread_id(),
  threadName: isMainThread ? '' : undefined,
  resourceLimits: isMainThread ? {} : undefined,
  parentPort: null,
  workerData: null,
  environmentData: new Map(),
  // A counter in shared memory of the changes of directory.
  cwdCounter: undefined,
  trackUnmanagedFds: false,
};
