//! URLs that are already as the parser would write them, in one pass: most of those that programs meet.
//!
//! It knows http, https, ws and wss URLs in a conservative part of ASCII. Whatever it is not sure of is `None`, and ada
//! parses it: also what is no URL at all.

use crate::record::PARTS;

const ABSENT: u32 = u32::MAX;

/// Where a byte may stand without being changed.
const USER: u8 = 1;
const HOST: u8 = 2;
const PATH: u8 = 4;
const QUERY: u8 = 8;
const HASH: u8 = 16;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => USER | HOST | PATH | QUERY | HASH,
            b'A'..=b'Z'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'&'
            | b'*'
            | b'+'
            | b','
            | b'('
            | b')'
            | b'%' => USER | PATH | QUERY | HASH,
            b':' | b'@' | b';' | b'=' | b'/' => PATH | QUERY | HASH,
            b'?' | b'[' | b']' => QUERY | HASH,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// The first place from `at` whose byte is not of the class.
fn skip(bytes: &[u8], at: usize, class: u8) -> usize {
    bytes[at..]
        .iter()
        .position(|byte| CLASSES[*byte as usize] & class == 0)
        .map_or(bytes.len(), |length| at + length)
}

/// The parts of `url` as `record::parts` gives them, if it is canonical.
pub fn parse(url: &str) -> Option<[u32; PARTS]> {
    let bytes = url.as_bytes();
    let (protocol_end, scheme, default_port) = scheme(bytes)?;
    let start = protocol_end + 2;
    let mut host_start = start;
    let mut username_end = start;
    let mut host_from = start;

    // Credentials end in an '@' before anything that ends an authority.
    let mut end = skip(bytes, start, USER);
    if let Some(b':' | b'@') = bytes.get(end) {
        let name_end = end;
        if bytes[end] == b':' {
            end = skip(bytes, end + 1, USER);
        }
        if bytes.get(end) == Some(&b'@') {
            // An empty name or password is left out of the href.
            if name_end == start || end == name_end + 1 {
                return None;
            }
            username_end = name_end;
            host_start = end;
            host_from = end + 1;
        }
    }

    let host_end = skip(bytes, host_from, HOST);
    if !is_plain_host(&bytes[host_from..host_end]) {
        return None;
    }
    let mut port = ABSENT;
    let mut pathname_start = host_end;
    if bytes.get(host_end) == Some(&b':') {
        let (number, length) = number(&bytes[host_end + 1..])?;
        if number > 65535 || number == default_port || number == 0 {
            return None;
        }
        port = number;
        pathname_start = host_end + 1 + length;
    }
    if bytes.get(pathname_start) != Some(&b'/') {
        return None;
    }
    let (search_start, hash_start) = tail(bytes, pathname_start)?;
    Some([
        protocol_end as u32,
        username_end as u32,
        host_start as u32,
        host_end as u32,
        port,
        pathname_start as u32,
        search_start,
        hash_start,
        scheme,
    ])
}

/// A new href made of two others: the parts of the result, and what it is put together from.
#[derive(Debug, PartialEq)]
pub struct Joined {
    /// As `record::parts` gives them.
    pub parts: [u32; PARTS],
    /// How much of the beginning of the known href it has.
    pub keep: u32,
    /// Where it goes on: in the input for a reference, behind the value in the href for a setter.
    pub resume: u32,
}

/// A reference without a scheme, resolved: `base[..keep]` and then `input[resume..]`. It may begin with dots.
pub fn parse_reference(input: &str, base: &str) -> Option<Joined> {
    let bytes = input.as_bytes();
    let absolute = match bytes {
        [] | [b'/', b'/', ..] => return None,
        [b'/', ..] => true,
        // A colon in the first segment may be that of a scheme.
        _ => match bytes.iter().find(|byte| b":/?#".contains(byte)) {
            Some(b':') => return None,
            _ => false,
        },
    };
    let mut parts = parse(base)?;
    let root = parts[5] as usize;
    let mut keep = root;
    let mut resume = 0;
    if !absolute {
        let path_end = parts[6].min(parts[7]).min(base.len() as u32) as usize;
        let path = &base.as_bytes()[..path_end];
        let parent = |end: usize| path[..end].iter().rposition(|byte| *byte == b'/');
        keep = parent(path_end)? + 1;
        loop {
            let rest = &bytes[resume..];
            if rest.starts_with(b"./") {
                resume += 2;
            } else if rest.starts_with(b"../") {
                resume += 3;
                keep = parent(keep - 1).unwrap_or(root).max(root) + 1;
            } else {
                break;
            }
        }
        let rest = &bytes[resume..];
        match rest.first() {
            Some(b'/') => return None,
            // Without dots a query or a fragment belongs to the whole path of the base.
            Some(b'?' | b'#') if resume == 0 => return None,
            _ if !is_plain_segment(rest) => return None,
            _ => {}
        }
    }
    let (search_start, hash_start) = tail(bytes, resume)?;
    let moved = |at: u32| match at {
        ABSENT => ABSENT,
        at => at - resume as u32 + keep as u32,
    };
    parts[6] = moved(search_start);
    parts[7] = moved(hash_start);
    Some(Joined {
        parts,
        keep: keep as u32,
        resume: resume as u32,
    })
}

/// The parts that a setter changes most often, as `update.rs` counts them.
pub const PATHNAME: u32 = 6;
/// The query.
pub const SEARCH: u32 = 7;
/// The fragment.
pub const HASH_PART: u32 = 8;

/// A new path, query or fragment: `href[..keep]`, the value with its '?' or '#', and `href[resume..]`.
pub fn set(href: &str, part: u32, value: &str) -> Option<Joined> {
    let bytes = value.as_bytes();
    let mut length = bytes.len() as u32;
    match part {
        PATHNAME => {
            let skipped = tail(bytes, 0)?;
            if bytes.first() != Some(&b'/') || skipped != (ABSENT, ABSENT) {
                return None;
            }
        }
        SEARCH | HASH_PART => {
            let (sign, class) = if part == SEARCH {
                (b'?', QUERY)
            } else {
                (b'#', HASH)
            };
            let from = usize::from(bytes.first() == Some(&sign));
            if from == bytes.len() || skip(bytes, from, class) != bytes.len() {
                return None;
            }
            length += 1 - from as u32;
        }
        _ => return None,
    }
    let mut parts = parse(href)?;
    let end = href.len() as u32;
    let [.., pathname, search, hash, _] = parts;
    let (keep, resume) = match part {
        PATHNAME => (pathname, search.min(hash).min(end)),
        SEARCH => (search.min(hash).min(end), hash.min(end)),
        _ => (hash.min(end), end),
    };
    let moved = |at: u32| match at {
        ABSENT => ABSENT,
        at => at - resume + keep + length,
    };
    match part {
        PATHNAME => (parts[6], parts[7]) = (moved(search), moved(hash)),
        SEARCH => (parts[6], parts[7]) = (keep, moved(hash)),
        _ => parts[7] = keep,
    }
    Some(Joined {
        parts,
        keep,
        resume,
    })
}

/// The end of the protocol, the number of the scheme and its port.
fn scheme(bytes: &[u8]) -> Option<(usize, u32, u32)> {
    if bytes.starts_with(b"https://") {
        Some((6, 2, 443))
    } else if bytes.starts_with(b"http://") {
        Some((5, 0, 80))
    } else if bytes.starts_with(b"ws://") {
        Some((3, 3, 80))
    } else if bytes.starts_with(b"wss://") {
        Some((4, 5, 443))
    } else {
        None
    }
}

/// A name in lower case that is no number and no punycode, or four canonical numbers.
fn is_plain_host(host: &[u8]) -> bool {
    if host.is_empty() || host.len() > 253 {
        return false;
    }
    let mut last: &[u8] = host;
    for label in host.split(|byte| *byte == b'.') {
        if label.is_empty() || label.starts_with(b"xn--") {
            return false;
        }
        last = label;
    }
    if last[0].is_ascii_lowercase() {
        return true;
    }
    let mut count = 0;
    host.split(|byte| *byte == b'.').all(|label| {
        count += 1;
        number(label).is_some_and(|(value, length)| value < 256 && length == label.len())
    }) && count == 4
}

/// The decimal number at the beginning, without a zero in front of it, and how many digits it has: at most five.
fn number(bytes: &[u8]) -> Option<(u32, usize)> {
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if length == 0 || length > 5 || (bytes[0] == b'0' && length > 1) {
        return None;
    }
    let value = bytes[..length]
        .iter()
        .fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    Some((value, length))
}

/// Whether the first segment neither is nor may be a dot.
fn is_plain_segment(path: &[u8]) -> bool {
    match path {
        [b'%', ..] => false,
        [b'.', next, ..] => next.is_ascii_alphanumeric(),
        [b'.'] => false,
        _ => true,
    }
}

/// Where the query and the fragment behind the path at `at` begin. A segment that is or may be a dot is not plain.
fn tail(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let mut end = skip(bytes, at, PATH);
    for (place, byte) in bytes[at..end].iter().enumerate() {
        if *byte == b'/' && !is_plain_segment(&bytes[at + place + 1..end]) {
            return None;
        }
    }
    let mut search_start = ABSENT;
    if bytes.get(end) == Some(&b'?') {
        search_start = end as u32;
        let from = end + 1;
        end = skip(bytes, from, QUERY);
        if end == from {
            return None;
        }
    }
    let mut hash_start = ABSENT;
    if bytes.get(end) == Some(&b'#') {
        hash_start = end as u32;
        let from = end + 1;
        end = skip(bytes, from, HASH);
        if end == from {
            return None;
        }
    }
    (end == bytes.len()).then_some((search_start, hash_start))
}
