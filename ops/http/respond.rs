//! A whole message in one write: head, body and what frames the body.

use std::cell::Cell;

use deno_core::{op2, v8};
use ops_net::stream_of;

use crate::listener;

/// The body is one chunk of a chunked one.
const CHUNKED: u32 = 1;
/// A body of text is latin1, not UTF-8.
const LATIN1: u32 = 2;
/// The head goes out as UTF-8 with the body: Node joins the two strings.
const UTF8_HEAD: u32 = 4;

/// A body of bytes that is longer than this is not copied.
const COPY_LIMIT: usize = 16 * 1024;
/// Scratch memory that is kept between messages is not larger than this.
const SCRATCH_LIMIT: usize = 256 * 1024;

thread_local! {
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

fn append_latin1(scope: &mut v8::PinScope, string: v8::Local<v8::String>, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + string.length(), 0);
    string.write_one_byte_v2(scope, 0, &mut out[start..], v8::WriteFlags::empty());
}

fn append_utf8(
    scope: &mut v8::PinScope,
    string: v8::Local<v8::String>,
    length: usize,
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.resize(start + length, 0);
    let flags = v8::WriteFlags::kReplaceInvalidUtf8;
    let written = string.write_utf8_v2(scope, &mut out[start..], flags, None);
    out.truncate(start + written);
}

fn append_size(length: usize, out: &mut Vec<u8>) {
    let mut digits = [0u8; 16];
    let mut at = digits.len();
    let mut rest = length;
    loop {
        at -= 1;
        digits[at] = b"0123456789abcdef"[rest & 15];
        rest >>= 4;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
    out.extend_from_slice(b"\r\n");
}

/// Writes a message to a stream handle. `body` is a string, a view or undefined; `trailers` is text that ends with the
/// line ends of its fields. Returns undefined when all of it went out, else a `Buffer` with the rest.
#[op2]
pub fn op_http_respond<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    handle: v8::Local<v8::Value>,
    head: v8::Local<v8::String>,
    body: v8::Local<v8::Value>,
    flags: u32,
    trailers: v8::Local<v8::Value>,
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let mut out = SCRATCH.with(Cell::take);
    out.clear();
    if flags & UTF8_HEAD == 0 || head.is_onebyte() && head.utf8_length(scope) == head.length() {
        append_latin1(scope, head, &mut out);
    } else {
        let length = head.utf8_length(scope);
        append_utf8(scope, head, length, &mut out);
    }
    let chunked = flags & CHUNKED != 0;
    let mut storage = [0u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
    let mut apart: &[u8] = &[];
    let view = v8::Local::<v8::ArrayBufferView>::try_from(body).ok();
    if let Ok(text) = v8::Local::<v8::String>::try_from(body) {
        let latin1 = flags & LATIN1 != 0;
        let length = if latin1 {
            text.length()
        } else {
            text.utf8_length(scope)
        };
        if chunked && length > 0 {
            append_size(length, &mut out);
        }
        if latin1 || length == text.length() {
            append_latin1(scope, text, &mut out);
        } else {
            append_utf8(scope, text, length, &mut out);
        }
        if chunked && length > 0 {
            out.extend_from_slice(b"\r\n");
        }
    } else if let Some(view) = &view {
        let bytes = view.get_contents(&mut storage);
        if chunked && !bytes.is_empty() {
            append_size(bytes.len(), &mut out);
        }
        if bytes.len() > COPY_LIMIT {
            apart = bytes;
        } else {
            out.extend_from_slice(bytes);
        }
        if chunked && !bytes.is_empty() && apart.is_empty() {
            out.extend_from_slice(b"\r\n");
        }
    }
    let mut end: Vec<u8> = Vec::new();
    if chunked {
        let target = if apart.is_empty() { &mut out } else { &mut end };
        if !apart.is_empty() {
            target.extend_from_slice(b"\r\n");
        }
        target.extend_from_slice(b"0\r\n");
        if let Ok(trailers) = v8::Local::<v8::String>::try_from(trailers) {
            append_latin1(scope, trailers, target);
        }
        target.extend_from_slice(b"\r\n");
    }

    let slices: [&[u8]; 3] = [&out, apart, &end];
    let slices = if apart.is_empty() {
        &slices[..1]
    } else {
        &slices[..]
    };
    let total: usize = slices.iter().map(|slice| slice.len()).sum();
    let sent = stream_of(scope, handle).map_or(0, |stream| stream.try_write(slices));
    let rest = if sent < total {
        let whole = slices.concat();
        listener::buffer(scope, whole.get(sent..).unwrap_or_default())
    } else {
        None
    };
    if out.capacity() <= SCRATCH_LIMIT {
        SCRATCH.with(|cell| cell.set(out));
    }
    rest
}
