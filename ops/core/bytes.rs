//! The one guarded way from an offset and a length that JS gave to bytes.

use deno_core::v8;

/// The bytes `[offset, offset + length)` of `buffer`, or `None` when they do not lie inside it.
pub fn slice(buffer: &[u8], offset: usize, length: usize) -> Option<&[u8]> {
    buffer.get(offset..offset.checked_add(length)?)
}

/// As [`slice`], to write into.
pub fn slice_mut(buffer: &mut [u8], offset: usize, length: usize) -> Option<&mut [u8]> {
    buffer.get_mut(offset..offset.checked_add(length)?)
}

/// A `Uint8Array` over its own memory: the vector moves into V8's heap without a copy. `None` when it is longer than
/// V8's longest typed array.
pub fn uint8_array<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Vec<u8>) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let length = bytes.len();
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
    v8::Uint8Array::new(scope, buffer, 0, length)
}
