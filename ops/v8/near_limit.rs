//! Heap snapshots and heap profiles when the heap comes near its limit, for as long as some are left to write.

use std::cell::RefCell;
use std::ffi::c_void;

use deno_core::{op2, v8};
use serde_json::Value;

use crate::heap::write_snapshot;
use crate::session::{Slot, open, post};

/// How much further the heap may grow while the program goes on after a snapshot, in bytes.
const HEADROOM: usize = 64 << 20;

#[derive(Default)]
struct State {
    /// The files that are left to write, the next one last.
    snapshots: Vec<String>,
    profiles: Vec<String>,
    /// Asks V8 for its profile of the heap.
    profiler: Option<Slot>,
    busy: bool,
    watching: bool,
    isolate: Option<v8::UnsafeRawIsolatePtr>,
}

impl State {
    fn is_done(&self) -> bool {
        self.snapshots.is_empty() && self.profiles.is_empty()
    }
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Forgets what belongs to the isolate.
pub(crate) fn uninstall() {
    STATE.take();
}

unsafe extern "C" fn near_limit(_data: *mut c_void, current: usize, _initial: usize) -> usize {
    let raw = STATE.with_borrow_mut(|state| {
        let free = !state.busy;
        state.busy = true;
        state.isolate.filter(|_| free)
    });
    let Some(raw) = raw else {
        return current + HEADROOM;
    };
    // SAFETY: the isolate of this thread, whose collector calls.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(raw) };
    if let Some(path) = STATE.with_borrow_mut(|state| state.snapshots.pop()) {
        match write_snapshot(&mut isolate, &path) {
            Ok(()) => eprintln!("Wrote snapshot to {path}"),
            Err(error) => eprintln!("Failed to write heap snapshot: {}", error.message()),
        }
    }
    write_profile();
    let done = STATE.with_borrow_mut(|state| {
        state.busy = false;
        state.is_done()
    });
    if done {
        // V8 asks the callback that was registered before this one from now on.
        isolate.remove_near_heap_limit_callback(near_limit, 0);
        STATE.with_borrow_mut(|state| state.watching = false);
    }
    current + HEADROOM
}

/// Writes the profile that the program has begun; without one there is nothing more to write.
fn write_profile() {
    let next = STATE.with_borrow_mut(|state| state.profiles.pop().zip(state.profiler.clone()));
    let Some((path, slot)) = next else {
        return;
    };
    let answer = post(
        &slot,
        r#"{"id":1,"method":"HeapProfiler.getSamplingProfile"}"#,
    );
    let mut answer: Value = serde_json::from_str(&answer).unwrap_or_default();
    let profile = answer["result"]["profile"].take();
    if profile.is_null() {
        STATE.with_borrow_mut(|state| state.profiles.clear());
        return;
    }
    match std::fs::write(&path, profile.to_string()) {
        Ok(()) => eprintln!("Wrote heap profile to {path}"),
        Err(error) => eprintln!("Failed to write heap profile: {error}"),
    }
}

/// Writes a snapshot (or, with `profile`, the profile that the program has begun) to one of `paths` each time that the
/// heap comes near its limit, in their order. The first call of a thread counts for each kind.
#[op2]
pub fn op_v8_near_heap_limit(
    scope: &mut v8::PinScope,
    #[serde] mut paths: Vec<String>,
    profile: bool,
) {
    paths.reverse();
    let profiler = profile.then(|| open(scope));
    let starts = STATE.with_borrow_mut(|state| {
        let list = if profile {
            state.profiler = profiler;
            &mut state.profiles
        } else {
            &mut state.snapshots
        };
        if list.is_empty() {
            *list = paths;
        }
        let starts = !state.watching && !state.is_done();
        state.watching |= starts;
        starts
    });
    if starts {
        // SAFETY: only the callback uses the pointer, which this isolate calls.
        let raw = unsafe { scope.as_raw_isolate_ptr() };
        STATE.with_borrow_mut(|state| state.isolate = Some(raw));
        scope.add_near_heap_limit_callback(near_limit, std::ptr::null_mut());
    }
}
