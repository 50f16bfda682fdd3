//! The end of the process.

use std::io::Write;

use deno_core::{op2, v8};

/// Ends the process without running destructors; output of this program is not buffered beyond Rust's own. In a worker
/// it ends the thread, by a termination that follows at once.
#[op2(fast)]
pub fn op_process_really_exit(scope: &mut v8::PinScope, code: i32) {
    if ops_core::request_exit(code) {
        return;
    }
    ops_core::run_before_exit(scope);
    let _ = std::io::stdout().flush();
    // SAFETY: ends the process.
    unsafe { libc::_exit(code) }
}

#[op2(fast)]
pub fn op_process_abort() {
    let _ = std::io::stdout().flush();
    std::process::abort()
}

/// Writes to stderr at once, whatever state the streams of JS are in.
#[op2(fast)]
pub fn op_process_raw_debug(#[string] text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // SAFETY: the pointer and the length are those of a slice.
        let written = unsafe { libc::write(2, rest.as_ptr().cast(), rest.len()) };
        if written < 0 {
            match std::io::Error::last_os_error().raw_os_error() {
                Some(libc::EINTR) => continue,
                Some(libc::EAGAIN) => {
                    let mut poll = libc::pollfd {
                        fd: 2,
                        events: libc::POLLOUT,
                        revents: 0,
                    };
                    // SAFETY: one entry is given, and it lives through the call.
                    unsafe { libc::poll(&mut poll, 1, 1000) };
                    continue;
                }
                _ => return,
            }
        }
        rest = &rest[(written as usize).min(rest.len())..];
    }
}
