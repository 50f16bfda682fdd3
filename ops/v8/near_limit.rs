//! Heap snapshots when the heap comes near its limit, for as long as some are left to write.

use std::cell::RefCell;
use std::ffi::c_void;

use deno_core::{op2, v8};

use crate::heap::write_snapshot;

/// How much further the heap may grow while the program goes on after a snapshot, in bytes.
const HEADROOM: usize = 64 << 20;

#[derive(Default)]
struct State {
    left: u32,
    /// File names up to the running number, and the folder.
    paths: Vec<String>,
    busy: bool,
    isolate: Option<v8::UnsafeRawIsolatePtr>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

unsafe extern "C" fn near_limit(_data: *mut c_void, current: usize, _initial: usize) -> usize {
    let path = STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.busy || state.left == 0 {
            return None;
        }
        state.left -= 1;
        state.busy = true;
        state.paths.pop().zip(state.isolate)
    });
    let Some((path, raw)) = path else {
        return current + HEADROOM;
    };
    // SAFETY: the isolate of this thread, whose collector calls.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(raw) };
    match write_snapshot(&mut isolate, &path) {
        Ok(()) => eprintln!("Wrote snapshot to {path}"),
        Err(error) => eprintln!("Failed to write heap snapshot: {}", error.message()),
    }
    let done = STATE.with(|state| {
        let mut state = state.borrow_mut();
        state.busy = false;
        state.left == 0
    });
    if done {
        // V8 asks the callback that was registered before this one from now on.
        isolate.remove_near_heap_limit_callback(near_limit, 0);
    }
    current + HEADROOM
}

/// Writes a snapshot to one of `paths` each time that the heap comes near its limit, in their order. The first call of a
/// thread counts.
#[op2]
pub fn op_v8_near_heap_limit(isolate: &mut v8::Isolate, #[serde] mut paths: Vec<String>) {
    let first = STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.left > 0 {
            return false;
        }
        paths.reverse();
        state.left = paths.len() as u32;
        state.paths = paths;
        state.left > 0
    });
    if first {
        // SAFETY: only the callback uses the pointer, which this isolate calls.
        let raw = unsafe { isolate.as_raw_isolate_ptr() };
        STATE.with(|state| state.borrow_mut().isolate = Some(raw));
        isolate.add_near_heap_limit_callback(near_limit, std::ptr::null_mut());
    }
}
