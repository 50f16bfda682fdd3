//! `buffer.transcode()` (<https://nodejs.org/api/buffer.html#buffertranscodesource-fromenc-toenc>).

use deno_core::{op2, v8};

use crate::BufferError;
use crate::bytes::{bytes_of, own_array};

const UTF8: u32 = 0;
const UCS2: u32 = 1;
const LATIN1: u32 = 2;
const ASCII: u32 = 3;

const REPLACEMENT: u16 = 0xfffd;

fn units_of(bytes: &[u8]) -> Vec<u16> {
    bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

fn bytes_of_units(units: impl Iterator<Item = u16>) -> Vec<u8> {
    units.flat_map(u16::to_le_bytes).collect()
}

/// `None`: the source is not what it says and the target has no character for that.
pub(crate) fn transcode(source: &[u8], from: u32, to: u32) -> Option<Vec<u8>> {
    let ascii = |byte: &u8| {
        if *byte < 0x80 {
            u16::from(*byte)
        } else {
            REPLACEMENT
        }
    };
    Some(match (from, to) {
        (UTF8, UCS2) => bytes_of_units(std::str::from_utf8(source).ok()?.encode_utf16()),
        (UCS2, UTF8) => String::from_utf16(&units_of(source)).ok()?.into_bytes(),
        (LATIN1 | ASCII, UCS2) => bytes_of_units(source.iter().map(|byte| u16::from(*byte))),
        _ => {
            let units: Vec<u16> = match from {
                UTF8 => String::from_utf8_lossy(source).encode_utf16().collect(),
                UCS2 => String::from_utf16_lossy(&units_of(source))
                    .encode_utf16()
                    .collect(),
                LATIN1 => source.iter().map(|byte| u16::from(*byte)).collect(),
                _ => source.iter().map(ascii).collect(),
            };
            match to {
                UTF8 => String::from_utf16_lossy(&units).into_bytes(),
                UCS2 => bytes_of_units(units.into_iter()),
                _ => {
                    let limit = if to == LATIN1 { 0xff } else { 0x7f };
                    // A character outside of the BMP is one question mark, not two.
                    char::decode_utf16(units)
                        .map(|unit| match unit {
                            Ok(c) if u32::from(c) <= limit => u32::from(c) as u8,
                            _ => b'?',
                        })
                        .collect()
                }
            }
        }
    })
}

/// A `Uint8Array`, or null when the source holds an invalid character.
#[op2]
pub fn op_buffer_transcode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<v8::Value>,
    from: u32,
    to: u32,
) -> Result<v8::Local<'s, v8::Value>, BufferError> {
    match transcode(bytes_of(source)?, from, to) {
        Some(bytes) => own_array(scope, bytes),
        None => Ok(v8::null(scope).into()),
    }
}
