//! Text of JS and its bytes, by the vectors of simdutf.

use deno_core::v8;
use deno_core::v8::simdutf;

use crate::bytes;
use crate::memory::{self, with_scratch, with_scratch_units};

/// What the nearest cache of a processor holds twice.
const PART: usize = 8 * 1024;
/// Up to this length a loop costs less than a call.
const SMALL: usize = 32;
/// V8 decodes short UTF-8 sooner than it can be converted, and for very long text the memory between would be in the way.
const SHORT: usize = 64;
const LONG: usize = 1 << 20;

/// The units of a string for a short look: nothing is allocated in the heap while it is held.
pub enum Units<'a> {
    OneByte(&'a [u8]),
    TwoByte(&'a [u16]),
}

/// Calls `f` with the units of `string`, without a copy where V8 keeps them flat.
pub fn with_units<R>(
    isolate: &mut v8::Isolate,
    string: v8::Local<v8::String>,
    f: impl FnOnce(Units<'_>) -> R,
) -> R {
    let view = v8::ValueView::new(isolate, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => f(Units::OneByte(bytes)),
        v8::ValueViewData::TwoByte(units) => f(Units::TwoByte(units)),
    }
}

/// How many bytes the string has in UTF-8.
pub fn utf8_length(isolate: &mut v8::Isolate, string: v8::Local<v8::String>) -> usize {
    let length = with_units(isolate, string, |units| match units {
        Units::OneByte(bytes) => Some(simdutf::utf8_length_from_latin1(bytes)),
        Units::TwoByte(units) => {
            simdutf::validate_utf16le(units).then(|| simdutf::utf8_length_from_utf16le(units))
        }
    });
    length.unwrap_or_else(|| string.utf8_length(isolate))
}

/// The UTF-8 of a string of two-byte characters, by way of memory that is long enough for whatever it holds: to look first
/// how long it is and whether it is valid takes longer than to copy. `None` when it is too long for that or not valid.
fn converted<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    string: v8::Local<v8::String>,
) -> Option<(v8::Local<'s, v8::ArrayBuffer>, usize)> {
    let most = string.length() * 3;
    if most > memory::SCRATCH {
        return None;
    }
    with_scratch(most, |scratch| {
        let length = with_units(scope, string, |units| match units {
            // SAFETY: there are three bytes for each unit.
            Units::TwoByte(units) => unsafe { simdutf::convert_utf16le_to_utf8(units, scratch) },
            Units::OneByte(_) => 0,
        });
        if length == 0 {
            return None;
        }
        let buffer = memory::array_buffer(scope, length)?;
        bytes::view_mut(buffer.into())?.copy_from_slice(&scratch[..length]);
        Some((buffer, length))
    })
}

/// The UTF-8 of `string` in memory of its own, and its length; `None` when there is no memory.
pub fn utf8_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    string: v8::Local<v8::String>,
) -> Option<(v8::Local<'s, v8::ArrayBuffer>, usize)> {
    if !string.is_onebyte()
        && let Some(made) = converted(scope, string)
    {
        return Some(made);
    }
    let valid = with_units(scope, string, |units| match units {
        Units::TwoByte(units) if simdutf::validate_utf16le(units) => {
            Some(simdutf::utf8_length_from_utf16le(units))
        }
        _ => None,
    });
    let length = match valid {
        Some(length) => length,
        None => utf8_length(scope, string),
    };
    let buffer = memory::array_buffer(scope, length)?;
    if length == 0 {
        return Some((buffer, 0));
    }
    let target = bytes::view_mut(buffer.into())?;
    let written = match valid {
        Some(_) => with_units(scope, string, |units| match units {
            // SAFETY: the units were found to be valid, and there is room for as many bytes as were counted.
            Units::TwoByte(units) => unsafe {
                simdutf::convert_valid_utf16le_to_utf8(units, target)
            },
            Units::OneByte(_) => 0,
        }),
        None => write_utf8(scope, string, target, None),
    };
    debug_assert_eq!(written, length);
    Some((buffer, length))
}

/// Writes whole characters into `target`: how many bytes, and into `read` how many units that were.
pub fn write_utf8(
    isolate: &mut v8::Isolate,
    string: v8::Local<v8::String>,
    target: &mut [u8],
    read: Option<&mut usize>,
) -> usize {
    let whole = with_units(isolate, string, |units| match units {
        Units::OneByte(bytes) => {
            latin1_to_utf8(bytes, target).map(|written| (bytes.len(), written))
        }
        Units::TwoByte(units) => utf16_to_utf8(units, target).map(|written| (units.len(), written)),
    });
    let Some((units, written)) = whole else {
        return string.write_utf8_v2(isolate, target, v8::WriteFlags::kReplaceInvalidUtf8, read);
    };
    if let Some(read) = read {
        *read = units;
    }
    written
}

/// Copies `text`, part by part while each is still near; false at the first part that is not ASCII.
pub fn copy_ascii(text: &[u8], target: &mut [u8]) -> bool {
    let parts = text.chunks(PART).zip(target.chunks_mut(PART));
    for (part, target) in parts {
        if !simdutf::validate_ascii(part) {
            return false;
        }
        target.copy_from_slice(part);
    }
    true
}

/// As [`write_utf8`], of one-byte characters; `None` when not all of them fit.
pub fn latin1_to_utf8(text: &[u8], target: &mut [u8]) -> Option<usize> {
    let same = target.get_mut(..text.len())?;
    // Nothing is written that does not stay: the rest of the target is the program's.
    if text.len() > SMALL && copy_ascii(text, same) {
        return Some(text.len());
    }
    if text.len() <= SMALL && text.iter().fold(0, |all, byte| all | byte) < 0x80 {
        same.copy_from_slice(text);
        return Some(text.len());
    }
    if target.len() < text.len() * 2 && target.len() < simdutf::utf8_length_from_latin1(text) {
        return None;
    }
    // SAFETY: there is room for all of it.
    Some(unsafe { simdutf::convert_latin1_to_utf8(text, target) })
}

/// `None` when not all of it fits or a surrogate is alone.
fn utf16_to_utf8(units: &[u16], target: &mut [u8]) -> Option<usize> {
    if target.len() / 3 < units.len()
        && (!simdutf::validate_utf16le(units)
            || target.len() < simdutf::utf8_length_from_utf16le(units))
    {
        return None;
    }
    // SAFETY: there is room for all of it: three bytes for each unit, or as many as were counted.
    let written = unsafe { simdutf::convert_utf16le_to_utf8(units, target) };
    (written > 0 || units.is_empty()).then_some(written)
}

/// A string of these units; `None` when it would be too long.
pub fn two_byte<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    units: &[u16],
) -> Option<v8::Local<'s, v8::String>> {
    v8::String::new_from_two_byte(scope, units, v8::NewStringType::Normal)
}

/// The string of `bytes`, with U+FFFD for what is not UTF-8; `None` when it would be too long.
pub fn decode_utf8<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::String>> {
    if bytes.len() > v8::String::MAX_LENGTH {
        // More bytes than V8 takes at once can still be fewer characters.
        if v8::simdutf::utf16_length_from_utf8(bytes) > v8::String::MAX_LENGTH {
            return None;
        }
        let units: Vec<u16> = String::from_utf8_lossy(bytes).encode_utf16().collect();
        return two_byte(scope, &units);
    }
    if bytes.len() <= SHORT || bytes.len() > LONG {
        return v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal);
    }
    if v8::simdutf::validate_ascii(bytes) {
        return v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal);
    }
    // Nothing beyond U+00FF begins with a smaller byte.
    let wide = bytes
        .chunks(256)
        .any(|part| part.iter().fold(false, |wide, byte| wide | (*byte >= 0xc4)));
    let valid = if wide {
        with_scratch_units(bytes.len(), |units| {
            // SAFETY: there is a unit for each byte, and UTF-8 has no fewer bytes than UTF-16 units.
            let count = unsafe { v8::simdutf::convert_utf8_to_utf16le(bytes, units) };
            (count > 0).then(|| two_byte(scope, &units[..count]))
        })
    } else {
        with_scratch(bytes.len(), |text| {
            // SAFETY: there is a byte for each byte, and UTF-8 has no fewer bytes than Latin-1.
            let count = unsafe { v8::simdutf::convert_utf8_to_latin1(bytes, text) };
            (count > 0).then(|| {
                v8::String::new_from_one_byte(scope, &text[..count], v8::NewStringType::Normal)
            })
        })
    };
    valid.unwrap_or_else(|| v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal))
}
