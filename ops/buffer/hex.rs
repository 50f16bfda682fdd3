//! Hexadecimal text. <https://nodejs.org/api/buffer.html#buffers-and-character-encodings>

use ops_core::memory::with_scratch;

/// Calls `f` with two digits for each byte.
pub(crate) fn with_encoded<R>(bytes: &[u8], f: impl FnOnce(&[u8]) -> R) -> R {
    with_scratch(bytes.len() * 2, |text| {
        let written = const_hex::encode_to_slice(bytes, text);
        debug_assert!(written.is_ok());
        f(text)
    })
}

/// Decodes pairs of digits into `target` until either ends or something is not a digit; how many bytes that gave. What
/// lies behind those keeps its value: the library writes nothing but what it has decoded.
pub(crate) fn decode(text: &[u8], target: &mut [u8]) -> usize {
    let length = (text.len() / 2).min(target.len());
    let (text, target) = (&text[..length * 2], &mut target[..length]);
    // It fails as well when the text begins with `0x`, which it leaves out.
    if const_hex::decode_to_slice(text, target).is_ok() {
        return length;
    }
    let pairs = text.as_chunks::<2>().0;
    let mut done = 0;
    for (pair, byte) in pairs.iter().zip(target) {
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
            break;
        };
        *byte = high << 4 | low;
        done += 1;
    }
    done
}

fn digit(character: u8) -> Option<u8> {
    let value = char::from(character).to_digit(16)?;
    u8::try_from(value).ok()
}
