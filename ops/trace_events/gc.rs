//! The garbage collector's runs (`v8`). V8 as it is built here leaves the events of its collector out, so that they are
//! made from its callbacks: their begin, their end and what the heap holds, without the reason.

use std::cell::Cell;
use std::ffi::c_void;

use deno_core::v8;

use crate::categories;
use crate::clock::now;
use crate::event::{Event, Parts, begin, end};
use crate::sink;

const TIMELINE: &str = "devtools.timeline,v8";

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static RUN: Cell<u64> = const { Cell::new(0) };
}

/// Watches the collector of this thread's isolate, once V8's events are written down.
pub(crate) fn watch(isolate: &mut v8::Isolate) {
    if categories::is_enabled("v8") && !WATCHED.replace(true) {
        isolate.add_gc_prologue_callback(before, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
        isolate.add_gc_epilogue_callback(after, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
    }
}

/// The names of a run for the timeline and for V8. Steps of a run, which callbacks are told too, have none.
fn names(kind: v8::GCType) -> Option<(&'static str, &'static str)> {
    match kind {
        v8::GCType::kGCTypeScavenge => Some(("MinorGC", "V8.GCScavenger")),
        v8::GCType::kGCTypeMarkSweepCompact => Some(("MajorGC", "V8.GCFinalizeMC")),
        _ => None,
    }
}

fn tell(phase: char, isolate: v8::UnsafeRawIsolatePtr, name: &str, key: &str) {
    if !categories::is_enabled(TIMELINE) {
        return;
    }
    // SAFETY: the isolate that collects is alive, and its wrapper owns nothing.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    let used = isolate.get_heap_statistics().used_heap_size();
    let parts = Parts {
        phase,
        category: TIMELINE,
        name,
        id: None,
        arguments: &format!("{{\"{key}\":{used}}}"),
    };
    sink::add(Event::new(&parts, now()));
}

unsafe extern "C" fn before(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    _: v8::GCCallbackFlags,
    _: *mut c_void,
) {
    if let Some((name, own)) = names(kind) {
        tell('B', isolate, name, "usedHeapSizeBefore");
        RUN.set(begin("v8", own));
    }
}

unsafe extern "C" fn after(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    _: v8::GCCallbackFlags,
    _: *mut c_void,
) {
    if let Some((name, _)) = names(kind) {
        end(RUN.replace(0));
        tell('E', isolate, name, "usedHeapSizeAfter");
    }
}
