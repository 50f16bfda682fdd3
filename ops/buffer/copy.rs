//! Bytes from one place to another.

use deno_core::{op2, v8};
use ops_core::bytes::{parts, slice, slice_mut};

use crate::BufferError;
use crate::bytes::{bytes_of, bytes_of_mut};

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

/// Repeats `pattern` over `[start, end)`.
#[op2(fast)]
pub fn op_buffer_fill(
    buffer: v8::Local<v8::Value>,
    pattern: v8::Local<v8::Value>,
    #[number] start: usize,
    #[number] end: usize,
) -> Result<(), BufferError> {
    // A copy: the pattern may lie in the buffer.
    let pattern = bytes_of(pattern)?.to_vec();
    let length = end.checked_sub(start).ok_or(BufferError::OutOfRange)?;
    let target = slice_mut(bytes_of_mut(buffer)?, start, length).ok_or(BufferError::OutOfRange)?;
    match pattern.as_slice() {
        [] => {}
        [byte] => target.fill(*byte),
        pattern => {
            for part in target.chunks_mut(pattern.len()) {
                part.copy_from_slice(&pattern[..part.len()]);
            }
        }
    }
    Ok(())
}
