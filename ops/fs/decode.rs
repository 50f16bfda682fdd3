//! UTF-8 on its way to a two-byte string. Two threads share a very long text: the conversion, and the new memory that it
//! is the first to write to, are work for a processor.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use deno_core::v8::simdutf;

use crate::long::{self, Reader};
use crate::memory::Piece;

/// Converts a whole text: its UTF-16 units in little-endian order. `None` when it is not valid, or there is no memory.
pub fn utf16(text: &Piece) -> Option<Piece> {
    let bytes = text.bytes();
    let mut wide = Piece::with_room(bytes.len() * 2)?;
    let room = wide.end().cast::<u16>();
    let units = match long::may_share(bytes.len()) {
        true => convert_shared(bytes, room)?,
        false => convert(bytes, room)?,
    };
    // SAFETY: so many units have been written.
    unsafe { wide.set_len(units * 2) };
    Some(wide)
}

/// `room` has as many units as there are bytes, and is aligned for them.
fn convert(bytes: &[u8], room: *mut u16) -> Option<usize> {
    // SAFETY: the caller's room, which nobody else uses.
    let units = unsafe {
        let room = std::slice::from_raw_parts_mut(room, bytes.len());
        simdutf::convert_utf8_to_utf16le(bytes, room)
    };
    // Only what is not valid becomes nothing.
    (units > 0 || bytes.is_empty()).then_some(units)
}

/// Where a character begins, near the middle.
fn middle(bytes: &[u8]) -> usize {
    let half = bytes.len() / 2;
    let begins = |byte: &u8| byte & 0xc0 != 0x80;
    half + bytes[half..].iter().take(4).position(begins).unwrap_or(0)
}

/// The second half of a text, and where the first half's units go.
struct Second {
    bytes: usize,
    middle: usize,
    length: usize,
    room: usize,
    state: Mutex<State>,
    ended: Condvar,
}

enum State {
    /// Nobody has begun.
    Free,
    Begun,
    Ended(Option<usize>),
}

impl Second {
    /// Converts it, unless somebody else has begun.
    fn convert(&self) {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if !matches!(*state, State::Free) {
                return;
            }
            *state = State::Begun;
        }
        // SAFETY: who shares the text keeps it and its room until this has ended.
        let (first, second) =
            unsafe { std::slice::from_raw_parts(self.bytes as *const u8, self.length) }
                .split_at(self.middle);
        let before = simdutf::utf16_length_from_utf8(first);
        // A text that is not valid may claim any length.
        let units = (before <= first.len())
            .then(|| convert(second, (self.room as *mut u16).wrapping_add(before)))
            .flatten();
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Ended(units);
        self.ended.notify_one();
    }

    fn wait(&self) -> Option<usize> {
        self.convert();
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self
            .ended
            .wait_while(state, |state| !matches!(*state, State::Ended(_)))
            .unwrap_or_else(PoisonError::into_inner);
        match *state {
            State::Ended(units) => units,
            _ => None,
        }
    }
}

/// Another thread takes the second half, when one comes in time.
fn convert_shared(bytes: &[u8], room: *mut u16) -> Option<usize> {
    let second = Arc::new(Second {
        bytes: bytes.as_ptr() as usize,
        middle: middle(bytes),
        length: bytes.len(),
        room: room as usize,
        state: Mutex::new(State::Free),
        ended: Condvar::new(),
    });
    let helped = second.clone();
    ops_core::assist(move || {
        if let Some(_reader) = Reader::second() {
            helped.convert();
        }
    });
    let first = convert(&bytes[..second.middle], room);
    // The memory is in use until the other one has ended, whatever came of the first half.
    let units = second.wait()?;
    Some(first? + units)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: usize = 9 << 20;

    fn piece(bytes: &[u8]) -> Piece {
        let mut piece = Piece::with_room(bytes.len()).expect("memory");
        piece.put(bytes);
        piece
    }

    fn units(text: &[u8]) -> Option<Vec<u16>> {
        let wide = utf16(&piece(text))?;
        let pairs = wide.bytes().as_chunks::<2>().0;
        Some(pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }

    #[test]
    fn two_threads_make_the_same_as_one() {
        for part in ["a\u{e9}", "\u{20ac}", "\u{1f600}", "x\u{1f600}\u{e9}"] {
            for before in ["", "b", "bc", "bcd"] {
                let text = before.to_string() + &part.repeat(LONG / part.len());
                let expected: Vec<u16> = text.encode_utf16().collect();
                assert!(units(text.as_bytes()) == Some(expected), "{before}{part}");
            }
        }
    }

    #[test]
    fn what_is_not_valid_is_not_converted() {
        for place in [0, LONG / 2 - 1, LONG / 2, LONG - 1] {
            let mut text = "\u{20ac}".repeat(LONG / 3).into_bytes();
            text[place] = b'\xff';
            assert!(units(&text).is_none(), "{place}");
        }
        assert!(units(&[0x80; LONG]).is_none());
        assert!(units(&[0xf0; LONG]).is_none());
    }
}
