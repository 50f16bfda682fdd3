//! Text of all encodings of the WHATWG standard (<https://encoding.spec.whatwg.org>), for `TextDecoder` and
//! `TextEncoder`.
//!
//! JS: `js/internal/encoding.js`. Tests: `tests/web/encoding/`.

mod converter;
mod encode;
mod encode_into;
mod label;
mod utf8;

deno_core::extension!(
    ops_encoding,
    ops = [
        encode::op_encoding_encode,
        encode_into::op_encoding_encode_into,
        label::op_encoding_from_label,
        utf8::op_encoding_decode_utf8
    ],
    objects = [converter::Converter],
);
