//! Values for JS.

use std::ffi::{CStr, c_char};

use deno_core::v8;

pub fn string<'s>(scope: &mut v8::PinScope<'s, '_>, text: &str) -> v8::Local<'s, v8::Value> {
    v8::String::new(scope, text).map_or_else(|| v8::undefined(scope).into(), Into::into)
}

/// A text of OpenSSL; `undefined` for null.
///
/// # Safety
/// `text` is null or ends with a zero.
pub unsafe fn text<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: *const c_char,
) -> v8::Local<'s, v8::Value> {
    if text.is_null() {
        return v8::undefined(scope).into();
    }
    // SAFETY: the caller vouches for it.
    let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
    string(scope, &text)
}

/// The bytes as an `ArrayBuffer`: JS makes a Buffer of it.
pub fn bytes<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes.to_vec()).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store).into()
}

pub use ops_core::define as set;
