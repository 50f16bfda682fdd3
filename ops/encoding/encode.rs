//! `TextEncoder.prototype.encode()`.

use deno_core::{op2, v8};

/// The UTF-8 of `text`; undefined when there is no memory.
#[op2]
pub fn op_encoding_encode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
) -> v8::Local<'s, v8::Value> {
    let array = ops_core::text::utf8_buffer(scope, text)
        .and_then(|(buffer, length)| v8::Uint8Array::new(scope, buffer, 0, length));
    match array {
        Some(array) => array.into(),
        None => v8::undefined(scope).into(),
    }
}
