//! V8 itself, as programs see it: its wire format, its heap, its profilers, its flags (<https://nodejs.org/api/v8.html>).
//!
//! JS: `js/node/v8.js`, `js/internal/v8/`. Tests: `tests/node/v8/`.

mod deserializer;
mod failure;
mod far_session;
mod frontend;
mod gc_profiler;
mod heap;
mod host_objects;
mod inspector;
mod mail;
mod near_limit;
mod once;
mod recorder;
mod serializer;
mod server;
mod session;
mod sha1;

pub use inspector::{BuiltinCaller, number_context, set_builtin_caller};
pub use session::ask as ask_inspector;

/// Forgets what this thread keeps for its isolate: before that goes.
pub fn uninstall() {
    near_limit::uninstall();
    frontend::uninstall();
    session::uninstall();
}

deno_core::extension!(
    ops_v8,
    deps = [ops_core],
    ops = [
        frontend::op_v8_break_and_call,
        frontend::op_v8_inspector,
        heap::op_v8_flags,
        heap::op_v8_heap_numbers,
        heap::op_v8_heap_snapshot,
        heap::op_v8_is_one_byte,
        heap::op_v8_space_name,
        near_limit::op_v8_near_heap_limit,
        once::op_v8_deserialize,
        once::op_v8_serialize,
        recorder::op_v8_record,
    ],
    objects = [
        deserializer::V8Deserializer,
        gc_profiler::V8GcProfiler,
        serializer::V8Serializer,
        session::V8Session,
    ],
);
