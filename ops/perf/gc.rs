//! The garbage collector's runs, for `PerformanceObserver` with the type `gc`.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

use deno_core::{op2, v8};
use ops_core::{JsCallback, with_loop};

use crate::clock::now;

struct Run {
    kind: u32,
    flags: u32,
    start: f64,
    duration: f64,
}

#[derive(Default)]
struct State {
    callback: Option<Rc<JsCallback>>,
    started: f64,
    runs: Vec<Run>,
    installed: bool,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

unsafe extern "C" fn before(
    _: v8::UnsafeRawIsolatePtr,
    _: v8::GCType,
    _: v8::GCCallbackFlags,
    _: *mut c_void,
) {
    STATE.with(|state| {
        if let Ok(mut state) = state.try_borrow_mut() {
            state.started = now();
        }
    });
}

// JS cannot run inside the collector: the loop calls it in its next poll phase.
unsafe extern "C" fn after(
    _: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    flags: v8::GCCallbackFlags,
    _: *mut c_void,
) {
    let first = STATE.with(|state| {
        let Ok(mut state) = state.try_borrow_mut() else {
            return false;
        };
        if state.callback.is_none() {
            return false;
        }
        let start = state.started;
        state.runs.push(Run {
            kind: kind.0,
            flags: flags.0,
            start,
            duration: now() - start,
        });
        state.runs.len() == 1
    });
    if first {
        with_loop(|l| l.complete(deliver));
    }
}

fn deliver(scope: &mut v8::PinScope) {
    let (callback, runs) = STATE.with(|state| {
        let mut state = state.borrow_mut();
        (state.callback.clone(), std::mem::take(&mut state.runs))
    });
    let Some(callback) = callback else { return };
    for run in runs {
        v8::scope!(let inner, scope);
        let kind = v8::Integer::new_from_unsigned(inner, run.kind).into();
        let flags = v8::Integer::new_from_unsigned(inner, run.flags).into();
        let start = v8::Number::new(inner, run.start).into();
        let duration = v8::Number::new(inner, run.duration).into();
        callback.call(inner, &[kind, flags, start, duration]);
    }
}

/// `callback(kind, flags, start, duration)` for each run from now on; nothing any more without a function.
#[op2(nofast)]
pub fn op_perf_observe_gc(scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) {
    let callback = v8::Local::<v8::Function>::try_from(callback).ok();
    let callback = callback.map(|function| Rc::new(JsCallback::new(scope, function)));
    let install = STATE.with(|state| {
        let mut state = state.borrow_mut();
        state.callback = callback;
        if state.callback.is_none() {
            state.runs.clear();
        }
        state.callback.is_some() && !std::mem::replace(&mut state.installed, true)
    });
    if install {
        scope.add_gc_prologue_callback(before, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
        scope.add_gc_epilogue_callback(after, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
    }
}

/// Forgets the callback: before the isolate of this thread is dropped.
pub fn uninstall() {
    let last = STATE.with(|state| std::mem::take(&mut *state.borrow_mut()));
    drop(last);
}
