//! `fs.readFile`: the whole file in one request.
//!
//! A small regular file whose name and pages are in the kernel's caches is read on the loop's thread, because a trip to
//! the pool costs ten times as much; its completion is queued for the next turn all the same. Everything else makes
//! one trip to the pool.

use std::cell::Cell;
use std::os::fd::{AsRawFd, OwnedFd};

use deno_core::{op2, v8};
use ops_core::SysError;

use crate::args::{PathArg, Target, Text};
use crate::door::{IntoJs, answer};
use crate::inline;
use crate::memory::{LEAST, Piece};
use crate::sys;

/// The longest file that is read on the loop's thread.
const INLINE_BYTES: i64 = 512 * 1024;
/// A file of 2 GiB and more is an error (`ERR_FS_FILE_TOO_LARGE`).
const LIMIT: i64 = i32::MAX as i64;
/// Text from this length on is handed to V8 as an external string, without a copy.
const EXTERNAL: usize = 8 * 1024;
/// The step in which a file of unknown length is read.
const CHUNK: usize = 64 * 1024;

/// A file's content on its way to JS.
pub enum Content {
    /// An `ArrayBuffer`.
    Bytes(Vec<u8>),
    Piece(Piece),
    /// Short text, decoded on delivery.
    Utf8(Vec<u8>),
    Ascii(Box<[u8]>),
    Utf16(Box<[u16]>),
    AsciiPiece(Piece),
    Utf16Piece(Piece),
    /// Longer than V8's longest string: `null`.
    TooLong,
    /// The size of a file that is too large: a number.
    TooLarge(i64),
}

impl IntoJs for Content {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let text = match self {
            Content::Bytes(bytes) => {
                let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
                return Some(v8::ArrayBuffer::with_backing_store(scope, &store).into());
            }
            Content::Piece(piece) => return Some(piece.into_array_buffer(scope).into()),
            Content::AsciiPiece(piece) => piece.into_one_byte(scope),
            Content::Utf16Piece(piece) => piece.into_two_byte(scope),
            Content::TooLarge(size) => return Some(v8::Number::new(scope, size as f64).into()),
            Content::Utf8(bytes) => {
                v8::String::new_from_utf8(scope, &bytes, v8::NewStringType::Normal)
            }
            Content::Ascii(bytes) => v8::String::new_external_onebyte(scope, bytes),
            Content::Utf16(units) => v8::String::new_external_twobyte(scope, units),
            Content::TooLong => None,
        };
        Some(text.map_or_else(|| v8::null(scope).into(), Into::into))
    }
}

/// Decodes long text here, on the thread that has read it.
fn content(bytes: Vec<u8>, text: Text) -> Content {
    if text == Text::Raw {
        return Content::Bytes(bytes);
    }
    if bytes.len() < EXTERNAL {
        return Content::Utf8(bytes);
    }
    if bytes.is_ascii() {
        return match bytes.len() <= v8::String::MAX_LENGTH {
            true => Content::Ascii(bytes.into_boxed_slice()),
            false => Content::TooLong,
        };
    }
    let units: Vec<u16> = String::from_utf8_lossy(&bytes).encode_utf16().collect();
    match units.len() <= v8::String::MAX_LENGTH {
        true => Content::Utf16(units.into_boxed_slice()),
        false => Content::TooLong,
    }
}

/// As `content`, for what lies in a piece of memory.
fn piece_content(piece: Piece, text: Text) -> Content {
    if text == Text::Raw {
        return Content::Piece(piece);
    }
    if v8::simdutf::validate_ascii(piece.bytes()) {
        return match piece.len() <= v8::String::MAX_LENGTH {
            true => Content::AsciiPiece(piece),
            false => Content::TooLong,
        };
    }
    if !v8::simdutf::validate_utf8(piece.bytes()) {
        return content(piece.bytes().to_vec(), text);
    }
    let units = v8::simdutf::utf16_length_from_utf8(piece.bytes());
    if units > v8::String::MAX_LENGTH {
        return Content::TooLong;
    }
    let Some(mut wide) = Piece::with_room(units * 2) else {
        return content(piece.bytes().to_vec(), text);
    };
    // SAFETY: the new piece has room for as many units, begins at the start of a page, and nobody else knows it; the
    // text is valid.
    unsafe {
        let room = std::slice::from_raw_parts_mut(wide.end().cast::<u16>(), units);
        let written = v8::simdutf::convert_valid_utf8_to_utf16le(piece.bytes(), room);
        wide.set_len(written * 2);
    }
    Content::Utf16Piece(wide)
}

/// Reads a regular file of `size` bytes, or what is left of it, into a piece of memory.
fn read_piece(fd: i32, size: usize) -> Result<Piece, SysError> {
    let no_memory = || SysError::new(libc::ENOMEM, "read");
    let mut piece = Piece::with_room(size).ok_or_else(no_memory)?;
    while piece.len() < size {
        let left = size - piece.len();
        // SAFETY: the piece has room for `size` bytes.
        let count = sys::retry("read", || unsafe {
            libc::read(fd, piece.end().cast(), left)
        })?;
        if count == 0 {
            break;
        }
        // SAFETY: the kernel has written `count` bytes behind the others.
        unsafe { piece.set_len(piece.len() + count) };
    }
    Ok(piece)
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

/// From the descriptor's position to the end: as many bytes as the file had when it was asked, or until the end when
/// its size says nothing.
fn read_to_end(fd: i32, stat: &libc::stat) -> Result<Result<Vec<u8>, i64>, SysError> {
    let regular = stat.st_mode & libc::S_IFMT == libc::S_IFREG;
    let size = if regular { stat.st_size } else { 0 };
    if size > LIMIT {
        return Ok(Err(size));
    }
    let size = size as usize;
    let mut bytes = Vec::with_capacity(size);
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

fn read_fd(fd: i32, text: Text) -> Result<Content, SysError> {
    let stat = sys::fstat(fd)?;
    let regular = stat.st_mode & libc::S_IFMT == libc::S_IFREG;
    if regular && stat.st_size >= LEAST as i64 && stat.st_size <= LIMIT {
        return Ok(piece_content(read_piece(fd, stat.st_size as usize)?, text));
    }
    Ok(match read_to_end(fd, &stat)? {
        Ok(bytes) => content(bytes, text),
        Err(size) => Content::TooLarge(size),
    })
}

fn read_file(target: &Target, flags: i32, text: Text) -> Result<Content, SysError> {
    match target {
        Target::Fd(fd) => read_fd(*fd, text),
        Target::Path(path) => read_fd(sys::open(path, flags, 0o666)?.as_raw_fd(), text),
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
    /// The file is open, but not to be read here.
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
    let Ok(stat) = sys::fstat(fd.as_raw_fd()) else {
        return Quick::Open(fd);
    };
    let regular = stat.st_mode & libc::S_IFMT == libc::S_IFREG;
    if !regular || stat.st_size == 0 || stat.st_size > INLINE_BYTES {
        return Quick::Open(fd);
    }
    let size = stat.st_size as usize;
    let (raw, device) = (fd.as_raw_fd(), stat.st_dev);
    inline::count(stat.st_size);
    if size >= LEAST {
        let Some(mut piece) = Piece::with_room(size) else {
            return Quick::Open(fd);
        };
        if !read_cached(raw, device, piece.end(), size) {
            return Quick::Open(fd);
        }
        // SAFETY: the kernel has written `size` bytes there.
        unsafe { piece.set_len(size) };
        return Quick::Done(piece_content(piece, text));
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(size);
    if !read_cached(raw, device, bytes.as_mut_ptr(), size) {
        return Quick::Open(fd);
    }
    // SAFETY: the kernel has written `size` bytes there.
    unsafe { bytes.set_len(size) };
    Quick::Done(content(bytes, text))
}

/// Reads the first `size` bytes when that needs no waiting, to where the caller has room for them.
fn read_cached(fd: i32, device: u64, room: *mut u8, size: usize) -> bool {
    if IN_MEMORY.get() != device {
        let part = libc::iovec {
            iov_base: room.cast(),
            iov_len: size,
        };
        // SAFETY: `part` names the caller's room, which nobody else touches.
        let count = unsafe {
            libc::syscall(
                libc::SYS_preadv2,
                fd,
                &raw const part,
                1,
                0usize,
                0usize,
                libc::RWF_NOWAIT,
            )
        };
        if count >= 0 || SysError::last("read").errno != -libc::EOPNOTSUPP || !sys::is_in_memory(fd)
        {
            return count == size as i64;
        }
        IN_MEMORY.set(device);
    }
    // SAFETY: as above.
    unsafe { libc::pread(fd, room.cast(), size, 0) == size as isize }
}

/// Goes on with a descriptor that was opened so as not to block.
fn read_opened(fd: OwnedFd, text: Text) -> Result<Content, SysError> {
    let raw = fd.as_raw_fd();
    let stat = sys::fstat(raw)?;
    if stat.st_mode & libc::S_IFMT != libc::S_IFREG {
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
    read_fd(raw, text)
}

thread_local! {
    /// The device that was last found to be in memory.
    static IN_MEMORY: Cell<u64> = const { Cell::new(u64::MAX) };
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
    let inline = match &target {
        Target::Path(path) if flags == libc::O_RDONLY => {
            inline::try_now(|| Some(quick(path, text))).unwrap_or(Quick::Unknown)
        }
        _ => Quick::Unknown,
    };
    let result = match inline {
        Quick::Done(content) => Ok(content),
        Quick::Missing(error) => Err(error),
        Quick::Open(fd) => {
            return crate::door::submit(scope, callback, move || {
                read_opened(fd, text).map_err(|error| named(&target, error))
            });
        }
        Quick::Unknown => {
            return crate::door::submit(scope, callback, move || {
                read_file(&target, flags, text).map_err(|error| named(&target, error))
            });
        }
    };
    inline::deliver(scope, callback, result)
}

/// `fs.readFileSync`: as `op_fs_read_file`.
#[op2]
pub fn op_fs_read_file_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] target: Target,
    flags: i32,
    #[scoped] text: Text,
) -> v8::Local<'s, v8::Value> {
    answer(scope, read_file(&target, flags, text))
}
