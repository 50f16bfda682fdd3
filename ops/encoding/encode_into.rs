//! `TextEncoder.prototype.encodeInto()`.

use deno_core::{op2, v8};

/// What is returned when the counts are in `result`.
const IN_RESULT: u32 = u32::MAX;

/// Writes whole characters into `target`. The units read and the bytes written are the halves of what is returned when they
/// are small, else they are in `result`, a `Uint32Array`.
#[op2(fast)]
pub fn op_encoding_encode_into(
    isolate: &mut v8::Isolate,
    source: v8::Local<v8::String>,
    target: v8::Local<v8::Value>,
    result: v8::Local<v8::Value>,
) -> u32 {
    let mut read = 0;
    let written = match ops_core::bytes::view_mut(target) {
        Some(target) => ops_core::text::write_utf8(isolate, source, target, Some(&mut read)),
        None => 0,
    };
    if let (Ok(read), Ok(written)) = (u16::try_from(read), u16::try_from(written))
        && read < u16::MAX
    {
        return u32::from(read) << 16 | u32::from(written);
    }
    if let Some([r0, r1, r2, r3, w0, w1, w2, w3]) = ops_core::bytes::view_mut(result) {
        [*r0, *r1, *r2, *r3] = (read as u32).to_ne_bytes();
        [*w0, *w1, *w2, *w3] = (written as u32).to_ne_bytes();
    }
    IN_RESULT
}
