//! Accepting connections, also when the process has no descriptor left.

use std::cell::Cell;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;

use deno_core::v8;

use crate::stream::StreamInner;
use crate::sys;

/// Connections that one server accepts in one turn.
const ACCEPTS_AT_ONCE: usize = 64;

thread_local! {
    /// A descriptor that is held back for the case that there is none left.
    static RESERVE: Cell<Option<OwnedFd>> = const { Cell::new(None) };
}

impl StreamInner {
    /// Hands every waiting connection to `onconnection`.
    pub(crate) fn accept_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        open_reserve();
        for _ in 0..ACCEPTS_AT_ONCE {
            if !self.listening.get() || self.closing.get() {
                return;
            }
            v8::scope!(let scope, scope);
            // SAFETY: no address is asked for.
            let fd = unsafe {
                libc::accept4(
                    self.fd.get(),
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                    libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC,
                )
            };
            let undefined = v8::undefined(scope).into();
            if fd >= 0 {
                let client = crate::wrap::stream_object(scope, self.kind, fd);
                let status = v8::Integer::new(scope, 0).into();
                self.call_handle(scope, "onconnection", &[status, client.into()]);
                continue;
            }
            match sys::last_error() {
                error if error == -libc::EAGAIN => return,
                error if error == -libc::ECONNABORTED || error == -libc::EINTR => {}
                error if error == -libc::EMFILE || error == -libc::ENFILE => {
                    if refuse_waiting(self.fd.get()) {
                        return;
                    }
                    let status = v8::Integer::new(scope, error).into();
                    return self.call_handle(scope, "onconnection", &[status, undefined]);
                }
                error => {
                    let status = v8::Integer::new(scope, error).into();
                    return self.call_handle(scope, "onconnection", &[status, undefined]);
                }
            }
        }
    }
}

fn open_reserve() {
    RESERVE.with(|cell| {
        let reserve = cell.take().or_else(|| {
            // SAFETY: a plain system call with a constant path; a descriptor that it gives is owned at once.
            unsafe {
                let fd = libc::open(c"/".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
                (fd >= 0).then(|| OwnedFd::from_raw_fd(fd))
            }
        });
        cell.set(reserve);
    });
}

/// Out of descriptors: gives up the reserve to accept and close everybody who waits, so that they learn it and the
/// loop does not spin. False when there is no reserve.
fn refuse_waiting(listener: RawFd) -> bool {
    let Some(reserve) = RESERVE.with(Cell::take) else {
        return false;
    };
    drop(reserve);
    loop {
        // SAFETY: no address is asked for; an accepted descriptor is owned and closed at once.
        unsafe {
            let fd = libc::accept4(
                listener,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                libc::SOCK_CLOEXEC,
            );
            if fd >= 0 {
                drop(OwnedFd::from_raw_fd(fd));
            } else if sys::last_error() != -libc::EINTR {
                break;
            }
        }
    }
    open_reserve();
    true
}
