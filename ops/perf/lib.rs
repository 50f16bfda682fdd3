//! Clocks and milestones of `node:perf_hooks`, and the garbage collector's events.
//!
//! JS: `js/internal/perf/`, `js/node/perf_hooks.js`. Tests: `tests/node/perf_hooks/`.

mod clock;
mod gc;

pub use clock::{
    BOOTSTRAP_COMPLETE, ENVIRONMENT, V8_START, add_idle, count_turn, init, loop_exited,
    loop_started, mark, now,
};
pub use gc::uninstall;

deno_core::extension!(
    ops_perf,
    deps = [ops_core],
    ops = [
        clock::op_perf_now,
        clock::op_perf_time_origin,
        clock::op_perf_milestones,
        clock::op_perf_loop_idle,
        clock::op_perf_loop_metrics,
        gc::op_perf_observe_gc,
    ],
);
