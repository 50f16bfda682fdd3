//! The checksum of gzip and zip files.

use deno_core::{op2, v8};
use ops_core::bytes;

/// `crc32(data, value)`: of a string's UTF-8 or of a view's bytes, going on from `value`.
#[op2(nofast)]
pub fn op_zlib_crc32(scope: &mut v8::PinScope, data: v8::Local<v8::Value>, value: u32) -> u32 {
    if let Ok(text) = v8::Local::<v8::String>::try_from(data) {
        return update(value, text.to_rust_string_lossy(scope).as_bytes());
    }
    update(value, bytes::view(data).unwrap_or_default())
}

#[cfg(feature = "codecs")]
fn update(value: u32, bytes: &[u8]) -> u32 {
    // SAFETY: the slice is good for its length.
    unsafe { libz_rs_sys::crc32_z(u64::from(value) as _, bytes.as_ptr(), bytes.len()) as u32 }
}

#[cfg(not(feature = "codecs"))]
fn update(value: u32, _bytes: &[u8]) -> u32 {
    value
}
