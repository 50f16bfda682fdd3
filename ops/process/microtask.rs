//! `queueMicrotask` without a promise.

use deno_core::{op2, v8};

/// Queues `callback`, which must not throw.
#[op2(fast)]
pub fn op_process_enqueue_microtask(isolate: &mut v8::Isolate, callback: v8::Local<v8::Function>) {
    isolate.enqueue_microtask(callback);
}
