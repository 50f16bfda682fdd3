//! What `node:trace_events` writes: events of the program, of this runtime and of V8, in Chrome's trace format.
//!
//! JS: `js/node/trace_events.js`, `js/internal/trace_events/`. Tests: `tests/node/trace_events/`.

mod categories;
mod clock;
mod event;
mod gc;
mod ops;
mod sink;
mod v8_events;

pub use event::{begin, end};
pub use ops::start;

deno_core::extension!(
    ops_trace_events,
    deps = [ops_core],
    ops = [
        ops::op_trace_events_set,
        ops::op_trace_events_get,
        ops::op_trace_events_emit,
        ops::op_trace_events_collect,
    ],
);
