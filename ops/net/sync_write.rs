//! Synchronous writes of the standard streams: what `console.log` needs before the process may end.

use deno_core::{op2, v8};

use crate::strings::{self, Encoding};
use crate::sys;

/// Writes the whole string as UTF-8; waits when a pipe is full. Returns the number of bytes or a negative error.
#[op2(nofast)]
pub fn op_net_write_string_sync(
    scope: &mut v8::PinScope,
    fd: i32,
    string: v8::Local<v8::String>,
) -> f64 {
    strings::with_bytes(
        scope,
        string,
        Encoding::Utf8,
        |_, bytes| match sys::write_all(fd, bytes) {
            0 => bytes.len() as f64,
            error => f64::from(error),
        },
    )
}

/// Writes all bytes; waits when a pipe is full. Returns 0 or a negative error.
#[op2(fast)]
pub fn op_net_write_bytes_sync(fd: i32, #[buffer] bytes: &[u8]) -> i32 {
    sys::write_all(fd, bytes)
}
