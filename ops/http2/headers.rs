//! Blocks of headers: from JS to nghttp2 as one text, from nghttp2 to JS as one array.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use deno_core::v8;
use libnghttp2_sys as ffi;

/// Headers for nghttp2. The pairs point into the text.
pub struct HeaderList {
    text: Vec<u8>,
    pairs: Vec<ffi::nghttp2_nv>,
}

thread_local! {
    /// Memory of the last list.
    static ROOM: Cell<(Vec<u8>, Vec<ffi::nghttp2_nv>)> = const { Cell::new((Vec::new(), Vec::new())) };
}

/// Memory that is kept is not larger than this.
const ROOM_LIMIT: usize = 16 * 1024;

impl Drop for HeaderList {
    fn drop(&mut self) {
        if self.text.capacity() <= ROOM_LIMIT && self.pairs.capacity() <= ROOM_LIMIT / 40 {
            let text = std::mem::take(&mut self.text);
            let pairs = std::mem::take(&mut self.pairs);
            ROOM.with(|cell| cell.set((text, pairs)));
        }
    }
}

fn pair(name: &mut [u8], value: &mut [u8], flags: u8) -> ffi::nghttp2_nv {
    ffi::nghttp2_nv {
        name: name.as_mut_ptr(),
        value: value.as_mut_ptr(),
        namelen: name.len(),
        valuelen: value.len(),
        flags,
    }
}

impl HeaderList {
    /// `text` is a name, a zero, a value, a zero and a character of flags for each of `count` headers. A zero inside of
    /// them makes a list that nghttp2 refuses.
    pub fn new(
        scope: &mut v8::PinScope,
        text: v8::Local<v8::Value>,
        count: v8::Local<v8::Value>,
    ) -> Option<Self> {
        let string = v8::Local::<v8::String>::try_from(text).ok()?;
        let count = count.uint32_value(scope)? as usize;
        let (mut text, mut pairs) = ROOM.with(Cell::take);
        text.clear();
        pairs.clear();
        text.resize(string.length(), 0);
        string.write_one_byte_v2(scope, 0, &mut text, v8::WriteFlags::empty());
        let mut rest = text.as_mut_slice();
        while !rest.is_empty() {
            let Some((name, value, flags, tail)) = split(rest).filter(|_| pairs.len() < count)
            else {
                let mut text = vec![0u8; 1];
                let bytes = text.as_mut_ptr();
                let refused = ffi::nghttp2_nv {
                    name: bytes,
                    value: bytes,
                    namelen: 1,
                    valuelen: 1,
                    flags: 0,
                };
                return Some(Self {
                    text,
                    pairs: vec![refused],
                });
            };
            pairs.push(pair(name, value, flags));
            rest = tail;
        }
        Some(Self { text, pairs })
    }

    pub fn as_ptr(&self) -> *const ffi::nghttp2_nv {
        self.pairs.as_ptr()
    }

    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The value of the first header of this name.
    pub fn value(&self, name: &[u8]) -> Option<&[u8]> {
        self.pairs.iter().find_map(|pair| {
            // SAFETY: the pairs point into the text, which lives with them.
            let (key, value) = unsafe {
                (
                    std::slice::from_raw_parts(pair.name, pair.namelen),
                    std::slice::from_raw_parts(pair.value, pair.valuelen),
                )
            };
            (key == name).then_some(value)
        })
    }
}

type Split<'a> = (&'a mut [u8], &'a mut [u8], u8, &'a mut [u8]);

/// The first header of the text, and what follows it.
fn split(text: &mut [u8]) -> Option<Split<'_>> {
    let end = text.iter().position(|byte| *byte == 0)?;
    let (name, rest) = text.split_at_mut(end);
    let rest = &mut rest[1..];
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (value, rest) = rest.split_at_mut(end);
    let (flags, rest) = rest[1..].split_first_mut()?;
    Some((name, value, *flags, rest))
}

/// The headers of the block that nghttp2 reads; there is one at a time.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    headers: Vec<(u32, u32, u8)>,
}

impl Block {
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.headers.clear();
    }

    pub fn len(&self) -> usize {
        self.headers.len()
    }

    pub fn push(&mut self, name: &[u8], value: &[u8], flags: u8) {
        self.bytes.extend_from_slice(name);
        self.bytes.extend_from_slice(value);
        self.headers
            .push((name.len() as u32, value.len() as u32, flags));
    }

    /// `[name, value, ...]`, and the names of those that are never indexed.
    pub fn to_js<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> (v8::Local<'s, v8::Value>, v8::Local<'s, v8::Value>) {
        let mut list: Vec<v8::Local<v8::Value>> = Vec::with_capacity(self.headers.len() * 2);
        let mut sensitive: Vec<v8::Local<v8::Value>> = Vec::new();
        let mut rest = self.bytes.as_slice();
        for (name, value, flags) in &self.headers {
            let (name, tail) = rest.split_at((*name as usize).min(rest.len()));
            let (value, tail) = tail.split_at((*value as usize).min(tail.len()));
            rest = tail;
            let key = kept(scope, name);
            list.push(key);
            let value = match repeats(name, value) {
                true => kept(scope, value),
                false => crate::js::latin1(scope, value),
            };
            list.push(value);
            if flags & ffi::NGHTTP2_NV_FLAG_NO_INDEX as u8 != 0 {
                sensitive.push(key);
            }
        }
        let list = v8::Array::new_with_elements(scope, &list);
        let sensitive = v8::Array::new_with_elements(scope, &sensitive);
        (list.into(), sensitive.into())
    }
}

/// Whether many messages have this very value.
fn repeats(name: &[u8], value: &[u8]) -> bool {
    value.len() <= MAX_KEPT
        && matches!(
            name,
            b":method"
                | b":scheme"
                | b":status"
                | b":authority"
                | b"accept"
                | b"accept-encoding"
                | b"content-type"
                | b"user-agent"
        )
}

const MAX_KEPT: usize = 40;
const KEPT: usize = 512;

type Texts = HashMap<Box<[u8]>, v8::Global<v8::String>, BuildHasherDefault<TextHasher>>;

thread_local! {
    /// Strings that come again and again.
    static TEXTS: RefCell<Texts> = RefCell::default();
}

/// A quick hash of short texts. A peer that makes them collide makes no more than `KEPT` of them.
#[derive(Default)]
struct TextHasher(u64);

impl Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            let mixed = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
            self.0 = mixed ^ (mixed >> 32);
        }
    }

    fn write_usize(&mut self, length: usize) {
        self.0 ^= length as u64;
    }
}

/// An internalized string, from those that are kept if it is short.
fn kept<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    let found = TEXTS.with(|cell| {
        let texts = cell.borrow();
        texts.get(bytes).map(|text| v8::Local::new(scope, text))
    });
    if let Some(text) = found {
        return text.into();
    }
    let text = v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Internalized);
    let Some(text) = text else {
        return v8::String::empty(scope).into();
    };
    if bytes.len() <= MAX_KEPT {
        let global = v8::Global::new(scope, text);
        TEXTS.with(|cell| {
            let mut texts = cell.borrow_mut();
            if texts.len() >= KEPT {
                texts.clear();
            }
            texts.insert(bytes.into(), global);
        });
    }
    text.into()
}
