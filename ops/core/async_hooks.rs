//! Requests as resources of `node:async_hooks` (<https://nodejs.org/api/async_hooks.html>): while a hook is enabled,
//! JS wraps the callback of each request that is submitted. Without hooks nothing is done.

use std::cell::RefCell;

use deno_core::{op2, v8};

thread_local! {
    static WRAP: RefCell<Option<v8::Global<v8::Function>>> = const { RefCell::new(None) };
}

/// `wrap(callback, type)` returns the function to call instead; with no function, callbacks are called as they are.
#[op2(nofast)]
pub fn op_core_set_request_wrap(scope: &mut v8::PinScope, wrap: v8::Local<v8::Value>) {
    let wrap = v8::Local::<v8::Function>::try_from(wrap)
        .ok()
        .map(|f| v8::Global::new(scope, f));
    WRAP.with(|cell| *cell.borrow_mut() = wrap);
}

/// Forgets the function: before the isolate of this thread is dropped.
pub fn uninstall() {
    let last = WRAP.with(|cell| cell.borrow_mut().take());
    drop(last);
}

/// The function to call when a request of this type (a name of `asyncWrapProviders`) is over.
pub fn wrap_request<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Function>,
    kind: &str,
) -> v8::Local<'s, v8::Function> {
    let Some(wrap) = WRAP.with(|cell| cell.borrow().as_ref().map(|f| v8::Local::new(scope, f)))
    else {
        return callback;
    };
    let Some(kind) = v8::String::new(scope, kind) else {
        return callback;
    };
    let receiver = v8::undefined(scope).into();
    let wrapped = wrap.call(scope, receiver, &[callback.into(), kind.into()]);
    wrapped
        .and_then(|wrapped| v8::Local::<v8::Function>::try_from(wrapped).ok())
        .unwrap_or(callback)
}
