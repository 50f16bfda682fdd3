//! `V8GcProfiler`: the runs of the garbage collector between a start and a stop.

use std::cell::RefCell;
use std::ffi::c_void;
use std::fmt::Write;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use deno_core::{GarbageCollected, op2, v8};

use crate::heap::{heap_numbers, space_name, space_numbers};

/// What a profiler collects. In a box of its own: V8 keeps the address while it runs.
#[derive(Default)]
struct Log {
    runs: String,
    before: String,
    /// The outermost run that goes on: V8 may nest runs.
    kind: Option<u32>,
    began: Option<Instant>,
    started_ms: f64,
}

/// `GCProfiler` of `node:v8` without its arguments' checks.
pub struct V8GcProfiler {
    log: RefCell<Option<Box<RefCell<Log>>>>,
}

// SAFETY: the struct holds no handles.
unsafe impl GarbageCollected for V8GcProfiler {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"V8GcProfiler"
    }
}

impl Drop for V8GcProfiler {
    fn drop(&mut self) {
        // Collected while it runs: V8 still knows the address, and no isolate is at hand to say goodbye with.
        if let Some(log) = self.log.borrow_mut().take() {
            Box::leak(log);
        }
    }
}

fn now_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |d| d.as_secs_f64() * 1e3)
        .floor()
}

/// The heap at this moment, as JSON.
fn heap_json(isolate: &mut v8::Isolate) -> String {
    let n = heap_numbers(isolate);
    let mut out = format!(
        "{{\"heapStatistics\":{{\"totalHeapSize\":{},\"totalHeapSizeExecutable\":{},\"totalPhysicalSize\":{},\
         \"totalAvailableSize\":{},\"totalGlobalHandlesSize\":{},\"usedGlobalHandlesSize\":{},\"usedHeapSize\":{},\
         \"heapSizeLimit\":{},\"mallocedMemory\":{},\"externalMemory\":{},\"peakMallocedMemory\":{}}},\
         \"heapSpaceStatistics\":[",
        n[0], n[1], n[2], n[3], n[11], n[12], n[4], n[5], n[6], n[13], n[7]
    );
    for index in 0..isolate.number_of_heap_spaces() {
        let [size, used, available, physical] = space_numbers(isolate, index);
        let name = space_name(isolate, index);
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}{{\"spaceName\":\"{name}\",\"spaceSize\":{size},\"spaceUsedSize\":{used},\
             \"spaceAvailableSize\":{available},\"physicalSpaceSize\":{physical}}}"
        );
    }
    out.push_str("]}");
    out
}

fn kind_name(kind: u32) -> &'static str {
    match v8::GCType(kind) {
        v8::GCType::kGCTypeScavenge => "Scavenge",
        v8::GCType::kGCTypeMinorMarkSweep => "MinorMarkSweep",
        v8::GCType::kGCTypeMarkSweepCompact => "MarkSweepCompact",
        v8::GCType::kGCTypeIncrementalMarking => "IncrementalMarking",
        v8::GCType::kGCTypeProcessWeakCallbacks => "ProcessWeakCallbacks",
        _ => "None",
    }
}

unsafe extern "C" fn before(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    _: v8::GCCallbackFlags,
    data: *mut c_void,
) {
    // SAFETY: the box that `start` made, which lives until the callbacks are removed.
    let log = unsafe { &*data.cast::<RefCell<Log>>() };
    let Ok(mut log) = log.try_borrow_mut() else {
        return;
    };
    if log.kind.is_some() {
        return;
    }
    // SAFETY: V8 calls with its own isolate.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    log.before = heap_json(&mut isolate);
    log.kind = Some(kind.0);
    log.began = Some(Instant::now());
}

unsafe extern "C" fn after(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    _: v8::GCCallbackFlags,
    data: *mut c_void,
) {
    // SAFETY: as in `before`.
    let log = unsafe { &*data.cast::<RefCell<Log>>() };
    let Ok(mut log) = log.try_borrow_mut() else {
        return;
    };
    if log.kind != Some(kind.0) {
        return;
    }
    let cost = log.began.map_or(0, |began| began.elapsed().as_micros());
    // SAFETY: as in `before`.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    let heap = heap_json(&mut isolate);
    log.kind = None;
    let before = std::mem::take(&mut log.before);
    let comma = if log.runs.is_empty() { "" } else { "," };
    let name = kind_name(kind.0);
    let _ = write!(
        log.runs,
        "{comma}{{\"gcType\":\"{name}\",\"beforeGC\":{before},\"cost\":{cost},\"afterGC\":{heap}}}"
    );
}

#[op2]
impl V8GcProfiler {
    #[constructor]
    #[cppgc]
    fn new() -> V8GcProfiler {
        V8GcProfiler {
            log: RefCell::default(),
        }
    }

    #[fast]
    fn start(&self, isolate: &mut v8::Isolate) {
        let mut slot = self.log.borrow_mut();
        if slot.is_some() {
            return;
        }
        let log = slot.insert(Box::default());
        log.borrow_mut().started_ms = now_ms();
        let data: *mut c_void = (&raw const **log).cast_mut().cast();
        isolate.add_gc_prologue_callback(before, data, v8::GCType::kGCTypeAll);
        isolate.add_gc_epilogue_callback(after, data, v8::GCType::kGCTypeAll);
    }

    /// The profile as JSON; empty when it was not started.
    #[string]
    fn stop(&self, isolate: &mut v8::Isolate) -> String {
        let Some(log) = self.log.borrow_mut().take() else {
            return String::new();
        };
        let data: *mut c_void = (&raw const *log).cast_mut().cast();
        isolate.remove_gc_prologue_callback(before, data);
        isolate.remove_gc_epilogue_callback(after, data);
        let log = log.borrow();
        format!(
            "{{\"version\":1,\"startTime\":{},\"statistics\":[{}],\"endTime\":{}}}",
            log.started_ms,
            log.runs,
            now_ms()
        )
    }
}
