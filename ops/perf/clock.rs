//! Time since the process (or the worker) began, and the milestones of `performance.nodeTiming`.

use std::cell::Cell;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use deno_core::op2;

struct Origin {
    instant: Instant,
    unix_ms: f64,
}

static PROCESS: OnceLock<Origin> = OnceLock::new();

fn process() -> &'static Origin {
    PROCESS.get_or_init(|| Origin {
        instant: Instant::now(),
        unix_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64() * 1e3),
    })
}

// Indices of [`mark`] and of the array that `op_perf_milestones` fills.
/// A milestone for [`mark`].
pub const V8_START: usize = 0;
/// A milestone for [`mark`].
pub const ENVIRONMENT: usize = 1;
/// A milestone for [`mark`].
pub const BOOTSTRAP_COMPLETE: usize = 2;
const LOOP_START: usize = 3;
const LOOP_EXIT: usize = 4;
const NODE_START: usize = 5;

thread_local! {
    /// Milliseconds between the start of the process and that of this thread's world.
    static OFFSET: Cell<f64> = const { Cell::new(0.0) };
    static MILESTONES: Cell<[f64; 6]> = const { Cell::new([-1.0, -1.0, -1.0, -1.0, -1.0, 0.0]) };
    static IDLE_NS: Cell<u64> = const { Cell::new(0) };
}

/// To be called first in the program: the time of this call is the origin.
pub fn init() {
    process();
}

/// Milliseconds since the origin of this thread.
pub fn now() -> f64 {
    let origin = process();
    origin.instant.elapsed().as_secs_f64() * 1e3 - OFFSET.with(Cell::get)
}

/// A worker's own origin: its clock starts now.
pub fn start_thread() {
    OFFSET.with(|offset| offset.set(process().instant.elapsed().as_secs_f64() * 1e3));
}

/// Keeps the time of a milestone.
pub fn mark(milestone: usize) {
    let mut all = MILESTONES.with(Cell::get);
    if let Some(slot) = all.get_mut(milestone) {
        *slot = now();
    }
    MILESTONES.with(|cell| cell.set(all));
}

/// The loop of this thread begins to turn.
pub fn loop_started() {
    if MILESTONES.with(Cell::get)[LOOP_START] < 0.0 {
        mark(LOOP_START);
    }
}

/// The loop of this thread has ended.
pub fn loop_exited() {
    mark(LOOP_EXIT);
}

/// The loop slept for so long.
pub fn add_idle(nanoseconds: u64) {
    IDLE_NS.with(|idle| idle.set(idle.get().saturating_add(nanoseconds)));
}

/// Milliseconds since the origin, with fractions.
#[op2(fast)]
pub fn op_perf_now() -> f64 {
    now()
}

/// The origin in milliseconds of the Unix epoch.
#[op2(fast)]
pub fn op_perf_time_origin() -> f64 {
    process().unix_ms + OFFSET.with(Cell::get)
}

/// Fills `[v8Start, environment, bootstrapComplete, loopStart, loopExit, nodeStart]`; -1 for what did not happen.
#[op2(fast)]
pub fn op_perf_milestones(#[buffer] out: &mut [f64]) {
    let mut all = MILESTONES.with(Cell::get);
    all[NODE_START] = 0.0;
    for (slot, value) in out.iter_mut().zip(all) {
        *slot = value;
    }
}

/// Milliseconds that the loop of this thread has slept.
#[op2(fast)]
pub fn op_perf_loop_idle() -> f64 {
    IDLE_NS.with(Cell::get) as f64 / 1e6
}
