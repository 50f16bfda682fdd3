//! V8's tracker of rejected promises, handed to JS (<https://tc39.es/ecma262/#sec-host-promise-rejection-tracker>).

use std::cell::RefCell;

use deno_core::{op2, v8};

thread_local! {
    static CALLBACK: RefCell<Option<v8::Global<v8::Function>>> = const { RefCell::new(None) };
}

/// Calls `callback(event, promise, reason)` from now on, in this isolate, instead of deno_core's own tracker.
#[op2(nofast)]
pub fn op_process_set_promise_reject_callback(
    scope: &mut v8::PinScope,
    callback: v8::Local<v8::Function>,
) {
    let callback = v8::Global::new(scope, callback);
    CALLBACK.with(|cell| *cell.borrow_mut() = Some(callback));
    scope.set_promise_reject_callback(on_reject);
}

/// Forgets the callback: before the isolate of this thread is dropped.
pub fn uninstall() {
    let last = CALLBACK.with(|cell| cell.borrow_mut().take());
    drop(last);
}

extern "C" fn on_reject(message: v8::PromiseRejectMessage) {
    use v8::PromiseRejectEvent::{PromiseHandlerAddedAfterReject, PromiseRejectWithNoHandler};
    let event = match message.get_event() {
        PromiseRejectWithNoHandler => 0,
        PromiseHandlerAddedAfterReject => 1,
        // Settling a promise twice is not worth a report.
        _ => return,
    };
    // SAFETY: V8 calls this with a live message, inside the context of the promise.
    v8::callback_scope!(unsafe scope, &message);
    let Some(callback) =
        CALLBACK.with(|cell| cell.borrow().as_ref().map(|c| v8::Local::new(scope, c)))
    else {
        return;
    };
    v8::tc_scope!(let tc, scope);
    let event = v8::Integer::new(tc, event).into();
    let reason = message
        .get_value()
        .unwrap_or_else(|| v8::undefined(tc).into());
    let receiver = v8::undefined(tc).into();
    if callback
        .call(tc, receiver, &[event, message.get_promise().into(), reason])
        .is_none()
        && let Some(exception) = tc.exception()
    {
        // As a rule the stack is full, so that nothing more can be said in JS.
        let stack = tc.stack_trace().unwrap_or(exception);
        eprintln!(
            "Exception in PromiseRejectCallback:\n{}",
            stack.to_rust_string_lossy(tc)
        );
    }
}
