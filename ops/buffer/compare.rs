//! Order and equality of bytes.

use std::cmp::Ordering;

use deno_core::{op2, v8};
use ops_core::bytes::slice;

use crate::BufferError;
use crate::bytes::{bytes_of, bytes_of_view};

fn number(order: Ordering) -> i32 {
    order as i32
}

/// -1, 0 or 1. Both are views: the caller has looked.
#[op2(fast)]
pub fn op_buffer_compare(a: v8::Local<v8::Value>, b: v8::Local<v8::Value>) -> i32 {
    // SAFETY: `order()` in js/internal/buffer/methods.js passes nothing but views.
    let (a, b) = unsafe { (bytes_of_view(a), bytes_of_view(b)) };
    number(a.cmp(b))
}

/// As [`op_buffer_compare`], of `source[source_start..][..source_length]` with the same of `target`. What lies beyond an
/// end is cut off.
#[op2(fast)]
pub fn op_buffer_compare_offset(
    source: v8::Local<v8::Value>,
    target: v8::Local<v8::Value>,
    #[number] target_start: usize,
    #[number] source_start: usize,
    #[number] target_length: usize,
    #[number] source_length: usize,
) -> Result<i32, BufferError> {
    let (source, target) = (bytes_of(source)?, bytes_of(target)?);
    let part =
        |bytes: &'_ [u8], start: usize, length: usize| -> Result<(usize, usize), BufferError> {
            let room = bytes
                .len()
                .checked_sub(start)
                .ok_or(BufferError::OutOfRange)?;
            Ok((start, length.min(room)))
        };
    let (source_start, source_length) = part(source, source_start, source_length)?;
    let (target_start, target_length) = part(target, target_start, target_length)?;
    let source = slice(source, source_start, source_length).ok_or(BufferError::OutOfRange)?;
    let target = slice(target, target_start, target_length).ok_or(BufferError::OutOfRange)?;
    Ok(number(source.cmp(target)))
}
