//! `fs.readFile`: the whole file in one request.
//!
//! A small regular file whose name and pages are in the kernel's caches is read on the loop's thread, because a trip to
//! the pool costs ten times as much; its completion is queued for the next turn all the same. Everything else makes
//! one trip to the pool.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Weak;
use std::thread::LocalKey;

use deno_core::{op2, v8};
use ops_core::{SysError, with_loop};

use crate::args::{PathArg, Target, Text};
use crate::cached;
use crate::crowd::{self, Crowd, Request};
use crate::decode;
use crate::door::{IntoJs, Reply};
use crate::inline;
use crate::long::{self, LONG, Reader};
use crate::memory::{EXTERNAL, LEAST, Piece};
use crate::sys;

/// A file of 2 GiB and more is an error (`ERR_FS_FILE_TOO_LARGE`).
const LIMIT: i64 = i32::MAX as i64;
/// Text from this length on is decoded on the thread that has read it.
const DECODED: usize = 8 * 1024;
/// The step in which a file of unknown length is read.
const CHUNK: usize = 64 * 1024;

/// A file's content on its way to JS.
pub enum Content {
    /// An `ArrayBuffer`.
    Bytes(Vec<u8>),
    Piece(Piece),
    /// Short text, decoded on delivery.
    Utf8(Vec<u8>),
    /// Text with one-byte characters only, which V8 copies.
    Ascii(Vec<u8>),
    LongAscii(Box<[u8]>),
    Utf16(Box<[u16]>),
    AsciiPiece(Piece),
    Utf16Piece(Piece),
    /// Longer than V8's longest string: `null`.
    TooLong,
    /// The size of a file that is too large: a number.
    TooLarge(i64),
}

thread_local! {
    /// The promises of this thread that wait for a content.
    static PROMISED: Cell<usize> = const { Cell::new(0) };
}

impl Content {
    /// In bytes.
    fn length(&self) -> usize {
        match self {
            Content::Bytes(bytes) | Content::Utf8(bytes) | Content::Ascii(bytes) => bytes.len(),
            Content::LongAscii(bytes) => bytes.len(),
            Content::Utf16(units) => units.len() * 2,
            Content::Piece(piece) | Content::AsciiPiece(piece) | Content::Utf16Piece(piece) => {
                piece.len()
            }
            Content::TooLong | Content::TooLarge(_) => 0,
        }
    }
}

/// A content, and whether it is for one promise of several.
pub struct Answer(pub Content, pub bool);

impl IntoJs for Answer {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let Answer(content, is_awaited) = self;
        let text = match content {
            Content::AsciiPiece(piece) => piece.into_one_byte(scope, is_awaited),
            Content::Utf16Piece(piece) => piece.into_two_byte(scope, is_awaited),
            Content::Bytes(bytes) => {
                let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
                return Some(v8::ArrayBuffer::with_backing_store(scope, &store).into());
            }
            Content::Piece(piece) => return Some(piece.into_array_buffer(scope).into()),
            Content::TooLarge(size) => return Some(v8::Number::new(scope, size as f64).into()),
            Content::Utf8(bytes) => {
                v8::String::new_from_utf8(scope, &bytes, v8::NewStringType::Normal)
            }
            Content::Ascii(bytes) => one_byte(scope, &bytes),
            Content::LongAscii(bytes) => v8::String::new_external_onebyte(scope, bytes),
            Content::Utf16(units) => v8::String::new_external_twobyte(scope, units),
            Content::TooLong => None,
        };
        Some(text.map_or_else(|| v8::null(scope).into(), Into::into))
    }
}

pub fn one_byte<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::String>> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
}

/// Decodes long text here, on the thread that has read it.
fn content(bytes: Vec<u8>, text: Text) -> Content {
    if text == Text::Raw {
        return Content::Bytes(bytes);
    }
    if v8::simdutf::validate_ascii(&bytes) {
        return match bytes.len() {
            ..EXTERNAL => Content::Ascii(bytes),
            EXTERNAL..=v8::String::MAX_LENGTH => Content::LongAscii(bytes.into_boxed_slice()),
            _ => Content::TooLong,
        };
    }
    if bytes.len() < DECODED {
        return Content::Utf8(bytes);
    }
    let units: Vec<u16> = String::from_utf8_lossy(&bytes).encode_utf16().collect();
    match units.len() <= v8::String::MAX_LENGTH {
        true => Content::Utf16(units.into_boxed_slice()),
        false => Content::TooLong,
    }
}

/// As `content`, for what lies in a piece of memory.
fn piece_content(piece: Piece, text: Text) -> Content {
    let is_ascii = text == Text::Utf8 && v8::simdutf::validate_ascii(piece.bytes());
    decoded(piece, text, is_ascii)
}

fn decoded(piece: Piece, text: Text, is_ascii: bool) -> Content {
    if text == Text::Raw {
        return Content::Piece(piece);
    }
    if is_ascii {
        return match piece.len() <= v8::String::MAX_LENGTH {
            true => Content::AsciiPiece(piece),
            false => Content::TooLong,
        };
    }
    // What is not valid is replaced.
    let Some(wide) = decode::utf16(&piece) else {
        return content(piece.bytes().to_vec(), text);
    };
    match wide.len() / 2 <= v8::String::MAX_LENGTH {
        true => Content::Utf16Piece(wide),
        false => Content::TooLong,
    }
}

/// Reads a regular file of `size` bytes, or what is left of it, into a piece of memory. `is_own`: the descriptor is
/// nobody else's, and the file's `beginning` has been read through it.
fn read_piece(
    fd: i32,
    is_own: bool,
    beginning: &[u8],
    size: usize,
    text: Text,
) -> Result<Content, SysError> {
    let _reader = (size >= LONG).then(|| match with_loop(|_| ()) {
        Some(()) => Reader::now(),
        None => Reader::wait(),
    });
    let no_memory = || SysError::new(libc::ENOMEM, "read");
    let mut piece = Piece::with_room(size).ok_or_else(no_memory)?;
    piece.put(beginning);
    let is_text = text == Text::Utf8;
    let is_ascii = long::fill(&mut piece, fd, is_own, size, is_text)?;
    Ok(decoded(piece, text, is_ascii && is_text))
}

/// Reads into the spare room of `bytes`; 0 is the end of the file.
fn read_some(fd: i32, bytes: &mut Vec<u8>, length: usize) -> Result<usize, SysError> {
    bytes.reserve(length);
    let count = sys::retry("read", || {
        // SAFETY: `reserve` has made `length` bytes after the vector's end writable.
        unsafe { libc::read(fd, bytes.as_mut_ptr().add(bytes.len()).cast(), length) }
    })?;
    // SAFETY: the kernel has written `count` bytes there.
    unsafe { bytes.set_len(bytes.len() + count) };
    Ok(count)
}

/// From the descriptor's position to the end, behind what has been read: as many bytes as the file had when it was asked,
/// or until the end when its size says nothing.
fn read_to_end(
    fd: i32,
    stat: &libc::stat,
    beginning: &[u8],
) -> Result<Result<Vec<u8>, i64>, SysError> {
    let size = if sys::is_regular(stat) {
        stat.st_size
    } else {
        0
    };
    if size > LIMIT {
        return Ok(Err(size));
    }
    let size = size as usize;
    let mut bytes = Vec::with_capacity(size.max(beginning.len()));
    bytes.extend_from_slice(beginning);
    while size == 0 || bytes.len() < size {
        let step = if size == 0 { CHUNK } else { size - bytes.len() };
        if read_some(fd, &mut bytes, step)? == 0 {
            break;
        }
        if bytes.len() as i64 > LIMIT {
            return Ok(Err(bytes.len() as i64));
        }
    }
    Ok(Ok(bytes))
}

/// `beginning` has been read through a descriptor that `is_own`.
pub fn read_fd(fd: i32, is_own: bool, beginning: &[u8], text: Text) -> Result<Content, SysError> {
    let stat = sys::fstat(fd)?;
    if sys::is_regular(&stat) && stat.st_size >= LEAST as i64 && stat.st_size <= LIMIT {
        return read_piece(fd, is_own, beginning, stat.st_size as usize, text);
    }
    Ok(match read_to_end(fd, &stat, beginning)? {
        Ok(bytes) => content(bytes, text),
        Err(size) => Content::TooLarge(size),
    })
}

fn read_file(target: &Target, flags: i32, text: Text) -> Result<Content, SysError> {
    match target {
        Target::Fd(fd) => read_fd(*fd, false, &[], text),
        Target::Path(path) => read_fd(sys::open(path, flags, 0o666)?.as_raw_fd(), true, &[], text),
    }
}

/// As Node does it: an error of reading names the file when one request did everything.
fn named(target: &Target, error: SysError) -> SysError {
    match target {
        Target::Path(path) => error.with_path(path.path()),
        Target::Fd(_) => error,
    }
}

/// What a look into the kernel's caches has brought.
enum Quick {
    Done(Content),
    /// What is open is no regular file, and nobody else may open it a second time.
    Open(OwnedFd),
    Missing(SysError),
    Unknown,
}

fn quick(path: &PathArg, text: Text) -> Quick {
    // A FIFO or a device must not hold up the loop.
    let fd = match sys::open_cached(path, libc::O_RDONLY | libc::O_NONBLOCK) {
        Some(Ok(fd)) => fd,
        Some(Err(errno)) => {
            return Quick::Missing(SysError::new(errno, "open").with_path(path.path()));
        }
        None => return Quick::Unknown,
    };
    match sys::fstat(fd.as_raw_fd()) {
        Ok(stat) if sys::is_regular(&stat) => {
            quick_regular(fd.as_raw_fd(), &stat, text).map_or(Quick::Unknown, Quick::Done)
        }
        _ => Quick::Open(fd),
    }
}

fn quick_regular(fd: i32, stat: &libc::stat, text: Text) -> Option<Content> {
    if stat.st_size == 0 || stat.st_size > inline::LONGEST as i64 {
        return None;
    }
    let size = stat.st_size as usize;
    let read = |room| cached::read(fd, stat.st_dev, room, size, Some(0)) == Some(size);
    if size >= LEAST {
        let mut piece = Piece::with_room(size)?;
        if !read(piece.end()) {
            return None;
        }
        // SAFETY: the kernel has written `size` bytes there.
        unsafe { piece.set_len(size) };
        return Some(piece_content(piece, text));
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(size);
    if !read(bytes.as_mut_ptr()) {
        return None;
    }
    // SAFETY: the kernel has written `size` bytes there.
    unsafe { bytes.set_len(size) };
    Some(content(bytes, text))
}

/// Goes on with a descriptor that was opened so as not to block.
fn read_opened(fd: OwnedFd, text: Text) -> Result<Content, SysError> {
    let raw = fd.as_raw_fd();
    let stat = sys::fstat(raw)?;
    if !sys::is_regular(&stat) {
        // SAFETY: plain calls on a descriptor of our own.
        unsafe {
            let flags = libc::fcntl(raw, libc::F_GETFL);
            libc::fcntl(raw, libc::F_SETFL, flags & !libc::O_NONBLOCK);
        }
    }
    if stat.st_mode & libc::S_IFMT == libc::S_IFIFO {
        // An `open` that blocks would have waited for a writer.
        let mut poll = libc::pollfd {
            fd: raw,
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: `poll` lives through the call.
        sys::retry("open", || unsafe { libc::poll(&mut poll, 1, -1) as isize })?;
    }
    read_fd(raw, true, &[], text)
}

/// `readFile` of a path.
struct File {
    path: PathArg,
    text: Text,
    open: Option<OwnedFd>,
}

/// Who waits for a content.
struct Asker(Reply);

impl Asker {
    fn new(reply: Reply) -> Self {
        let this = Self(reply);
        PROMISED.set(PROMISED.get() + usize::from(this.is_promise()));
        this
    }

    fn is_promise(&self) -> bool {
        matches!(self.0, Reply::Promise(_))
    }

    fn settle(self, scope: &mut v8::PinScope, result: Result<Content, SysError>) {
        let is_promise = self.is_promise();
        let others = PROMISED.get() - usize::from(is_promise);
        PROMISED.set(others);
        let is_awaited = is_promise && others > 0;
        let result = result.map(|content| Answer(content, is_awaited));
        self.0.settle(scope, result);
    }
}

thread_local! {
    static CROWD: RefCell<Weak<Crowd<File>>> = const { RefCell::new(Weak::new()) };
}

impl Request for File {
    type Answer = Result<Content, SysError>;
    type Asker = Asker;
    const LOOK: i64 = 44 << 10;

    fn now(mut self) -> Result<Self::Answer, Self> {
        match quick(&self.path, self.text) {
            Quick::Done(content) => Ok(Ok(content)),
            Quick::Missing(error) => Ok(Err(error)),
            Quick::Open(fd) => {
                self.open = Some(fd);
                Err(self)
            }
            Quick::Unknown => Err(self),
        }
    }

    fn wait(self) -> Self::Answer {
        let target = Target::Path(self.path);
        let result = match self.open {
            Some(fd) => read_opened(fd, self.text),
            None => read_file(&target, libc::O_RDONLY, self.text),
        };
        result.map_err(|error| named(&target, error))
    }

    fn bytes(answer: &Self::Answer) -> i64 {
        answer.as_ref().map_or(0, |content| content.length() as i64)
    }

    fn settle(scope: &mut v8::PinScope, asker: Asker, answer: Self::Answer) {
        asker.settle(scope, answer);
    }

    fn crowd() -> &'static LocalKey<RefCell<Weak<Crowd<Self>>>> {
        &CROWD
    }
}

/// `fs.readFile`, `flags` being those of `open(2)`: an `ArrayBuffer` or a string; the size of a file that is too large
/// as a number; `null` for text that is longer than a string can be.
#[op2(reentrant)]
pub fn op_fs_read_file<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] target: Target,
    flags: i32,
    #[scoped] text: Text,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    let asker = Asker::new(reply);
    match target {
        Target::Path(path) if flags == libc::O_RDONLY => {
            let open = None;
            crowd::ask(File { path, text, open }, asker);
        }
        target => ops_core::submit(
            move || read_file(&target, flags, text).map_err(|error| named(&target, error)),
            move |scope, result| asker.settle(scope, result),
        ),
    }
    returned
}
