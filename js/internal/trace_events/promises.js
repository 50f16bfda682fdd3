// `node.promises.rejections`: how many promises were rejected without a handler, and how many got one later.
'use strict';

const { emit, groupOf, phases } = require('internal/trace_events/emit');
const { onPromiseReject } = require('internal/process/promises');

const group = groupOf('node.promises.rejections');

// V8's events.
const kRejectWithNoHandler = 0;
const kHandlerAddedAfterReject = 1;

let unhandled = 0;
let handledAfter = 0;

function install() {
  ops.op_process_set_promise_reject_callback((type, promise, reason) => {
    if (type === kRejectWithNoHandler) unhandled++;
    else if (type === kHandlerAddedAfterReject) handledAfter++;
    if (type === kRejectWithNoHandler || type === kHandlerAddedAfterReject) {
      emit(phases.counter, group, 'rejections', -1, { unhandled, handledAfter });
    }
    onPromiseReject(type, promise, reason);
  });
}

module.exports = { install };
