//! A string to bytes: `buf.write()`, `Buffer.from(string)`, `Buffer.byteLength(string)`.

use std::borrow::Cow;

use deno_core::{op2, v8};
use ops_core::text::{self, Units, with_units};

use crate::bytes::{bytes_of_view_mut, checked_view_mut, low_bytes};
use crate::{BufferError, base64, hex};

fn target<'a>(
    buffer: v8::Local<'a, v8::Value>,
    offset: usize,
    length: usize,
) -> Result<&'a mut [u8], BufferError> {
    part(checked_view_mut(buffer)?, offset, length).ok_or(BufferError::OutOfRange)
}

/// As much of `[offset, offset + length)` as there is; `None` when it begins beyond the end.
fn part(bytes: &mut [u8], offset: usize, length: usize) -> Option<&mut [u8]> {
    let rest = bytes.get_mut(offset..)?;
    let length = length.min(rest.len());
    rest.get_mut(..length)
}

fn string_of(value: v8::Local<v8::Value>) -> Result<v8::Local<v8::String>, BufferError> {
    v8::Local::<v8::String>::try_from(value).map_err(|_| BufferError::NotAString)
}

/// Lets `write` put the units of `string` into its place in `buffer`: the number of bytes written.
fn write_units(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    offset: usize,
    length: usize,
    write: impl FnOnce(Units<'_>, &mut [u8]) -> usize,
) -> Result<usize, BufferError> {
    let string = string_of(string)?;
    let target = target(buffer, offset, length)?;
    Ok(with_units(isolate, string, |units| write(units, target)))
}

/// As [`write_units`], for text of digits: `decode` gets the low byte of each unit.
fn write_decoded(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    offset: usize,
    length: usize,
    decode: impl FnOnce(&[u8], &mut [u8]) -> usize,
) -> Result<usize, BufferError> {
    let write = |units: Units<'_>, target: &mut [u8]| match units {
        Units::OneByte(text) => decode(text, target),
        Units::TwoByte(units) => decode(&low_bytes(units), target),
    };
    write_units(isolate, buffer, string, offset, length, write)
}

fn write_utf8(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    offset: usize,
    length: usize,
) -> Result<usize, BufferError> {
    let string = string_of(string)?;
    let target = target(buffer, offset, length)?;
    Ok(text::write_utf8(isolate, string, target, None))
}

/// How many bytes the string has in UTF-8; a lone surrogate counts as U+FFFD.
#[op2(fast)]
#[number]
pub fn op_buffer_byte_length_utf8(
    isolate: &mut v8::Isolate,
    string: v8::Local<v8::String>,
) -> usize {
    text::utf8_length(isolate, string)
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
    write_utf8(isolate, buffer, string, offset, length)
}

/// As [`op_buffer_utf8_write`], which this is for any string that is not flat or has two-byte characters. The caller has
/// seen that the buffer is a view.
#[op2(fast(utf8_write_flat))]
#[number]
pub fn op_buffer_utf8_write_one_byte(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::String>,
    #[number] offset: usize,
    #[number] length: usize,
) -> usize {
    // SAFETY: `utf8WriteAny()` in js/internal/buffer/strings.js is called with nothing but views.
    let bytes = unsafe { bytes_of_view_mut(buffer) };
    match part(bytes, offset, length) {
        Some(target) => text::write_utf8(isolate, string, target, None),
        None => 0,
    }
}

/// The way of flat strings of one-byte characters, whose bytes V8 hands over without a call.
#[op2(fast)]
#[number]
fn utf8_write_flat(
    buffer: v8::Local<v8::Value>,
    #[string(onebyte)] string: Cow<[u8]>,
    #[number] offset: usize,
    #[number] length: usize,
) -> usize {
    // SAFETY: `utf8WriteAny()` in js/internal/buffer/strings.js is called with nothing but views.
    let bytes = unsafe { bytes_of_view_mut(buffer) };
    let Some(target) = part(bytes, offset, length) else {
        return 0;
    };
    if let Some(written) = text::latin1_to_utf8(&string, target) {
        return written;
    }
    let mut written = 0;
    for character in string.iter() {
        let mut bytes = [0; 2];
        let bytes = char::from(*character).encode_utf8(&mut bytes).as_bytes();
        match target.get_mut(written..written + bytes.len()) {
            Some(place) => place.copy_from_slice(bytes),
            None => break,
        }
        written += bytes.len();
    }
    written
}

fn copy_bytes(text: &[u8], target: &mut [u8]) -> usize {
    let length = text.len().min(target.len());
    target[..length].copy_from_slice(&text[..length]);
    length
}

/// Writes the low byte of each unit: `latin1`, `binary` and `ascii`.
#[op2(fast(latin1_write_flat))]
#[number]
pub fn op_buffer_latin1_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    write_units(
        isolate,
        buffer,
        string,
        offset,
        length,
        |units, target| match units {
            Units::OneByte(text) => copy_bytes(text, target),
            Units::TwoByte(units) => {
                for (byte, unit) in target.iter_mut().zip(units) {
                    *byte = *unit as u8;
                }
                units.len().min(target.len())
            }
        },
    )
}

/// The way of flat strings of one-byte characters, whose bytes V8 hands over without a call.
#[op2(fast)]
#[number]
fn latin1_write_flat(
    buffer: v8::Local<v8::Value>,
    #[string(onebyte)] string: Cow<[u8]>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let target = target(buffer, offset, length)?;
    Ok(copy_bytes(&string, target))
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
    write_units(
        isolate,
        buffer,
        string,
        offset,
        length,
        |units, target| match units {
            Units::OneByte(bytes) => {
                let pairs = target.as_chunks_mut::<2>().0;
                for (pair, byte) in pairs.iter_mut().zip(bytes) {
                    *pair = [*byte, 0];
                }
                pairs.len().min(bytes.len()) * 2
            }
            Units::TwoByte(units) if cfg!(target_endian = "little") => {
                let length = (units.len() * 2).min(target.len() & !1);
                // SAFETY: any memory is bytes, and two of them lie in each unit.
                let bytes =
                    unsafe { std::slice::from_raw_parts(units.as_ptr().cast::<u8>(), length) };
                target[..length].copy_from_slice(bytes);
                length
            }
            Units::TwoByte(units) => {
                let pairs = target.as_chunks_mut::<2>().0;
                for (pair, unit) in pairs.iter_mut().zip(units) {
                    *pair = unit.to_le_bytes();
                }
                pairs.len().min(units.len()) * 2
            }
        },
    )
}

/// Decodes base64 of either alphabet.
#[op2(fast(base64_write_flat))]
#[number]
pub fn op_buffer_base64_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    write_decoded(isolate, buffer, string, offset, length, base64::decode_into)
}

/// The way of flat strings of one-byte characters, whose bytes V8 hands over without a call.
#[op2(fast)]
#[number]
fn base64_write_flat(
    buffer: v8::Local<v8::Value>,
    #[string(onebyte)] string: Cow<[u8]>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let target = target(buffer, offset, length)?;
    Ok(base64::decode_into(&string, target))
}

/// Decodes pairs of hexadecimal digits.
#[op2(fast(hex_write_flat))]
#[number]
pub fn op_buffer_hex_write(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    string: v8::Local<v8::Value>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    write_decoded(isolate, buffer, string, offset, length, hex::decode)
}

/// The way of flat strings of one-byte characters, whose bytes V8 hands over without a call.
#[op2(fast)]
#[number]
fn hex_write_flat(
    buffer: v8::Local<v8::Value>,
    #[string(onebyte)] string: Cow<[u8]>,
    #[number] offset: usize,
    #[number] length: usize,
) -> Result<usize, BufferError> {
    let target = target(buffer, offset, length)?;
    Ok(hex::decode(&string, target))
}
