//! Searches: `buf.indexOf()`, `buf.lastIndexOf()`, `buf.includes()`.

use deno_core::{op2, v8};
use memchr::{memchr, memmem, memrchr};
use ops_core::text::{Units, with_units};

use crate::bytes::{bytes_of_view, low_bytes};
use crate::{base64, hex};

const UTF8: u32 = 0;
const UCS2: u32 = 1;
const LATIN1: u32 = 2;
const BASE64: u32 = 3;
const HEX: u32 = 4;

/// Where a search begins: an offset before the start counts from the end, and one that is out of reach finds nothing.
fn start(length: usize, needle: usize, offset: f64, forward: bool) -> Option<usize> {
    let length = length as f64;
    let offset = if offset.is_nan() {
        if forward { 0.0 } else { length }
    } else {
        offset.trunc()
    };
    let start = if offset < 0.0 {
        length + offset
    } else {
        offset
    };
    if start < 0.0 {
        return if forward || needle == 0 {
            Some(0)
        } else {
            None
        };
    }
    if start >= length {
        if needle == 0 || !forward {
            return Some(length as usize);
        }
        return None;
    }
    Some(start as usize)
}

fn found(index: Option<usize>) -> f64 {
    index.map_or(-1.0, |index| index as f64)
}

/// How many places that begin well are looked at before a search that no text can slow down takes over.
const TRIES: usize = 16;

/// Looks where the first byte of `needle` is: an index when it is found, and where to go on when it is not.
fn scan(haystack: &[u8], needle: &[u8], start: usize, step: usize) -> (usize, Option<usize>) {
    let mut from = start;
    for _ in 0..TRIES {
        let Some(at) = haystack
            .get(from..)
            .and_then(|rest| memchr(needle[0], rest))
        else {
            return (haystack.len(), None);
        };
        let index = from + at;
        if index.is_multiple_of(step) && haystack[index..].starts_with(needle) {
            return (index, Some(index));
        }
        from = index + 1;
    }
    (from, None)
}

/// The search of bytes in bytes; `step` 2 takes only matches on a unit's border.
fn search(
    haystack: &[u8],
    needle: &[u8],
    offset: f64,
    forward: bool,
    step: usize,
) -> Option<usize> {
    let start = start(haystack.len(), needle.len(), offset, forward)?;
    if needle.is_empty() {
        return Some(start);
    }
    if haystack.len() < needle.len() {
        return None;
    }
    if forward {
        let (start, index) = scan(haystack, needle, start, step);
        if index.is_some() || start >= haystack.len() {
            return index;
        }
        let finder = memmem::Finder::new(needle);
        let mut from = start;
        loop {
            let index = from + finder.find(haystack.get(from..)?)?;
            if index % step == 0 {
                return Some(index);
            }
            from = index + 1;
        }
    }
    let finder = memmem::FinderRev::new(needle);
    let mut end = start.saturating_add(needle.len()).min(haystack.len());
    loop {
        let index = finder.rfind(&haystack[..end])?;
        if index % step == 0 {
            return Some(index);
        }
        end = index + needle.len() - 1;
    }
}

/// `value` is a byte. Here as in the other searches the caller has seen that the buffer is a view.
#[op2(fast)]
pub fn op_buffer_index_of_number(
    buffer: v8::Local<v8::Value>,
    value: u32,
    offset: f64,
    forward: bool,
) -> f64 {
    // SAFETY: js/internal/buffer/methods.js passes nothing but views.
    let bytes = unsafe { bytes_of_view(buffer) };
    if forward && offset == 0.0 {
        return found(memchr(value as u8, bytes));
    }
    let Some(start) = start(bytes.len(), 1, offset, forward) else {
        return -1.0;
    };
    let index = if forward {
        bytes
            .get(start..)
            .and_then(|rest| memchr(value as u8, rest))
            .map(|index| index + start)
    } else {
        memrchr(value as u8, &bytes[..(start + 1).min(bytes.len())])
    };
    found(index)
}

/// `value` is a buffer; with the encoding UCS2 the match must lie on a unit's border.
#[op2(fast)]
pub fn op_buffer_index_of_bytes(
    buffer: v8::Local<v8::Value>,
    value: v8::Local<v8::Value>,
    offset: f64,
    encoding: u32,
    forward: bool,
) -> f64 {
    // SAFETY: js/internal/buffer/methods.js passes nothing but views.
    let (bytes, needle) = unsafe { (bytes_of_view(buffer), bytes_of_view(value)) };
    if encoding != UCS2 {
        return found(search(bytes, needle, offset, forward, 1));
    }
    if !needle.is_empty() && (bytes.len() < 2 || needle.len() < 2) {
        return -1.0;
    }
    found(search(
        bytes,
        &needle[..needle.len() & !1],
        offset,
        forward,
        2,
    ))
}

/// `value` is a string, to be encoded first.
#[op2(fast)]
pub fn op_buffer_index_of_string(
    isolate: &mut v8::Isolate,
    buffer: v8::Local<v8::Value>,
    value: v8::Local<v8::String>,
    offset: f64,
    encoding: u32,
    forward: bool,
) -> f64 {
    // SAFETY: js/internal/buffer/methods.js passes nothing but views.
    let bytes = unsafe { bytes_of_view(buffer) };
    let index = match encoding {
        UCS2 => {
            let needle = with_units(isolate, value, |units| match units {
                Units::OneByte(text) => {
                    text.iter().flat_map(|byte| [*byte, 0]).collect::<Vec<u8>>()
                }
                Units::TwoByte(units) => units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            });
            if !needle.is_empty() && bytes.len() < 2 {
                return -1.0;
            }
            search(bytes, &needle, offset, forward, 2)
        }
        LATIN1 | BASE64 | HEX => with_units(isolate, value, |units| {
            let copy;
            let text = match units {
                Units::OneByte(text) => text,
                Units::TwoByte(units) => {
                    copy = low_bytes(units);
                    &copy
                }
            };
            let decoded;
            let needle = match encoding {
                BASE64 => {
                    decoded = base64::decode_forgiving(text);
                    &decoded
                }
                HEX => {
                    let mut target = vec![0; text.len() / 2];
                    let length = hex::decode(text, &mut target);
                    target.truncate(length);
                    decoded = target;
                    &decoded
                }
                _ => text,
            };
            search(bytes, needle, offset, forward, 1)
        }),
        _ => {
            debug_assert_eq!(encoding, UTF8);
            let ascii = with_units(isolate, value, |units| match units {
                Units::OneByte(text) if text.is_ascii() => {
                    Some(search(bytes, text, offset, forward, 1))
                }
                _ => None,
            });
            match ascii {
                Some(index) => index,
                None => {
                    let mut needle = vec![0; value.utf8_length(isolate)];
                    let length = value.write_utf8_v2(
                        isolate,
                        &mut needle,
                        v8::WriteFlags::kReplaceInvalidUtf8,
                        None,
                    );
                    needle.truncate(length);
                    search(bytes, &needle, offset, forward, 1)
                }
            }
        }
    };
    found(index)
}
