//! A string to bytes: `buf.write()`, `Buffer.from(string)`, `Buffer.byteLength(string)`.

use deno_core::{op2, v8};
use ops_core::bytes::slice_mut;

use crate::bytes::{Units, bytes_of_mut, low_bytes, with_units};
use crate::{BufferError, base64, hex};

fn target<'a>(
    buffer: v8::Local<'a, v8::Value>,
    offset: usize,
    length: usize,
) -> Result<&'a mut [u8], BufferError> {
    let bytes = bytes_of_mut(buffer)?;
    let room = bytes.len().saturating_sub(offset);
    slice_mut(bytes, offset, length.min(room)).ok_or(BufferError::OutOfRange)
}

fn text(value: v8::Local<v8::Value>) -> Result<v8::Local<v8::String>, BufferError> {
    v8::Local::<v8::String>::try_from(value).map_err(|_| BufferError::NotAString)
}

/// How many bytes the string has in UTF-8; a lone surrogate counts as U+FFFD.
#[op2(fast)]
#[number]
pub fn op_buffer_byte_length_utf8(
    isolate: &mut v8::Isolate,
    string: v8::Local<v8::String>,
) -> usize {
    string.utf8_length(isolate)
}

/// Writes whole characters only. The number of bytes written.
#[op2(fast)]
#[number]
pub fn op_buffer_utf8_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let string = text(string)?;
    let target = target(buffer, offset, length)?;
    let short = string.length() <= target.len() && string.is_onebyte();
    if short {
        let copied = with_units(isolate, string, |units| match units {
            Units::OneByte(bytes) if bytes.is_ascii() => {
                target[..bytes.len()].copy_from_slice(bytes);
                Some(bytes.len())
            }
            _ => None,
        });
        if let Some(length) = copied {
            return Ok(length);
        }
    }
    Ok(string.write_utf8_v2(isolate, target, v8::WriteFlags::kReplaceInvalidUtf8, None))
}

/// Writes the low byte of each unit: `latin1`, `binary` and `ascii`.
#[op2(fast)]
#[number]
pub fn op_buffer_latin1_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let string = text(string)?;
    let target = target(buffer, offset, length)?;
    let length = target.len().min(string.length());
    string.write_one_byte_v2(isolate, 0, &mut target[..length], v8::WriteFlags::empty());
    Ok(length)
}

/// Writes whole UTF-16 units.
#[op2(fast)]
#[number]
pub fn op_buffer_ucs2_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let string = text(string)?;
    let target = target(buffer, offset, length)?;
    with_units(isolate, string, |units| {
        let pairs = target.chunks_exact_mut(2);
        let count = pairs.len();
        match units {
            Units::OneByte(bytes) => {
                for (pair, byte) in pairs.zip(bytes) {
                    pair.copy_from_slice(&[*byte, 0]);
                }
                Ok(count.min(bytes.len()) * 2)
            }
            Units::TwoByte(units) => {
                for (pair, unit) in pairs.zip(units) {
                    pair.copy_from_slice(&unit.to_le_bytes());
                }
                Ok(count.min(units.len()) * 2)
            }
        }
    })
}

/// Decodes base64 of either alphabet.
#[op2(fast)]
#[number]
pub fn op_buffer_base64_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let string = text(string)?;
    let target = target(buffer, offset, length)?;
    let bytes = with_units(isolate, string, |units| match units {
        Units::OneByte(text) => base64::decode_forgiving(text),
        Units::TwoByte(units) => base64::decode_forgiving(&low_bytes(units)),
    });
    let length = bytes.len().min(target.len());
    target[..length].copy_from_slice(&bytes[..length]);
    Ok(length)
}

/// Decodes pairs of hexadecimal digits.
#[op2(fast)]
#[number]
pub fn op_buffer_hex_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let string = text(string)?;
    let target = target(buffer, offset, length)?;
    Ok(with_units(isolate, string, |units| match units {
        Units::OneByte(text) => hex::decode(text.iter().copied(), target),
        Units::TwoByte(units) => hex::decode(units.iter().map(|unit| *unit as u8), target),
    }))
}
