//! Bytes to a string: `buf.toString()` and the `buf.utf8Slice()` family.

use deno_core::{op2, v8};

use ops_core::memory::{with_scratch, with_scratch_units};
use ops_core::text::{decode_utf8, two_byte};

use crate::bytes::checked_view;
use crate::{BufferError, base64, hex};

/// An index that needs no conversion: undefined is the default.
fn plain(value: v8::Local<v8::Value>, default: usize) -> Option<usize> {
    if let Ok(number) = v8::Local::<v8::Int32>::try_from(value) {
        return usize::try_from(number.value()).ok();
    }
    value.is_undefined().then_some(default)
}

/// An index as Node's native methods read it: undefined is the default, a fraction is cut, less than 0 is an error.
fn index(
    scope: &mut v8::PinScope,
    value: v8::Local<v8::Value>,
    default: usize,
) -> Result<usize, BufferError> {
    if value.is_undefined() {
        return Ok(default);
    }
    // `None` when a valueOf() threw: then the call ends with that exception whatever is returned here.
    let number = value.integer_value(scope).ok_or(BufferError::OutOfRange)?;
    usize::try_from(number).map_err(|_| BufferError::OutOfRange)
}

/// The bytes `[start, end)` of the buffer.
#[inline]
fn range<'a>(
    scope: &mut v8::PinScope,
    buffer: v8::Local<'a, v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<&'a [u8], BufferError> {
    let bytes = checked_view(buffer)?;
    if bytes.is_empty() {
        return Ok(&[]);
    }
    let (bytes, start, end) = match (plain(start, 0), plain(end, bytes.len())) {
        (Some(start), Some(end)) => (bytes, start, end),
        _ => {
            let length = bytes.len();
            let start = index(scope, start, 0)?;
            let end = index(scope, end, length)?;
            // The conversions may have run JS, so the bytes are taken anew.
            (checked_view(buffer)?, start, end)
        }
    };
    if bytes.is_empty() || end <= start {
        return Ok(&[]);
    }
    ops_core::bytes::slice(bytes, start, end - start).ok_or(BufferError::OutOfRange)
}

fn one_byte<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    if bytes.len() > v8::String::MAX_LENGTH {
        return Err(BufferError::StringTooLong);
    }
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
        .ok_or(BufferError::StringTooLong)
}

/// Each byte is one character.
#[op2(reentrant)]
pub fn op_buffer_latin1_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    one_byte(scope, bytes)
}

/// The low seven bits of each byte are one character.
#[op2(reentrant)]
pub fn op_buffer_ascii_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    if bytes.is_ascii() {
        return one_byte(scope, bytes);
    }
    with_scratch(bytes.len(), |low| {
        for (low, byte) in low.iter_mut().zip(bytes) {
            *low = byte & 0x7f;
        }
        one_byte(scope, low)
    })
}

/// UTF-8, with U+FFFD for what is not.
#[op2(reentrant)]
pub fn op_buffer_utf8_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    decode_utf8(scope, bytes).ok_or(BufferError::StringTooLong)
}

/// UTF-16, little-endian; half a unit at the end is dropped.
#[op2(reentrant)]
pub fn op_buffer_ucs2_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    if bytes.len() / 2 > v8::String::MAX_LENGTH {
        return Err(BufferError::StringTooLong);
    }
    // SAFETY: any bytes are units.
    let (before, units, _) = unsafe { bytes.align_to::<u16>() };
    if before.is_empty() && cfg!(target_endian = "little") {
        return two_byte(scope, units).ok_or(BufferError::StringTooLong);
    }
    with_scratch_units(bytes.len() / 2, |units| {
        for (unit, pair) in units.iter_mut().zip(bytes.chunks_exact(2)) {
            *unit = u16::from_le_bytes([pair[0], pair[1]]);
        }
        two_byte(scope, units).ok_or(BufferError::StringTooLong)
    })
}

#[op2(reentrant)]
pub fn op_buffer_hex_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    if bytes.len() > v8::String::MAX_LENGTH / 2 {
        return Err(BufferError::StringTooLong);
    }
    hex::with_encoded(bytes, |text| one_byte(scope, text))
}

#[op2(reentrant)]
pub fn op_buffer_base64_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    base64_text(scope, bytes, false)
}

#[op2(reentrant)]
pub fn op_buffer_base64url_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<v8::Value>,
    start: v8::Local<v8::Value>,
    end: v8::Local<v8::Value>,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    let bytes = range(scope, buffer, start, end)?;
    base64_text(scope, bytes, true)
}

fn base64_text<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    url: bool,
) -> Result<v8::Local<'s, v8::String>, BufferError> {
    if bytes.len() / 3 > v8::String::MAX_LENGTH / 4 {
        return Err(BufferError::StringTooLong);
    }
    base64::with_encoded(bytes, url, |text| one_byte(scope, text))
}
