//! Whole UTF-8 texts, without the state of a decoder.

use deno_core::{op2, v8};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The string; false when it is not valid and `fatal`, null when it would be too long, undefined when `input` is no
/// buffer.
#[op2]
pub fn op_encoding_decode_utf8<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    input: v8::Local<v8::Value>,
    keep_mark: bool,
    fatal: bool,
) -> v8::Local<'s, v8::Value> {
    let Some(bytes) = ops_core::bytes::view(input) else {
        return v8::undefined(scope).into();
    };
    let bytes = if keep_mark {
        bytes
    } else {
        bytes.strip_prefix(MARK).unwrap_or(bytes)
    };
    if fatal && !v8::simdutf::validate_utf8(bytes) {
        return v8::Boolean::new(scope, false).into();
    }
    match ops_core::text::decode_utf8(scope, bytes) {
        Some(string) => string.into(),
        None => v8::null(scope).into(),
    }
}
