//! Hexadecimal text. <https://nodejs.org/api/buffer.html#buffers-and-character-encodings>

use ops_core::memory::with_scratch;

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

/// From this length on it is worth asking what the processor has.
const LONG: usize = 256;

/// Calls the second function, which is the first one compiled for wider vectors, for long input where the processor has
/// them.
macro_rules! wide {
    ($narrow:ident, $wide:ident, $length:expr, ($($argument:expr),*)) => {{
        #[cfg(target_arch = "x86_64")]
        if $length >= LONG && is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has what the function is compiled for.
            unsafe { $wide($($argument),*) }
        } else {
            $narrow($($argument),*)
        }
        #[cfg(not(target_arch = "x86_64"))]
        $narrow($($argument),*)
    }};
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn encode_into_wide(bytes: &[u8], text: &mut [u8]) {
    encode_into(bytes, text);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn decode_blocks_wide(text: &[u8], target: &mut [u8]) -> usize {
    decode_blocks(text, target)
}

/// Two digits for each byte, into a target of twice the length. Without a table or a branch, so that the compiler makes
/// vectors of it.
#[inline(always)]
fn encode_into(bytes: &[u8], text: &mut [u8]) {
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        let (high, low) = (byte >> 4, byte & 15);
        pair[0] = high + b'0' + if high > 9 { b'a' - b'9' - 1 } else { 0 };
        pair[1] = low + b'0' + if low > 9 { b'a' - b'9' - 1 } else { 0 };
    }
}

/// Calls `f` with two digits for each byte.
pub(crate) fn with_encoded<R>(bytes: &[u8], f: impl FnOnce(&[u8]) -> R) -> R {
    with_scratch(bytes.len() * 2, |text| {
        wide!(encode_into, encode_into_wide, bytes.len(), (bytes, text));
        f(text)
    })
}

/// How many digits are read at once.
const BLOCK: usize = 64;

/// Decodes pairs of digits into `target` until either ends or something is not a digit; how many bytes that gave.
pub(crate) fn decode(text: &[u8], target: &mut [u8]) -> usize {
    let mut done = wide!(
        decode_blocks,
        decode_blocks_wide,
        text.len(),
        (text, target)
    );
    for (pair, byte) in text[done * 2..].chunks_exact(2).zip(&mut target[done..]) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        if high == INVALID || low == INVALID {
            break;
        }
        *byte = high << 4 | low;
        done += 1;
    }
    done
}

/// Decodes as many whole blocks as hold nothing but digits; how many bytes that gave.
#[inline(always)]
fn decode_blocks(text: &[u8], target: &mut [u8]) -> usize {
    let mut done = 0;
    let (digits, _) = text.as_chunks::<BLOCK>();
    let (bytes, _) = target.as_chunks_mut::<{ BLOCK / 2 }>();
    for (digits, bytes) in digits.iter().zip(bytes) {
        let Some(decoded) = decode_block(digits) else {
            break;
        };
        *bytes = decoded;
        done += BLOCK / 2;
    }
    done
}

/// One block, without a branch, so that the compiler makes vectors of it; `None` when it holds something else than digits.
#[inline(always)]
fn decode_block(digits: &[u8; BLOCK]) -> Option<[u8; BLOCK / 2]> {
    let mut values = [0u8; BLOCK];
    let mut bad = [0u8; BLOCK];
    for i in 0..BLOCK {
        let number = digits[i].wrapping_sub(b'0');
        let letter = (digits[i] | 0x20).wrapping_sub(b'a');
        let is_number = if number < 10 { 0xff } else { 0u8 };
        let is_letter = if letter < 6 { 0xff } else { 0u8 };
        values[i] = (number & is_number) | (letter.wrapping_add(10) & is_letter);
        bad[i] = !(is_number | is_letter);
    }
    if bad.iter().fold(0, |all, bad| all | bad) != 0 {
        return None;
    }
    let mut bytes = [0; BLOCK / 2];
    for (byte, pair) in bytes.iter_mut().zip(values.as_chunks::<2>().0) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(bytes)
}
