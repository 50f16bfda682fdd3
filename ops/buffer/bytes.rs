//! From a JS value to its bytes.

use deno_core::v8;

use crate::BufferError;

/// The bytes of a buffer or view, as [`ops_core::bytes::view`] gives them.
pub fn bytes_of<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a [u8], BufferError> {
    ops_core::bytes::view(value).ok_or(BufferError::NotABuffer)
}

/// As [`bytes_of`], to write into.
pub fn bytes_of_mut<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a mut [u8], BufferError> {
    ops_core::bytes::view_mut(value).ok_or(BufferError::NotABuffer)
}

/// The low byte of each unit: how Node reads a string as `latin1`, and the input of base64 and hex.
pub(crate) fn low_bytes(units: &[u16]) -> Vec<u8> {
    units.iter().map(|unit| *unit as u8).collect()
}

/// `value` as an object of class `Uint8Array` over its own memory.
pub(crate) fn own_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Result<v8::Local<'s, v8::Value>, BufferError> {
    ops_core::bytes::uint8_array(scope, bytes)
        .map(Into::into)
        .ok_or(BufferError::Memory)
}
