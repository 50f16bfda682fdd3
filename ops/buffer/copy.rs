//! Bytes from one place to another.

use deno_core::{op2, v8};
use ops_core::bytes::{parts, slice, slice_mut};

use crate::BufferError;
use crate::bytes::{bytes_of, bytes_of_mut};
use ops_core::memory::with_scratch;

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
    let length = end.checked_sub(start).ok_or(BufferError::OutOfRange)?;
    let pattern = bytes_of(pattern)?;
    let pattern = &pattern[..pattern.len().min(length)];
    // A copy: the pattern may lie in the buffer.
    with_scratch(pattern.len(), |copy| {
        copy.copy_from_slice(pattern);
        let target =
            slice_mut(bytes_of_mut(buffer)?, start, length).ok_or(BufferError::OutOfRange)?;
        repeat(target, copy);
        Ok(())
    })
}

/// Fills `target` with `pattern`, which is not longer.
fn repeat(target: &mut [u8], pattern: &[u8]) {
    match pattern {
        [] => {}
        [byte] => target.fill(*byte),
        pattern => {
            target[..pattern.len()].copy_from_slice(pattern);
            // What is filled is the pattern of the next, twice as long part.
            let mut done = pattern.len();
            while done < target.len() {
                let (filled, rest) = target.split_at_mut(done);
                let count = done.min(rest.len());
                rest[..count].copy_from_slice(&filled[..count]);
                done += count;
            }
        }
    }
}
