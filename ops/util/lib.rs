//! What `util.inspect`, `util.getCallSites` and the text of stack traces ask of V8 beyond deno_core's own ops.
//!
//! JS: `js/internal/util/inspect/`, `js/internal/util/call_sites.js`. Tests: `tests/node/util/`.

mod call_sites;
mod preview;
mod stack;

pub use stack::prepare_stack_trace;

deno_core::extension!(
    ops_util,
    ops = [
        call_sites::op_util_error_source_position,
        call_sites::op_util_get_call_sites,
        preview::op_util_external_address,
        preview::op_util_is_external,
        preview::op_util_mark_promise_as_handled,
        preview::op_util_preview_entries,
        stack::op_util_set_prepare_stack_trace,
    ],
);
