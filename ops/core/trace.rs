//! Trace events of native code: which kinds are written down, and the door to `ops/trace_events`, which writes them. A
//! process that traces nothing pays the read of a variable.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Phases of the event loop.
pub const ENVIRONMENT: u32 = 1;
/// Milestones of a thread's life.
pub const BOOTSTRAP: u32 = 4;
/// Named work of the thread pool.
pub const POOL: u32 = 2;

/// `(phase, category, name, id, arguments)`: a JSON object or nothing is the last.
pub type Emit = fn(char, &str, &str, Option<u64>, &str);

static KINDS: AtomicU32 = AtomicU32::new(0);
static NEXT_ID: AtomicU64 = AtomicU64::new(1);
static EMIT: OnceLock<Emit> = OnceLock::new();

/// Whether events of this kind are written down.
#[inline]
pub fn is_on(kind: u32) -> bool {
    KINDS.load(Ordering::Relaxed) & kind != 0
}

/// From now on these kinds are.
pub fn set_kinds(kinds: u32) {
    KINDS.store(kinds, Ordering::Relaxed);
}

/// A number for the two ends of something: no other thread has it.
pub fn next_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

/// Who writes them.
pub fn set_emit(emit: Emit) {
    let _ = EMIT.set(emit);
}

/// Writes an event down.
pub fn emit(phase: char, category: &str, name: &str, id: Option<u64>, arguments: &str) {
    if let Some(emit) = EMIT.get() {
        emit(phase, category, name, id, arguments);
    }
}
