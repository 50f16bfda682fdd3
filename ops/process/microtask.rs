//! `queueMicrotask` without a promise, and the exceptions that V8 alone sees.

use std::cell::RefCell;

use deno_core::{op2, v8};

thread_local! {
    static REPORT: RefCell<Option<v8::Global<v8::Function>>> = const { RefCell::new(None) };
}

/// Queues `callback`. What it throws goes to the function of [`op_process_listen_for_messages`].
#[op2(fast)]
pub fn op_process_enqueue_microtask(isolate: &mut v8::Isolate, callback: v8::Local<v8::Function>) {
    // A fast call has no scope of its own: without one the handles of many calls pile up in the turn's.
    v8::scope!(let scope, isolate);
    scope.enqueue_microtask(callback);
}

/// Calls `report(error)` for exceptions that no caller sees: of microtasks and of finalization callbacks. With `traced`
/// V8 keeps the frames of every throw that nobody catches.
#[op2(nofast)]
pub fn op_process_listen_for_messages(
    scope: &mut v8::PinScope,
    report: v8::Local<v8::Function>,
    traced: bool,
) {
    // deno_core switches it on; then each error that is made costs a fifth more.
    scope.set_capture_stack_trace_for_uncaught_exceptions(traced, 10);
    let report = v8::Global::new(scope, report);
    let before = REPORT.with(|cell| cell.borrow_mut().replace(report));
    if before.is_none() {
        scope.add_message_listener(on_message);
    }
}

/// Forgets the function: before the isolate of this thread is dropped.
pub fn uninstall() {
    let last = REPORT.with(|cell| cell.borrow_mut().take());
    drop(last);
}

unsafe extern "C" fn on_message(message: v8::Local<v8::Message>, exception: v8::Local<v8::Value>) {
    if ops_core::is_reported_by_caller() {
        return;
    }
    // SAFETY: V8 calls this with a live message, inside the context of the exception.
    v8::callback_scope!(unsafe scope, message);
    let Some(report) = REPORT.with(|cell| cell.borrow().as_ref().map(|f| v8::Local::new(scope, f)))
    else {
        return;
    };
    v8::tc_scope!(let tc, scope);
    let receiver = v8::undefined(tc).into();
    report.call(tc, receiver, &[exception]);
}
