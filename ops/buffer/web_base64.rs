//! `atob()` and `btoa()` (<https://html.spec.whatwg.org/multipage/webappapis.html#atob>).

use deno_core::v8::simdutf::{
    Base64Options, ErrorCode, LastChunkHandling, base64_to_binary,
    maximal_binary_length_from_base64,
};
use deno_core::{op2, v8};
use ops_core::text::{Units, with_units};

use crate::base64;

/// The decoded string; -1 when a character is foreign, -2 when one character remains, -3 for anything else.
#[op2]
pub fn op_buffer_atob<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    string: v8::Local<v8::String>,
) -> v8::Local<'s, v8::Value> {
    let decoded = with_units(scope, string, |units| match units {
        Units::OneByte(text) => {
            let mut bytes = vec![0; maximal_binary_length_from_base64(text)];
            // SAFETY: `bytes` has the length that the library asks for.
            let result = unsafe {
                base64_to_binary(
                    text,
                    &mut bytes,
                    Base64Options::Default,
                    LastChunkHandling::Loose,
                )
            };
            match result.error {
                ErrorCode::Success => {
                    bytes.truncate(result.count);
                    Ok(bytes)
                }
                ErrorCode::InvalidBase64Character => Err(-1),
                ErrorCode::Base64InputRemainder => Err(-2),
                _ => Err(-3),
            }
        }
        Units::TwoByte(_) => Err(-1),
    });
    match decoded {
        Ok(bytes) => v8::String::new_from_one_byte(scope, &bytes, v8::NewStringType::Normal)
            .map_or_else(|| v8::Integer::new(scope, -3).into(), Into::into),
        Err(code) => v8::Integer::new(scope, code).into(),
    }
}

/// The encoded string; -1 when a character is beyond U+00FF, -3 when the result would be too long.
#[op2]
pub fn op_buffer_btoa<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    string: v8::Local<v8::String>,
) -> v8::Local<'s, v8::Value> {
    let encoded = with_units(scope, string, |units| match units {
        Units::OneByte(text) if text.len() / 3 <= v8::String::MAX_LENGTH / 4 => {
            Ok(base64::encode(text, false))
        }
        Units::OneByte(_) => Err(-3),
        // A string kept in two bytes may still hold only small characters.
        Units::TwoByte(units) if units.iter().all(|unit| *unit < 0x100) => {
            Ok(base64::encode(&crate::bytes::low_bytes(units), false))
        }
        Units::TwoByte(_) => Err(-1),
    });
    match encoded {
        Ok(text) => v8::String::new_from_one_byte(scope, &text, v8::NewStringType::Normal)
            .map_or_else(|| v8::Integer::new(scope, -3).into(), Into::into),
        Err(code) => v8::Integer::new(scope, code).into(),
    }
}
