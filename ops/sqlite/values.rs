//! Values of SQLite as values of JS, and the other way round.

use std::ffi::{c_int, c_void};
use std::slice;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::{bytes, text};

use crate::errors::{self, Class};

/// The largest integer that a number of JS holds with all that are smaller.
const SAFE: i64 = (1 << 53) - 1;

/// Text up to this length is looked at byte by byte.
const SHORT: usize = 32;

/// `value` for JS; `None` when it has thrown.
///
/// # Safety
/// `value` is live, and nobody else uses its connection now.
pub unsafe fn to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: *mut ffi::sqlite3_value,
    bigints: bool,
) -> Option<v8::Local<'s, v8::Value>> {
    // SAFETY: the caller's, here and below.
    match unsafe { ffi::sqlite3_value_type(value) } {
        ffi::SQLITE_INTEGER => {
            // SAFETY: as above.
            integer(scope, unsafe { ffi::sqlite3_value_int64(value) }, bigints)
        }
        ffi::SQLITE_FLOAT => {
            // SAFETY: as above.
            let number = unsafe { ffi::sqlite3_value_double(value) };
            Some(v8::Number::new(scope, number).into())
        }
        ffi::SQLITE_TEXT => {
            // SAFETY: the length is asked for after the text, which may change it; the bytes stay until SQLite runs on.
            let bytes = unsafe {
                let start = ffi::sqlite3_value_text(value);
                slice_of(start.cast(), ffi::sqlite3_value_bytes(value))
            };
            string(scope, bytes)
        }
        ffi::SQLITE_BLOB => {
            // SAFETY: as above.
            let bytes = unsafe {
                let start = ffi::sqlite3_value_blob(value);
                slice_of(start, ffi::sqlite3_value_bytes(value))
            };
            Some(bytes::uint8_array_of(scope, bytes)?.into())
        }
        _ => Some(v8::null(scope).into()),
    }
}

/// # Safety
/// `start` is null or has `length` bytes.
pub unsafe fn slice_of<'a>(start: *const c_void, length: c_int) -> &'a [u8] {
    match usize::try_from(length) {
        // SAFETY: the caller's.
        Ok(length) if !start.is_null() => unsafe { slice::from_raw_parts(start.cast(), length) },
        _ => &[],
    }
}

fn integer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: i64,
    bigints: bool,
) -> Option<v8::Local<'s, v8::Value>> {
    if bigints {
        return Some(v8::BigInt::new_from_i64(scope, value).into());
    }
    if let Ok(small) = i32::try_from(value) {
        return Some(v8::Integer::new(scope, small).into());
    }
    if !(-SAFE..=SAFE).contains(&value) {
        let message =
            format!("Value is too large to be represented as a JavaScript number: {value}");
        errors::throw(scope, Class::Range, "ERR_OUT_OF_RANGE", &message);
        return None;
    }
    Some(v8::Number::new(scope, value as f64).into())
}

/// The text of JS; throws where it is too long for that.
pub fn string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::Value>> {
    let short = bytes.len() <= SHORT && bytes.iter().fold(0, |all, byte| all | byte) < 0x80;
    let string = if short {
        v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
    } else {
        text::decode_utf8(scope, bytes)
    };
    if string.is_none() {
        let message = "Cannot create a string longer than 0x1fffffe8 characters";
        errors::throw(scope, Class::Error, "ERR_STRING_TOO_LONG", message);
    }
    Some(string?.into())
}

/// Bytes that SQLite frees.
pub struct Owned {
    pub start: *mut u8,
    pub length: usize,
}

/// Gives the bytes of an [`Owned`] back.
pub unsafe extern "C" fn free(start: *mut c_void) {
    // SAFETY: `utf8` and `copy` took them from SQLite's allocator.
    unsafe { ffi::sqlite3_free(start) };
}

fn allocate(length: usize) -> Option<*mut u8> {
    // SAFETY: any length. Nothing asks for none.
    let start = unsafe { ffi::sqlite3_malloc64(length.max(1) as u64) };
    (!start.is_null()).then_some(start.cast())
}

/// The UTF-8 of `string`; `None` when there is no memory.
pub fn utf8(isolate: &mut v8::Isolate, string: v8::Local<v8::String>) -> Option<Owned> {
    let room = text::utf8_length(isolate, string);
    let start = allocate(room)?;
    // SAFETY: there are as many bytes; what they hold is written over.
    let target = unsafe {
        start.write_bytes(0, room);
        slice::from_raw_parts_mut(start, room)
    };
    let length = text::write_utf8(isolate, string, target, None);
    Some(Owned { start, length })
}

/// The bytes of a view or a buffer; `None` for other values and when there is no memory.
pub fn copy(value: v8::Local<v8::Value>) -> Option<Owned> {
    let bytes = bytes::view(value)?;
    let start = allocate(bytes.len())?;
    // SAFETY: there is room for them, in memory that nobody else knows.
    unsafe { start.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    Some(Owned {
        start,
        length: bytes.len(),
    })
}
