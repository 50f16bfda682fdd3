//! What HTTP asks of a message (RFC 9113, 8.1 to 8.5). nghttp2 knows the rules but ends the whole connection when a message
//! breaks one; here, as in Node, only its stream is reset.

use std::cell::Cell;

use libnghttp2_sys as ffi;

use crate::session::Session;
use crate::stream::Stream;

const AUTHORITY: u16 = 1 << 0;
const METHOD: u16 = 1 << 1;
const PATH: u16 = 1 << 2;
const SCHEME: u16 = 1 << 3;
const PROTOCOL: u16 = 1 << 4;
const STATUS: u16 = 1 << 5;
const HOST: u16 = 1 << 6;
/// A header that is no pseudo header came.
const REGULAR: u16 = 1 << 7;
const HEAD: u16 = 1 << 8;
const CONNECT: u16 = 1 << 9;
const OPTIONS: u16 = 1 << 10;
/// The path begins with a slash, or is an asterisk.
const PATH_REGULAR: u16 = 1 << 11;
const PATH_ASTERISK: u16 = 1 << 12;
const SCHEME_HTTP: u16 = 1 << 13;
/// A response of 1xx came.
const INTERIM: u16 = 1 << 14;
const METHODS: u16 = HEAD | CONNECT | OPTIONS;

/// What is known of the message that a stream receives.
pub struct Message {
    flags: Cell<u16>,
    /// `content-length`, as far as it counts.
    length: Cell<Option<u64>>,
    received: Cell<u64>,
    status: Cell<u16>,
}

/// What becomes of a header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Keep,
    Skip,
    Malformed,
}

/// A rule was broken.
pub struct Malformed;

type Checked = Result<(), Malformed>;

fn ensure(fine: bool) -> Checked {
    if fine { Ok(()) } else { Err(Malformed) }
}

fn number(value: &[u8]) -> Option<u64> {
    if value.is_empty() {
        return None;
    }
    value.iter().try_fold(0u64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        let number = number.checked_mul(10)?.checked_add(digit)?;
        (number <= i64::MAX as u64).then_some(number)
    })
}

fn is_scheme(value: &[u8]) -> bool {
    value.first().is_some_and(u8::is_ascii_alphabetic)
        && value
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
}

/// One of nghttp2's questions about a text.
fn asks(question: unsafe extern "C" fn(*const u8, usize) -> i32, value: &[u8]) -> bool {
    // SAFETY: start and length are the slice's.
    unsafe { question(value.as_ptr(), value.len()) != 0 }
}

impl Default for Message {
    fn default() -> Self {
        Self {
            flags: Cell::new(0),
            length: Cell::new(None),
            received: Cell::new(0),
            status: Cell::new(0),
        }
    }
}

impl Message {
    fn has(&self, flags: u16) -> bool {
        self.flags.get() & flags != 0
    }

    fn set(&self, flags: u16) {
        self.flags.set(self.flags.get() | flags);
    }

    /// Notes a pseudo header; there is one of each, with a value.
    fn once(&self, flag: u16, value: &[u8]) -> Checked {
        let first = !self.has(flag);
        self.set(flag);
        ensure(first && !value.is_empty())
    }

    /// The method of a request that is sent says what its response may be.
    pub fn sent_method(&self, method: &[u8]) {
        match method {
            b"HEAD" => self.set(HEAD),
            b"CONNECT" => self.set(CONNECT),
            _ => {}
        }
    }

    /// Judges a header that was received. `lenient` allows white space around values.
    pub fn header(&self, stream: i32, rules: Rules, name: &[u8], value: &[u8]) -> Verdict {
        let pseudo = name.first() == Some(&b':');
        if !asks(ffi::nghttp2_check_header_name, name) {
            if pseudo || name.iter().any(u8::is_ascii_uppercase) {
                return Verdict::Malformed;
            }
            self.set(REGULAR);
            return Verdict::Skip;
        }
        let plain = || match rules.lenient {
            true => asks(ffi::nghttp2_check_header_value, value),
            false => asks(ffi::nghttp2_check_header_value_rfc9113, value),
        };
        let fine = match name {
            b":method" => asks(ffi::nghttp2_check_method, value),
            b":path" => asks(ffi::nghttp2_check_path, value),
            b":authority" | b"host" if rules.request => asks(ffi::nghttp2_check_authority, value),
            b":scheme" => is_scheme(value),
            _ => plain(),
        };
        if !fine {
            if pseudo {
                return Verdict::Malformed;
            }
            self.set(REGULAR);
            return Verdict::Skip;
        }
        // Pseudo headers come first, and trailers have none.
        if pseudo && (rules.trailers || self.has(REGULAR)) {
            return Verdict::Malformed;
        }
        let result = match rules.request {
            true => self.request_header(stream, rules, name, value),
            false => self.response_header(name, value),
        };
        if !pseudo {
            self.set(REGULAR);
        }
        result.unwrap_or(Verdict::Malformed)
    }

    fn request_header(
        &self,
        stream: i32,
        rules: Rules,
        name: &[u8],
        value: &[u8],
    ) -> Result<Verdict, Malformed> {
        match name {
            b":authority" => self.once(AUTHORITY, value)?,
            b":method" => {
                self.once(METHOD, value)?;
                match value {
                    b"HEAD" => self.set(HEAD),
                    b"OPTIONS" => self.set(OPTIONS),
                    b"CONNECT" => {
                        // Such a request is not promised.
                        ensure(stream % 2 != 0)?;
                        self.set(CONNECT);
                    }
                    _ => {}
                }
            }
            b":path" => {
                self.once(PATH, value)?;
                if value.first() == Some(&b'/') {
                    self.set(PATH_REGULAR);
                } else if value == b"*" {
                    self.set(PATH_ASTERISK);
                }
            }
            b":scheme" => {
                self.once(SCHEME, value)?;
                if value.eq_ignore_ascii_case(b"http") || value.eq_ignore_ascii_case(b"https") {
                    self.set(SCHEME_HTTP);
                }
            }
            b":protocol" => {
                ensure(rules.connect_protocol)?;
                self.once(PROTOCOL, value)?;
            }
            b"host" => self.once(HOST, value)?,
            b"content-length" => {
                ensure(self.length.get().is_none())?;
                self.length.set(Some(number(value).ok_or(Malformed)?));
            }
            _ => any_header(name, value)?,
        }
        Ok(Verdict::Keep)
    }

    fn response_header(&self, name: &[u8], value: &[u8]) -> Result<Verdict, Malformed> {
        match name {
            b":status" => {
                self.once(STATUS, value)?;
                ensure(value.len() == 3)?;
                let status = number(value).ok_or(Malformed)? as u16;
                ensure(status != 101)?;
                self.status.set(status);
            }
            b"content-length" => {
                let status = self.status.get();
                if status == 204 {
                    // Some servers send it; it says nothing.
                    ensure(self.length.get().is_none() && value == b"0")?;
                    self.length.set(Some(0));
                    return Ok(Verdict::Skip);
                }
                ensure(status / 100 != 1)?;
                if status / 100 == 2 && self.has(CONNECT) {
                    return Ok(Verdict::Skip);
                }
                ensure(self.length.get().is_none())?;
                self.length.set(Some(number(value).ok_or(Malformed)?));
            }
            _ => any_header(name, value)?,
        }
        Ok(Verdict::Keep)
    }

    /// The headers of a request are complete.
    pub fn request(&self, promised: bool) -> Checked {
        if self.has(CONNECT) && !self.has(PROTOCOL) {
            ensure(!self.has(SCHEME | PATH) && self.has(AUTHORITY))?;
            self.length.set(None);
        } else {
            let needed = METHOD | PATH | SCHEME;
            ensure(self.flags.get() & needed == needed && self.has(AUTHORITY | HOST))?;
            if self.has(PROTOCOL) {
                ensure(self.has(CONNECT) && self.has(AUTHORITY))?;
            }
            let asterisk = self.has(OPTIONS) && self.has(PATH_ASTERISK);
            ensure(!self.has(SCHEME_HTTP) || self.has(PATH_REGULAR) || asterisk)?;
        }
        if promised {
            // The response comes on the same stream.
            self.flags.set(self.flags.get() & METHODS);
            self.length.set(None);
        }
        Ok(())
    }

    /// Whether a response of 1xx came, so that another one follows.
    pub fn is_interim(&self) -> bool {
        self.has(INTERIM)
    }

    /// The headers of a response are complete.
    pub fn response(&self) -> Checked {
        ensure(self.has(STATUS))?;
        let status = self.status.get();
        if status / 100 == 1 {
            self.flags.set((self.flags.get() & METHODS) | INTERIM);
            self.length.set(None);
            self.status.set(0);
            return Ok(());
        }
        self.flags.set(self.flags.get() & !INTERIM);
        if self.has(HEAD) || status == 304 || status == 204 {
            self.length.set(Some(0));
        } else if self.has(CONNECT) {
            self.length.set(None);
        }
        Ok(())
    }

    /// The peer has sent everything.
    pub fn end(&self) -> Checked {
        let length = self.length.get();
        ensure(!self.has(INTERIM) && length.is_none_or(|length| length == self.received.get()))
    }

    /// Data came.
    pub fn data(&self, count: usize) -> Checked {
        let received = self.received.get().saturating_add(count as u64);
        self.received.set(received);
        let length = self.length.get();
        ensure(!self.has(INTERIM) && length.is_none_or(|length| received <= length))
    }
}

/// Headers that belong to one connection, and pseudo headers that nobody knows, are not allowed.
fn any_header(name: &[u8], value: &[u8]) -> Checked {
    match name {
        b"connection" | b"keep-alive" | b"proxy-connection" | b"transfer-encoding" | b"upgrade" => {
            Err(Malformed)
        }
        b"te" => ensure(value.eq_ignore_ascii_case(b"trailers")),
        _ => ensure(name.first() != Some(&b':')),
    }
}

/// How headers are judged.
#[derive(Clone, Copy)]
pub struct Rules {
    pub request: bool,
    pub trailers: bool,
    pub lenient: bool,
    /// `:protocol` is allowed (RFC 8441).
    pub connect_protocol: bool,
}

impl Session {
    /// The rules for a header of `frame`.
    pub fn rules(&self, stream: &Stream, kind: u32, category: u32) -> Rules {
        let promise = kind == ffi::NGHTTP2_PUSH_PROMISE;
        let later = category == ffi::NGHTTP2_HCAT_HEADERS;
        Rules {
            request: self.server || promise,
            trailers: !promise && later && (self.server || !stream.message.is_interim()),
            lenient: self.limits.lenient,
            connect_protocol: self.server && self.connect_protocol.get(),
        }
    }

    /// Looks at the whole block of headers that has ended.
    pub fn check_block(&self, stream: &Stream, kind: u32, category: u32, end: bool) -> Checked {
        let message = &stream.message;
        match category {
            _ if kind == ffi::NGHTTP2_PUSH_PROMISE => return message.request(true),
            ffi::NGHTTP2_HCAT_REQUEST => message.request(false)?,
            ffi::NGHTTP2_HCAT_HEADERS if self.server || !message.is_interim() => ensure(end)?,
            _ => message.response()?,
        }
        if end { message.end() } else { Ok(()) }
    }

    /// Resets the stream of a malformed message; true when there were too many of them.
    pub fn malformed(&self, id: i32) -> bool {
        // SAFETY: the session lives: this is called below its callbacks.
        unsafe {
            ffi::nghttp2_submit_rst_stream(self.raw(), 0, id, ffi::NGHTTP2_PROTOCOL_ERROR);
        }
        self.is_flooded()
    }
}
