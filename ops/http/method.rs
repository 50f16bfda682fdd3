//! The request methods and the numbers that the parser reports them by (`js/internal/http/methods.js`).

/// By number. GET is the only one that begins another.
pub static METHODS: [&str; 47] = [
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
    "PRI",
    "DESCRIBE",
    "ANNOUNCE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "REDIRECT",
    "RECORD",
    "FLUSH",
    "QUERY",
];

pub const GET: u8 = 1;
pub const POST: u8 = 3;
pub const CONNECT: u8 = 5;
pub const OPTIONS: u8 = 6;
pub const SOURCE: u8 = 33;
/// The preface of HTTP/2.
pub const PRI: u8 = 34;
pub const DESCRIBE: u8 = 35;
pub const FLUSH: u8 = 45;

/// What a beginning of a method is.
pub enum Prefix {
    None,
    Some,
    Whole(u8),
}

/// Looks `bytes` up among the methods.
pub fn look_up(bytes: &[u8]) -> Prefix {
    let mut some = false;
    for (number, name) in METHODS.iter().enumerate() {
        if name.as_bytes() == bytes {
            return Prefix::Whole(number as u8);
        }
        some |= name.as_bytes().starts_with(bytes);
    }
    if some { Prefix::Some } else { Prefix::None }
}

/// The number of a usual method at the start of `bytes`, with the length of its name and the space after it.
#[inline]
pub fn usual(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        [b'G', b'E', b'T', b' ', ..] => Some((GET, 4)),
        [b'P', b'O', b'S', b'T', b' ', ..] => Some((POST, 5)),
        [b'P', b'U', b'T', b' ', ..] => Some((4, 4)),
        [b'H', b'E', b'A', b'D', b' ', ..] => Some((2, 5)),
        _ => None,
    }
}

/// Whether the method may be used with this protocol.
pub fn fits(method: u8, protocol: Protocol) -> bool {
    match protocol {
        Protocol::Http => !(DESCRIBE..=FLUSH).contains(&method),
        Protocol::Rtsp => {
            matches!(method, GET | POST | OPTIONS) || (DESCRIBE..=FLUSH).contains(&method)
        }
        Protocol::Ice => method == SOURCE,
    }
}

/// What a version begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protocol {
    Http,
    Rtsp,
    Ice,
}

impl Protocol {
    pub const ALL: [(Protocol, &'static [u8]); 3] = [
        (Protocol::Http, b"HTTP"),
        (Protocol::Rtsp, b"RTSP"),
        (Protocol::Ice, b"ICE"),
    ];
}
