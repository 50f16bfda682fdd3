//! What is to be written: views of memory, and strings, which become UTF-8 with one copy.

use deno_core::{FromV8, v8};
use deno_error::JsErrorBox;
use ops_core::text::copy_ascii;

use crate::args::View;
use crate::memory::{LEAST, Piece};

/// Bytes that stay where they are until they have been written.
pub enum Data {
    View(View),
    Short(Vec<u8>),
    Long(Piece),
}

impl Data {
    pub fn part(&self) -> libc::iovec {
        match self {
            Data::View(view) => view.whole(),
            Data::Short(bytes) => part_of(bytes),
            Data::Long(piece) => part_of(piece.bytes()),
        }
    }

    /// Lets `write` fill room for `length` bytes; it returns how many it has written.
    fn with_room(length: usize, write: impl FnOnce(&mut [u8]) -> usize) -> Self {
        let piece = (length >= LEAST)
            .then(|| Piece::with_room(length))
            .flatten();
        if let Some(mut piece) = piece {
            // SAFETY: the piece has room for `length` bytes, and nobody else knows it.
            let room = unsafe { std::slice::from_raw_parts_mut(piece.end(), length) };
            let written = write(room).min(length);
            // SAFETY: that many bytes have been written.
            unsafe { piece.set_len(written) };
            return Data::Long(piece);
        }
        let mut bytes = vec![0; length];
        let written = write(&mut bytes);
        bytes.truncate(written);
        Data::Short(bytes)
    }
}

/// The bytes as the kernel takes them.
pub fn part_of(bytes: &[u8]) -> libc::iovec {
    libc::iovec {
        iov_base: bytes.as_ptr().cast_mut().cast(),
        iov_len: bytes.len(),
    }
}

/// A string as UTF-8; halves of surrogate pairs become U+FFFD.
pub fn encode(text: v8::ValueViewData) -> Data {
    match text {
        v8::ValueViewData::OneByte(bytes) => {
            let mut is_ascii = true;
            let data = Data::with_room(bytes.len(), |room| {
                is_ascii = copy_ascii(bytes, room);
                bytes.len()
            });
            if is_ascii {
                return data;
            }
            let length = v8::simdutf::utf8_length_from_latin1(bytes);
            // SAFETY: the room is as long as the text becomes.
            Data::with_room(length, |room| unsafe {
                v8::simdutf::convert_latin1_to_utf8(bytes, room)
            })
        }
        v8::ValueViewData::TwoByte(units) => {
            let mut is_whole = true;
            let data = Data::with_room(units.len() * 3, |room| {
                // SAFETY: the room is three bytes for each unit, the most that it can become.
                let done = unsafe { v8::simdutf::convert_utf16le_to_utf8_with_errors(units, room) };
                is_whole = done.is_ok();
                done.count
            });
            if is_whole {
                return data;
            }
            Data::Short(String::from_utf16_lossy(units).into_bytes())
        }
    }
}

impl<'s> FromV8<'s> for Data {
    type Error = JsErrorBox;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        match v8::Local::<v8::String>::try_from(value) {
            Ok(text) => Ok(encode(v8::ValueView::new(scope, text).data())),
            Err(_) => View::from_v8(scope, value).map(Data::View),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: v8::ValueViewData) -> Vec<u8> {
        let data = encode(text);
        let part = data.part();
        // SAFETY: `data` lives until the bytes are copied.
        unsafe { std::slice::from_raw_parts(part.iov_base.cast::<u8>(), part.iov_len) }.to_vec()
    }

    #[test]
    fn encodes_each_kind_of_string() {
        let one = |bytes: &[u8]| encoded(v8::ValueViewData::OneByte(bytes));
        let two = |units: &[u16]| encoded(v8::ValueViewData::TwoByte(units));
        assert_eq!(one(b"abc"), b"abc");
        assert_eq!(one(b"a\xe9"), "a\u{e9}".as_bytes());
        assert_eq!(one(&[b'x'; 70_000]), [b'x'; 70_000]);
        assert_eq!(two(&[0x20ac, 0x61]), "\u{20ac}a".as_bytes());
        assert_eq!(two(&[0xd83d, 0xde00]), "\u{1f600}".as_bytes());
        assert_eq!(two(&[0x61, 0xd83d, 0x62]), "a\u{fffd}b".as_bytes());
    }
}
