//! Byte order in place. JS has checked that the length is a multiple; a rest would stay as it is.

use deno_core::{op2, v8};

use crate::BufferError;
use crate::bytes::checked_view_mut;

fn swap<const N: usize>(buffer: v8::Local<v8::Value>) -> Result<(), BufferError> {
    for part in checked_view_mut(buffer)?.chunks_exact_mut(N) {
        part.reverse();
    }
    Ok(())
}

#[op2(fast)]
pub fn op_buffer_swap16(buffer: v8::Local<v8::Value>) -> Result<(), BufferError> {
    swap::<2>(buffer)
}

#[op2(fast)]
pub fn op_buffer_swap32(buffer: v8::Local<v8::Value>) -> Result<(), BufferError> {
    swap::<4>(buffer)
}

#[op2(fast)]
pub fn op_buffer_swap64(buffer: v8::Local<v8::Value>) -> Result<(), BufferError> {
    swap::<8>(buffer)
}
