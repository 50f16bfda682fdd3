//! Bytes from one place to another.

use deno_core::{op2, v8};
use ops_core::bytes::{parts, slice};

use crate::BufferError;
use crate::bytes::{bytes_of, bytes_of_view_mut};

/// Copies `length` bytes; the two may be the same memory.
#[op2(fast)]
pub fn op_buffer_copy(
    source: v8::Local<v8::Value>,
    target: v8::Local<v8::Value>,
    #[number] target_start: usize,
    #[number] source_start: usize,
    #[number] length: usize,
) -> Result<(), BufferError> {
    if length == 0 {
        return Ok(());
    }
    let from = slice(bytes_of(source)?, source_start, length)
        .ok_or(BufferError::OutOfRange)?
        .as_ptr();
    let (data, size) = parts(target).ok_or(BufferError::NotABuffer)?;
    if target_start
        .checked_add(length)
        .is_none_or(|end| end > size)
    {
        return Err(BufferError::OutOfRange);
    }
    // SAFETY: both ranges were held against the live memory above; the copy allows an overlap.
    unsafe { std::ptr::copy(from, data.add(target_start), length) };
    Ok(())
}

/// Repeats the first `pattern` bytes of `[start, end)` over the rest of it; false when it does not lie in the buffer. The
/// caller has seen that the buffer is a view.
#[op2(fast)]
pub fn op_buffer_repeat(
    buffer: v8::Local<v8::Value>,
    #[number] pattern: usize,
    #[number] start: usize,
    #[number] end: usize,
) -> bool {
    // SAFETY: `fillBuffer()` in js/internal/buffer/methods.js passes nothing but views.
    let bytes = unsafe { bytes_of_view_mut(buffer) };
    let Some(target) = bytes.get_mut(start..end) else {
        return false;
    };
    repeat(target, pattern)
}

/// Repeats the first `pattern` bytes of `target`; false when it has not that many.
pub(crate) fn repeat(target: &mut [u8], pattern: usize) -> bool {
    match pattern {
        0 => {}
        1 => {
            if let Some(byte) = target.first().copied() {
                target.fill(byte);
            }
        }
        _ if pattern > target.len() => return false,
        _ => {
            // What is filled is the pattern of the next, twice as long part.
            let mut done = pattern;
            while done < target.len() {
                let (filled, rest) = target.split_at_mut(done);
                let count = done.min(rest.len());
                rest[..count].copy_from_slice(&filled[..count]);
                done += count;
            }
        }
    }
    true
}
