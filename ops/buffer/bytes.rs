//! From a JS value to its bytes.

use deno_core::v8;

use crate::BufferError;

/// The bytes of a buffer or view, as [`ops_core::bytes::view`] gives them.
pub fn bytes_of<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a [u8], BufferError> {
    ops_core::bytes::view(value).ok_or(BufferError::NotABuffer)
}

/// Start and length of the bytes of a view, without the question whether it is one, which costs as much as a short search.
///
/// # Safety
///
/// `view` is an `ArrayBufferView`: the JS that calls the op has seen it to be one.
#[inline(always)]
unsafe fn parts_of_view(view: v8::Local<v8::Value>) -> (*mut u8, usize) {
    debug_assert!(view.is_array_buffer_view());
    // SAFETY: the caller's; there is no storage to copy to because V8 is built without arrays whose bytes lie in its heap.
    let (data, length) = unsafe {
        v8::Local::<v8::ArrayBufferView>::cast_unchecked(view).get_contents_raw_parts(&mut [])
    };
    if data.is_null() {
        return (std::ptr::dangling_mut(), 0);
    }
    (data, length)
}

/// The bytes of a view, for ops in which [`bytes_of`] would cost more than the rest. What [`ops_core::bytes::view`] says
/// about the slice holds for this one.
///
/// # Safety
///
/// As `parts_of_view`.
#[inline(always)]
pub(crate) unsafe fn bytes_of_view<'a>(view: v8::Local<'a, v8::Value>) -> &'a [u8] {
    // SAFETY: V8 gave start and length of live memory, which the handle keeps alive.
    unsafe {
        let (data, length) = parts_of_view(view);
        std::slice::from_raw_parts(data, length)
    }
}

/// As [`bytes_of_view`], to write into. The caller holds no other slice of the same memory.
///
/// # Safety
///
/// As `parts_of_view`.
#[inline(always)]
pub(crate) unsafe fn bytes_of_view_mut<'a>(view: v8::Local<'a, v8::Value>) -> &'a mut [u8] {
    // SAFETY: as in `bytes_of_view`.
    unsafe {
        let (data, length) = parts_of_view(view);
        std::slice::from_raw_parts_mut(data, length)
    }
}

/// The bytes of a view; as Node's own methods of buffers do, it refuses an `ArrayBuffer`.
#[inline(always)]
pub(crate) fn checked_view<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a [u8], BufferError> {
    if !value.is_array_buffer_view() {
        return Err(BufferError::NotABuffer);
    }
    // SAFETY: it is a view.
    Ok(unsafe { bytes_of_view(value) })
}

/// As [`checked_view`], to write into.
#[inline(always)]
pub(crate) fn checked_view_mut<'a>(
    value: v8::Local<'a, v8::Value>,
) -> Result<&'a mut [u8], BufferError> {
    if !value.is_array_buffer_view() {
        return Err(BufferError::NotABuffer);
    }
    // SAFETY: it is a view.
    Ok(unsafe { bytes_of_view_mut(value) })
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
