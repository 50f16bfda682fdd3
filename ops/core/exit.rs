//! The end of a worker: asked for from outside, by its heap, or by its own `process.exit`, which ends the thread and not
//! the process.
//!
//! V8 forgets a termination once no JavaScript is on the stack, so a flag remembers it.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deno_core::v8;

struct Stop {
    isolate: v8::IsolateHandle,
    flag: Arc<AtomicBool>,
}

thread_local! {
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
    static CODE: Cell<Option<i32>> = const { Cell::new(None) };
    static BEFORE: RefCell<Vec<fn(&mut v8::PinScope)>> = const { RefCell::new(Vec::new()) };
}

/// `run` is called when this thread's program has ended and its isolate still lives. It calls no JavaScript.
pub fn before_exit(run: fn(&mut v8::PinScope)) {
    BEFORE.with_borrow_mut(|list| list.push(run));
}

/// The program has ended: calls what [`before_exit`] was given.
pub fn run_before_exit(scope: &mut v8::PinScope) {
    let list = BEFORE.take();
    for run in list {
        run(scope);
    }
}

/// Lives on a worker's thread: while it does, [`request_exit`] is answered there.
pub struct ExitRequest(());

impl ExitRequest {
    /// From now on an exit on this thread terminates `isolate` and sets `flag`; whoever else sets the flag stops the
    /// loop of this thread too.
    pub fn install(isolate: v8::IsolateHandle, flag: Arc<AtomicBool>) -> ExitRequest {
        STOP.with(|cell| *cell.borrow_mut() = Some(Stop { isolate, flag }));
        ExitRequest(())
    }

    /// The code that was asked for.
    pub fn code(&self) -> Option<i32> {
        CODE.get()
    }
}

impl Drop for ExitRequest {
    fn drop(&mut self) {
        STOP.with(|cell| cell.borrow_mut().take());
    }
}

/// Whether this thread is a worker that is being ended: nothing may call JavaScript any more.
pub fn is_stopping() -> bool {
    STOP.with(|cell| {
        cell.borrow()
            .as_ref()
            .is_some_and(|stop| stop.flag.load(Ordering::SeqCst))
    })
}

/// Whether another thread may end this one.
pub fn is_stoppable() -> bool {
    STOP.with_borrow(Option::is_some)
}

/// Asks for the end of this thread with `code`. `false` on the main thread, where the process itself must end.
pub fn request_exit(code: i32) -> bool {
    STOP.with(|cell| {
        let cell = cell.borrow();
        let Some(stop) = cell.as_ref() else {
            return false;
        };
        // The first request counts, as for a process.
        if CODE.get().is_none() {
            CODE.set(Some(code));
        }
        stop.flag.store(true, Ordering::SeqCst);
        stop.isolate.terminate_execution();
        true
    })
}
