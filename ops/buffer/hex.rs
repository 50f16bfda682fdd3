//! Hexadecimal text. <https://nodejs.org/api/buffer.html#buffers-and-character-encodings>

const INVALID: u8 = 0xff;

static DIGITS: &[u8; 16] = b"0123456789abcdef";

static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut table = [INVALID; 256];
    let mut i = 0;
    while i < 16 {
        table[DIGITS[i] as usize] = i as u8;
        table[DIGITS[i].to_ascii_uppercase() as usize] = i as u8;
        i += 1;
    }
    table
}

/// Two digits for each byte.
pub(crate) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = vec![0; bytes.len() * 2];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

/// Decodes pairs of digits into `target` until either ends or something is not a digit; how many bytes that gave.
pub(crate) fn decode(text: impl Iterator<Item = u8>, target: &mut [u8]) -> usize {
    let mut text = text;
    for (index, byte) in target.iter_mut().enumerate() {
        let (Some(high), Some(low)) = (text.next(), text.next()) else {
            return index;
        };
        let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
        if high == INVALID || low == INVALID {
            return index;
        }
        *byte = high << 4 | low;
    }
    target.len()
}
