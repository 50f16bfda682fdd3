//! Ending a worker from inside: `process.exit` there ends the thread, not the process.

use std::cell::{Cell, RefCell};

use deno_core::v8;

thread_local! {
    static HANDLE: RefCell<Option<v8::IsolateHandle>> = const { RefCell::new(None) };
    static CODE: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Lives on a worker's thread: while it does, [`request_exit`] is answered there.
pub struct ExitRequest(());

impl ExitRequest {
    /// From now on an exit on this thread terminates `isolate`.
    pub fn install(isolate: v8::IsolateHandle) -> ExitRequest {
        HANDLE.with(|cell| *cell.borrow_mut() = Some(isolate));
        ExitRequest(())
    }

    /// The code that was asked for.
    pub fn code(&self) -> Option<i32> {
        CODE.get()
    }
}

impl Drop for ExitRequest {
    fn drop(&mut self) {
        HANDLE.with(|cell| cell.borrow_mut().take());
    }
}

/// Asks for the end of this thread with `code`. `false` on the main thread, where the process itself must end.
pub fn request_exit(code: i32) -> bool {
    HANDLE.with(|cell| {
        let cell = cell.borrow();
        let Some(isolate) = cell.as_ref() else { return false };
        // The first request counts, as for a process.
        if CODE.get().is_none() {
            CODE.set(Some(code));
        }
        isolate.terminate_execution();
        true
    })
}
