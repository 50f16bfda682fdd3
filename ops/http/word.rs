//! The words that the parser has to recognise although they may arrive in pieces.

/// A short word that may arrive in pieces. Longer ones than any that matters only count as too long.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word {
    bytes: [u8; 20],
    length: u8,
    too_long: bool,
}

impl Word {
    pub fn clear(&mut self) {
        self.length = 0;
        self.too_long = false;
    }

    pub fn push(&mut self, more: &[u8]) {
        for byte in more {
            match self.bytes.get_mut(self.length as usize) {
                Some(slot) => {
                    *slot = *byte;
                    self.length += 1;
                }
                // Spaces at the end do not make another word of it.
                None => self.too_long |= *byte != b' ',
            }
        }
    }

    /// The word, or nothing when it is too long.
    pub fn as_bytes(&self) -> &[u8] {
        let length = if self.too_long {
            0
        } else {
            self.length as usize
        };
        self.bytes.get(..length).unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}
