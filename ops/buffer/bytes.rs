//! From a JS value to its bytes, and from a JS string to its units.

use deno_core::v8;

use crate::BufferError;

/// The bytes of an `ArrayBufferView`, an `ArrayBuffer` or a `SharedArrayBuffer`; empty when it is detached or the view
/// lies outside of a buffer that shrank.
///
/// The slice is good until JS runs again: what is called here neither runs JS nor allocates in the heap while it holds
/// one. Memory that other threads share can change under it, as it can under a program.
pub fn bytes_of<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a [u8], BufferError> {
    let (data, length) = parts(value).ok_or(BufferError::NotABuffer)?;
    if length == 0 || data.is_null() {
        return Ok(&[]);
    }
    // SAFETY: V8 gave start and length of live memory, which the handle keeps alive.
    Ok(unsafe { std::slice::from_raw_parts(data, length) })
}

/// As [`bytes_of`], to write into.
pub fn bytes_of_mut<'a>(value: v8::Local<'a, v8::Value>) -> Result<&'a mut [u8], BufferError> {
    let (data, length) = parts(value).ok_or(BufferError::NotABuffer)?;
    if length == 0 || data.is_null() {
        return Ok(&mut []);
    }
    // SAFETY: as in `bytes_of`; the caller holds no other slice of the same memory while it writes.
    Ok(unsafe { std::slice::from_raw_parts_mut(data, length) })
}

/// Start and length of the bytes of a buffer or view.
pub(crate) fn parts(value: v8::Local<v8::Value>) -> Option<(*mut u8, usize)> {
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        let length = view.byte_length();
        // A detached buffer has no data to add an offset to.
        if length == 0 {
            return Some((std::ptr::null_mut(), 0));
        }
        return Some((view.data().cast(), length));
    }
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        let data = buffer
            .data()
            .map_or(std::ptr::null_mut(), |data| data.as_ptr().cast());
        return Some((data, buffer.byte_length()));
    }
    let shared = v8::Local::<v8::SharedArrayBuffer>::try_from(value).ok()?;
    let data = shared
        .get_backing_store()
        .data()
        .map_or(std::ptr::null_mut(), |data| data.as_ptr().cast());
    Some((data, shared.byte_length()))
}

/// The units of a string for a short look: nothing is allocated in the heap while it is held.
pub(crate) enum Units<'a> {
    OneByte(&'a [u8]),
    TwoByte(&'a [u16]),
}

/// Calls `f` with the units of `string`, without a copy where V8 keeps them flat.
pub(crate) fn with_units<R>(
    isolate: &mut v8::Isolate,
    string: v8::Local<v8::String>,
    f: impl FnOnce(Units<'_>) -> R,
) -> R {
    let view = v8::ValueView::new(isolate, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => f(Units::OneByte(bytes)),
        v8::ValueViewData::TwoByte(units) => f(Units::TwoByte(units)),
    }
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
