//! What a thread knows of itself.

use std::any::Any;
use std::cell::{Cell, RefCell};

use deno_core::{op2, v8};

/// The worker that this thread is.
pub struct Current {
    pub thread_id: u64,
    pub port: Box<dyn Any + Send>,
}

thread_local! {
    static THREAD_ID: Cell<u64> = const { Cell::new(0) };
    static PORT: RefCell<Option<Box<dyn Any + Send>>> = const { RefCell::new(None) };
}

/// Makes this thread the worker `current`: before its bootstrap.
pub fn enter(current: Current) {
    THREAD_ID.set(current.thread_id);
    PORT.with(|cell| *cell.borrow_mut() = Some(current.port));
}

/// 0 on the main thread.
pub(crate) fn thread_id() -> u64 {
    THREAD_ID.get()
}

/// Whether this is the main thread.
#[op2(fast)]
pub fn op_worker_is_main_thread() -> bool {
    THREAD_ID.get() == 0
}

/// `threadId`: 0 on the main thread.
#[op2(fast)]
pub fn op_worker_thread_id() -> f64 {
    THREAD_ID.get() as f64
}

/// The worker's end of the port to its parent, as a `MessagePort`; `undefined` on the main thread and after the first
/// call.
#[op2(reentrant)]
pub fn op_worker_take_port<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    let port = PORT.with(|cell| cell.borrow_mut().take());
    let port = port.and_then(|port| crate::host::attach_port(scope, port));
    port.unwrap_or_else(|| v8::undefined(scope).into())
}
