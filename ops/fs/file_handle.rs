//! The native side of the class `FileHandle` of `fs/promises`: it owns a descriptor.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{call_raw, with_loop};

/// Owns a descriptor until it is closed or released.
pub struct FileHandle {
    fd: Cell<i32>,
}

// SAFETY: it holds no reference into V8's heap.
unsafe impl GarbageCollected for FileHandle {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"FileHandle"
    }
}

thread_local! {
    /// `(fd, name) => void`: reports a handle that the garbage collector had to close.
    static ON_LOST: RefCell<Option<v8::Global<v8::Function>>> = const { RefCell::new(None) };
}

/// Registers what is called for a handle that was never closed.
#[op2(fast)]
pub fn op_fs_on_lost_file_handle(scope: &mut v8::PinScope, callback: v8::Local<v8::Function>) {
    let callback = v8::Global::new(scope, callback);
    ON_LOST.with(|cell| *cell.borrow_mut() = Some(callback));
}

impl Drop for FileHandle {
    fn drop(&mut self) {
        let fd = self.fd.replace(-1);
        if fd < 0 {
            return;
        }
        // What it was open on, to find the place in the program.
        let name = std::fs::read_link(format!("/proc/self/fd/{fd}"));
        let name = name.map_or_else(
            |_| String::new(),
            |name| name.to_string_lossy().into_owned(),
        );
        // An error of closing would be lost in the one about the handle.
        let _ = crate::open::close(fd);
        with_loop(|event_loop| event_loop.complete(move |scope| report(scope, fd, &name)));
    }
}

fn report(scope: &mut v8::PinScope, fd: i32, name: &str) {
    let Some(callback) = ON_LOST.with(|cell| cell.borrow().clone()) else {
        return;
    };
    let callback = v8::Local::new(scope, callback);
    let (receiver, fd) = (
        v8::undefined(scope).into(),
        v8::Integer::new(scope, fd).into(),
    );
    let name = crate::value::string(scope, name.as_bytes());
    call_raw(scope, receiver, callback, &[fd, name]);
}

#[op2]
impl FileHandle {
    /// Takes over an open descriptor.
    #[constructor]
    #[cppgc]
    fn new(#[smi] fd: i32) -> FileHandle {
        FileHandle { fd: Cell::new(fd) }
    }

    /// The descriptor, -1 after it was closed or released.
    #[fast]
    #[getter]
    fn fd(&self) -> i32 {
        self.fd.get()
    }

    /// The descriptor, which is the caller's from now on.
    #[fast]
    #[rename("releaseFD")]
    fn release_fd(&self) -> i32 {
        self.fd.replace(-1)
    }

    /// Closes on the pool: a promise.
    #[reentrant]
    fn close<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        callback: v8::Local<'s, v8::Value>,
    ) -> v8::Local<'s, v8::Value> {
        let fd = self.fd.replace(-1);
        crate::door::submit(scope, callback, move || crate::open::close(fd))
    }

    /// Closes at once.
    fn close_sync<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let fd = self.fd.replace(-1);
        crate::door::answer(scope, crate::open::close(fd))
    }

    /// A number of its own for `async_hooks`.
    #[fast]
    fn get_async_id(&self) -> i32 {
        -1
    }
}
