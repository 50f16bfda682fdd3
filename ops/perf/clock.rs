//! Time since the process began, and the milestones of `performance.nodeTiming`.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
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
        unix_ms: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |d| d.as_secs_f64() * 1e3),
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
    static MILESTONES: Cell<[f64; 6]> = const { Cell::new([-1.0, -1.0, -1.0, -1.0, -1.0, 0.0]) };
    /// Turns of the loop, events that it has handled, and events that were ready when it looked.
    static METRICS: Cell<[f64; 3]> = const { Cell::new([0.0; 3]) };
    static IDLE_NS: Cell<u64> = const { Cell::new(0) };
}

/// To be called first in the program: the time of this call is the origin.
pub fn init() {
    process();
    mark(NODE_START);
}

/// Milliseconds since the process began.
pub fn now() -> f64 {
    let origin = process();
    origin.instant.elapsed().as_secs_f64() * 1e3
}

/// The milestones of the process, as the bits of a number; workers report them too.
static NODE_STARTED: AtomicU64 = AtomicU64::new(0);
static V8_STARTED: AtomicU64 = AtomicU64::new(0);

/// Keeps the time of a milestone.
pub fn mark(milestone: usize) {
    match milestone {
        NODE_START => return NODE_STARTED.store(now().to_bits(), Ordering::Relaxed),
        V8_START => return V8_STARTED.store(now().to_bits(), Ordering::Relaxed),
        _ => {}
    }
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

/// The loop has made one more turn and found so many events.
pub fn count_turn(events: usize, waited_for: usize) {
    METRICS.with(|metrics| {
        let [turns, handled, waiting] = metrics.get();
        metrics.set([
            turns + 1.0,
            handled + events as f64,
            waiting + waited_for as f64,
        ]);
    });
}

/// Milliseconds since the origin, with fractions.
#[op2(fast)]
pub fn op_perf_now() -> f64 {
    now()
}

/// The origin in milliseconds of the Unix epoch.
#[op2(fast)]
pub fn op_perf_time_origin() -> f64 {
    process().unix_ms
}

/// Fills `[v8Start, environment, bootstrapComplete, loopStart, loopExit, nodeStart]`; -1 for what did not happen.
#[op2(fast)]
pub fn op_perf_milestones(#[buffer] out: &mut [f64]) {
    let mut all = MILESTONES.with(Cell::get);
    all[NODE_START] = f64::from_bits(NODE_STARTED.load(Ordering::Relaxed));
    all[V8_START] = f64::from_bits(V8_STARTED.load(Ordering::Relaxed));
    for (slot, value) in out.iter_mut().zip(all) {
        *slot = value;
    }
}

/// Milliseconds that the loop of this thread has slept.
#[op2(fast)]
pub fn op_perf_loop_idle() -> f64 {
    IDLE_NS.with(Cell::get) as f64 / 1e6
}

/// Fills `[loopCount, events, eventsWaiting]` of this thread's loop.
#[op2(fast)]
pub fn op_perf_loop_metrics(#[buffer] out: &mut [f64]) {
    for (slot, value) in out.iter_mut().zip(METRICS.with(Cell::get)) {
        *slot = value;
    }
}
