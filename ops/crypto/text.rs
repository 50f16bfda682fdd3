//! Strings as bytes and bytes as strings, without a stop in the heap where that can be helped.

use deno_core::v8;
use ops_core::bytes;

use crate::error::{CryptoError, CryptoResult};

/// What a result becomes: the numbers are those of `js/internal/crypto/util.js`.
pub const BUFFER: i32 = 0;
pub const HEX: i32 = 1;
pub const BASE64: i32 = 2;
pub const BASE64_URL: i32 = 3;
pub const LATIN1: i32 = 4;

/// The longest array that V8 may keep in its heap.
const SMALL: usize = 64;

/// Calls `f` with the UTF-8 of a string or with the bytes of a view.
pub fn with_bytes<R>(
    scope: &mut v8::PinScope,
    value: v8::Local<v8::Value>,
    f: impl FnOnce(&[u8]) -> R,
) -> CryptoResult<R> {
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        // A small array lies in V8's heap, which would move its bytes out for a pointer.
        let mut small = [0; SMALL];
        return Ok(f(view.get_contents(&mut small)));
    }
    let Ok(text) = v8::Local::<v8::String>::try_from(value) else {
        return bytes::view(value).map(f).ok_or_else(CryptoError::arguments);
    };
    {
        let view = v8::ValueView::new(scope, text);
        if let v8::ValueViewData::OneByte(bytes) = view.data()
            && bytes.is_ascii()
        {
            return Ok(f(bytes));
        }
    }
    let text = text.to_rust_string_lossy(scope);
    Ok(f(text.as_bytes()))
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";
const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place <= chunk.len() {
                out.push(alphabet[(bits >> (18 - 6 * place) & 63) as usize]);
            } else if padded {
                out.push(b'=');
            }
        }
    }
    out
}

fn one_byte<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
        .map(Into::into)
        .ok_or_else(CryptoError::arguments)
}

/// What JS makes a Buffer of: an `ArrayBuffer`, or for some bytes a string of one character each, because JS can make a
/// small array without memory outside of V8's heap.
pub fn raw<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    if bytes.len() <= SMALL {
        return one_byte(scope, bytes);
    }
    let buffer = v8::ArrayBuffer::new(scope, bytes.len());
    if let Some(data) = buffer.data() {
        // SAFETY: the buffer is new, as long as `bytes`, and nobody else knows it.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), data.as_ptr().cast(), bytes.len()) };
    }
    Ok(buffer.into())
}

/// The bytes in an encoding; in [`BUFFER`] as [`raw`] makes them.
pub fn encoded<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    encoding: i32,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    match encoding {
        HEX => {
            let mut small = [0; 128];
            let mut large = Vec::new();
            let out = match small.get_mut(..bytes.len() * 2) {
                Some(small) => small,
                None => {
                    large.resize(bytes.len() * 2, 0);
                    &mut large[..]
                }
            };
            for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
                pair[0] = DIGITS[usize::from(byte >> 4)];
                pair[1] = DIGITS[usize::from(byte & 15)];
            }
            one_byte(scope, out)
        }
        BASE64 => one_byte(scope, &base64(bytes, STANDARD, true)),
        BASE64_URL => one_byte(scope, &base64(bytes, URL, false)),
        LATIN1 => one_byte(scope, bytes),
        _ => raw(scope, bytes),
    }
}
