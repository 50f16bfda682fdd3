//! `buffer.isUtf8()` and `buffer.isAscii()`.

use deno_core::{op2, v8};

use crate::BufferError;
use crate::bytes::bytes_of;

#[op2(fast)]
pub fn op_buffer_is_utf8(buffer: v8::Local<v8::Value>) -> Result<bool, BufferError> {
    Ok(v8::simdutf::validate_utf8(bytes_of(buffer)?))
}

#[op2(fast)]
pub fn op_buffer_is_ascii(buffer: v8::Local<v8::Value>) -> Result<bool, BufferError> {
    Ok(v8::simdutf::validate_ascii(bytes_of(buffer)?))
}
