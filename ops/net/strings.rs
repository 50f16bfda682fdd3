//! Bytes of JS strings and buffers for the write methods, without a copy where the kernel can take them from place.

use std::cell::Cell;

use deno_core::v8;

use crate::write::Piece;

/// Encodings that the write methods know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Latin1,
    Ucs2,
}

impl Encoding {
    /// The one of that name; UTF-8 for any other name.
    pub fn of_name(name: &str) -> Self {
        match name {
            "latin1" | "binary" | "ascii" => Encoding::Latin1,
            "ucs2" | "ucs-2" | "utf16le" | "utf-16le" => Encoding::Ucs2,
            _ => Encoding::Utf8,
        }
    }

    /// Of the write methods that take a string, by their number: 3 UTF-8, 4 one byte for each character, 5 UTF-16.
    pub fn of_kind(kind: i32) -> Self {
        match kind {
            4 => Encoding::Latin1,
            5 => Encoding::Ucs2,
            _ => Encoding::Utf8,
        }
    }
}

thread_local! {
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Scratch memory that is kept between writes is not larger than this.
const SCRATCH_LIMIT: usize = 256 * 1024;

/// Appends the string's bytes.
pub fn append(
    scope: &mut v8::PinScope,
    string: v8::Local<v8::String>,
    encoding: Encoding,
    out: &mut Vec<u8>,
) {
    let length = string.length();
    let start = out.len();
    match encoding {
        Encoding::Latin1 => {
            out.resize(start + length, 0);
            string.write_one_byte_v2(scope, 0, &mut out[start..], v8::WriteFlags::empty());
        }
        Encoding::Ucs2 => {
            let mut units = vec![0u16; length];
            string.write_v2(scope, 0, &mut units, v8::WriteFlags::empty());
            out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        }
        Encoding::Utf8 => {
            let bytes = string.utf8_length(scope);
            out.resize(start + bytes, 0);
            let written = string.write_utf8_v2(
                scope,
                &mut out[start..],
                v8::WriteFlags::kReplaceInvalidUtf8,
                None,
            );
            out.truncate(start + written);
        }
    }
}

/// Calls `f` with the string's bytes.
pub fn with_bytes<R>(
    scope: &mut v8::PinScope,
    string: v8::Local<v8::String>,
    encoding: Encoding,
    f: impl FnOnce(&mut v8::PinScope, &[u8]) -> R,
) -> R {
    let mut scratch = SCRATCH.with(Cell::take);
    scratch.clear();
    append(scope, string, encoding, &mut scratch);
    let result = f(scope, &scratch);
    if scratch.capacity() <= SCRATCH_LIMIT {
        SCRATCH.with(|cell| cell.set(scratch));
    }
    result
}

/// What is kept of a view that could not be written at once: its memory, or a copy when it is small or may move.
pub fn piece(view: v8::Local<v8::ArrayBufferView>, bytes: &[u8]) -> Piece {
    if bytes.len() > v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP
        && let Some(store) = view.get_backing_store()
        && !store.is_resizable_by_user_javascript()
    {
        return Piece::Shared {
            store,
            offset: view.byte_offset(),
            length: bytes.len(),
        };
    }
    Piece::Owned(bytes.to_vec())
}

/// One chunk of `writev`.
pub enum Chunk<'s> {
    Text(Vec<u8>),
    View(
        v8::Local<'s, v8::ArrayBufferView>,
        v8::SharedRef<v8::BackingStore>,
    ),
}

impl Chunk<'_> {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Chunk::Text(bytes) => bytes,
            Chunk::View(view, store) => {
                let offset = view.byte_offset();
                let length = store
                    .byte_length()
                    .saturating_sub(offset)
                    .min(view.byte_length());
                match store.data() {
                    // SAFETY: the range was checked against the store, which `self` keeps; no JS runs meanwhile.
                    Some(data) if length > 0 => unsafe {
                        std::slice::from_raw_parts(data.as_ptr().cast::<u8>().add(offset), length)
                    },
                    _ => &[],
                }
            }
        }
    }

    pub fn keep(&self) -> Piece {
        match self {
            Chunk::Text(bytes) => Piece::Owned(bytes.clone()),
            Chunk::View(view, _) => piece(*view, self.bytes()),
        }
    }
}

/// The chunks of `writev`: an array of buffers, or of pairs `chunk, encoding`. `None` for anything else.
pub fn pieces<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    chunks: v8::Local<v8::Array>,
    all_buffers: bool,
) -> Option<Vec<Chunk<'s>>> {
    let step = if all_buffers { 1 } else { 2 };
    let mut list: Vec<Chunk<'s>> = Vec::with_capacity((chunks.length() / step) as usize);
    let mut index = 0;
    while index < chunks.length() {
        let chunk = chunks.get_index(scope, index)?;
        if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(chunk) {
            list.push(Chunk::View(view, view.get_backing_store()?));
        } else {
            let string = v8::Local::<v8::String>::try_from(chunk).ok()?;
            let encoding = chunks
                .get_index(scope, index + 1)?
                .to_rust_string_lossy(scope);
            let encoding = Encoding::of_name(&encoding);
            // Neighbouring strings become one run of bytes.
            if let Some(Chunk::Text(bytes)) = list.last_mut() {
                append(scope, string, encoding, bytes);
            } else {
                let mut bytes = Vec::new();
                append(scope, string, encoding, &mut bytes);
                list.push(Chunk::Text(bytes));
            }
        }
        index += step;
    }
    Some(list)
}
