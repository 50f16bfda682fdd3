//! Timers and immediates: the native side of the lists that JS keeps.
//!
//! JS: `js/internal/timers.js`, `js/node/timers.js`. Tests: `tests/node/timers/`.

use std::cell::RefCell;

use deno_core::{op2, v8};
use ops_core::{call_raw, drain, guarded, with_loop};

deno_core::extension!(
    ops_timers,
    deps = [ops_core],
    ops = [
        op_timers_now,
        op_timers_update_now,
        op_timers_schedule,
        op_timers_toggle_ref,
        op_timers_immediate_ref,
        op_timers_immediate_info,
        op_timers_set_callbacks,
    ],
);

struct Callbacks {
    process_timers: v8::Global<v8::Function>,
    process_immediate: v8::Global<v8::Function>,
}

thread_local! {
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
    static IMMEDIATES: RefCell<Option<v8::SharedRef<v8::BackingStore>>> = const { RefCell::new(None) };
}

/// Loop time in milliseconds since the loop began, as it was at the start of this turn (`uv_now`).
#[op2(fast)]
pub fn op_timers_now() -> f64 {
    with_loop(|l| l.now()).unwrap_or(0) as f64
}

/// Loop time after a look at the clock (`uv_update_time`).
#[op2(fast)]
pub fn op_timers_update_now() -> f64 {
    with_loop(|l| l.update_now()).unwrap_or(0) as f64
}

/// Arms the one native timer, `after` milliseconds from the cached loop time.
#[op2(fast)]
pub fn op_timers_schedule(after: f64) {
    with_loop(|l| l.set_timer(Some(after.max(1.0) as u64)));
}

/// Whether a ref'd `Timeout` exists: the native timer then keeps the loop alive.
#[op2(fast)]
pub fn op_timers_toggle_ref(on: bool) {
    with_loop(|l| l.set_timer_ref(on));
}

/// Whether a ref'd `Immediate` waits: the loop then neither ends nor sleeps.
#[op2(fast)]
pub fn op_timers_immediate_ref(on: bool) {
    with_loop(|l| l.set_immediate_ref(on));
}

/// The counters of immediates, shared with JS: a `Uint32Array` of `[count, refCount, hasOutstanding]`.
#[op2]
pub fn op_timers_immediate_info<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Option<v8::Local<'s, v8::Uint32Array>> {
    let buffer = v8::ArrayBuffer::new(scope, 12);
    IMMEDIATES.with(|cell| *cell.borrow_mut() = Some(buffer.get_backing_store()));
    v8::Uint32Array::new(scope, buffer, 0, 3)
}

/// Registers `processTimers(now)` and `processImmediate()`.
#[op2(nofast)]
pub fn op_timers_set_callbacks(
    scope: &mut v8::PinScope,
    timers: v8::Local<v8::Function>,
    immediate: v8::Local<v8::Function>,
) {
    let callbacks = Callbacks {
        process_timers: v8::Global::new(scope, timers),
        process_immediate: v8::Global::new(scope, immediate),
    };
    CALLBACKS.with(|cell| *cell.borrow_mut() = Some(callbacks));
}

/// Forgets the callbacks and counters: before the isolate of this thread is dropped.
pub fn uninstall() {
    CALLBACKS.with(|cell| cell.borrow_mut().take());
    IMMEDIATES.with(|cell| cell.borrow_mut().take());
}

fn immediate_counter(index: usize) -> u32 {
    IMMEDIATES.with_borrow(|counters| {
        let Some(store) = counters else { return 0 };
        let Some(data) = store.data() else { return 0 };
        if (index + 1) * size_of::<u32>() > store.byte_length() {
            return 0;
        }
        // SAFETY: the place is within the store, whose memory V8 aligns for every array, and only this thread writes it.
        unsafe { data.cast::<u32>().add(index).read() }
    })
}

/// The timers phase: runs what is due and arms the native timer for the rest (`RunTimers` of Node).
pub fn run_timers(scope: &mut v8::PinScope) {
    let due = with_loop(|l| l.timer_due().is_some_and(|due| due <= l.now())).unwrap_or(false);
    if !due {
        return;
    }
    with_loop(|l| l.set_timer(None));
    let Some(function) = CALLBACKS.with(|c| {
        c.borrow()
            .as_ref()
            .map(|c| v8::Local::new(scope, &c.process_timers))
    }) else {
        return;
    };
    loop {
        v8::scope!(let inner, scope);
        let now = with_loop(|l| l.now()).unwrap_or(0) as f64;
        let now = v8::Number::new(inner, now).into();
        let receiver = v8::undefined(inner).into();
        // Ticks come after the native timer is set for the rest: they may set an earlier one, or be the first to keep
        // the loop alive.
        let result = guarded(inner, receiver, function, &[now]);
        // A callback that threw leaves timers behind: they run as soon as the exception was reported.
        let Some(result) = result else {
            if ops_core::is_stopping() {
                return;
            }
            continue;
        };
        let next = result.number_value(inner).unwrap_or(0.0);
        with_loop(|l| {
            if next != 0.0 {
                let after = next.abs() - l.now() as f64;
                l.set_timer(Some(after.max(1.0) as u64));
            }
            l.set_timer_ref(next > 0.0);
        });
        drain(inner);
        return;
    }
}

/// Whether an immediate waits.
pub fn has_immediates() -> bool {
    immediate_counter(0) > 0 || immediate_counter(2) > 0
}

/// The check phase: runs the immediates that were set before it began.
pub fn run_immediates(scope: &mut v8::PinScope) {
    if !has_immediates() {
        return;
    }
    let Some(function) = CALLBACKS.with(|c| {
        c.borrow()
            .as_ref()
            .map(|c| v8::Local::new(scope, &c.process_immediate))
    }) else {
        return;
    };
    loop {
        v8::scope!(let inner, scope);
        let receiver = v8::undefined(inner).into();
        call_raw(inner, receiver, function, &[]);
        // Outstanding immediates are those after one that threw.
        if immediate_counter(2) == 0 || ops_core::is_stopping() {
            break;
        }
    }
    if immediate_counter(1) == 0 {
        with_loop(|l| l.set_immediate_ref(false));
    }
}
