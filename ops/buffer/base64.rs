//! Base64 in both alphabets. <https://nodejs.org/api/buffer.html#buffers-and-character-encodings>

use deno_core::v8::simdutf::{
    Base64Options, LastChunkHandling, base64_length_from_binary, base64_to_binary,
    binary_to_base64, maximal_binary_length_from_base64,
};

use ops_core::memory::with_scratch;

const SKIP: u8 = 0xff;
const END: u8 = 0xfe;

/// The value of each character in either alphabet.
static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [SKIP; 256];
    let mut i = 0;
    while i < 64 {
        table[alphabet[i] as usize] = i as u8;
        i += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table[b'=' as usize] = END;
    table
}

/// Calls `f` with the text of `bytes`, with the URL alphabet and no padding when `url`.
pub fn with_encoded<R>(bytes: &[u8], url: bool, f: impl FnOnce(&[u8]) -> R) -> R {
    let options = if url {
        Base64Options::Url
    } else {
        Base64Options::Default
    };
    with_scratch(base64_length_from_binary(bytes.len(), options), |text| {
        // SAFETY: `text` has the length that the library asks for.
        let written = unsafe { binary_to_base64(bytes, text, options) };
        f(&text[..written])
    })
}

/// The text of `bytes`, as [`with_encoded`] makes it.
pub fn encode(bytes: &[u8], url: bool) -> Vec<u8> {
    with_encoded(bytes, url, <[u8]>::to_vec)
}

/// Decodes as [`decode_forgiving`] into `target`, as far as it has room; how many bytes that were.
pub(crate) fn decode_into(text: &[u8], target: &mut [u8]) -> usize {
    let room = maximal_binary_length_from_base64(text);
    // The usual alphabet first: it fails at the first character of the other one.
    let strict = |bytes: &mut [u8]| {
        [Base64Options::Default, Base64Options::Url]
            .into_iter()
            .find_map(|options| {
                // SAFETY: `bytes` has the length that the library asks for.
                let result =
                    unsafe { base64_to_binary(text, bytes, options, LastChunkHandling::Loose) };
                result.is_ok().then_some(result.count)
            })
    };
    let decoded = if room <= target.len() {
        strict(target)
    } else {
        with_scratch(room, |bytes| {
            let count = strict(bytes)?.min(target.len());
            target[..count].copy_from_slice(&bytes[..count]);
            Some(count)
        })
    };
    decoded.unwrap_or_else(|| {
        let bytes = decode_forgiving(text);
        let count = bytes.len().min(target.len());
        target[..count].copy_from_slice(&bytes[..count]);
        count
    })
}

/// Decodes as Node does: both alphabets, anything foreign is skipped, the first `=` ends the text.
pub fn decode_forgiving(text: &[u8]) -> Vec<u8> {
    for options in [Base64Options::Default, Base64Options::Url] {
        if let Some(bytes) = decode_strict(text, options) {
            return bytes;
        }
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut group, mut count) = (0u32, 0);
    for character in text {
        let value = VALUES[usize::from(*character)];
        if value == END {
            break;
        }
        if value == SKIP {
            continue;
        }
        group = (group << 6) | u32::from(value);
        count += 1;
        if count == 4 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, count) = (0, 0);
        }
    }
    match count {
        2 => bytes.push((group >> 4) as u8),
        3 => bytes.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => {}
    }
    bytes
}

/// Decodes well-formed text of one alphabet, white space allowed; `None` when it is not well-formed.
pub(crate) fn decode_strict(text: &[u8], options: Base64Options) -> Option<Vec<u8>> {
    let mut bytes = vec![0; maximal_binary_length_from_base64(text)];
    // SAFETY: `bytes` has the length that the library asks for.
    let result = unsafe { base64_to_binary(text, &mut bytes, options, LastChunkHandling::Loose) };
    if !result.is_ok() {
        return None;
    }
    bytes.truncate(result.count);
    Some(bytes)
}
