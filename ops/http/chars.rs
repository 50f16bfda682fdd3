//! Which bytes may stand where in an HTTP/1 message.

/// RFC 9110, 5.6.2.
pub const TOKEN: u8 = 1;
/// What a path or query of a request target may have.
pub const URL: u8 = 2;
/// What the authority of a request target may have, brackets apart.
pub const USERINFO: u8 = 4;
/// Horizontal tab, space, visible ASCII and everything above ASCII: the value of a header.
pub const VALUE: u8 = 8;
/// A value's bytes without the comma that separates its members.
pub const MEMBER: u8 = 16;
/// RFC 9110, 5.6.4: inside quotes, without quotes and backslashes.
pub const QUOTED: u8 = 32;
/// A value's bytes when control characters are allowed.
pub const RELAXED: u8 = 64;

static CLASSES: [u8; 256] = build();

const fn contains(list: &[u8], byte: u8) -> bool {
    let mut at = 0;
    while at < list.len() {
        if list[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

const fn build() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut index = 0;
    while index < 256 {
        let byte = index as u8;
        let mut class = 0;
        let alphanumeric = byte.is_ascii_alphanumeric();
        if alphanumeric || contains(b"!#$%&'*+-.^_`|~", byte) {
            class |= TOKEN;
        }
        if alphanumeric || contains(b"!\"$%&'()*+,-./:;<=>@[\\]^_`{|}~", byte) {
            class |= URL;
        }
        if alphanumeric || contains(b"-_.!~*'()%;:&=+$,", byte) {
            class |= USERINFO;
        }
        if byte == b'\t' || (byte >= b' ' && byte != 0x7f) {
            class |= VALUE;
            if byte != b',' {
                class |= MEMBER;
            }
            if byte != b'"' && byte != b'\\' {
                class |= QUOTED;
            }
        }
        if byte != 0 && byte != b'\r' && byte != b'\n' {
            class |= RELAXED;
        }
        table[index] = class;
        index += 1;
    }
    table
}

/// Whether `byte` is of one of the classes.
#[inline(always)]
pub fn is(byte: u8, classes: u8) -> bool {
    CLASSES[byte as usize] & classes != 0
}

/// The number of bytes at the start of `bytes` that are of one of the classes.
#[inline]
pub fn span(bytes: &[u8], classes: u8) -> usize {
    bytes
        .iter()
        .position(|byte| !is(*byte, classes))
        .unwrap_or(bytes.len())
}
