//! `fs.readFile`: the whole file in one request.
//!
//! A small regular file whose name and pages are in the kernel's caches is read on the loop's thread, because a trip to
//! the pool costs ten times as much; its completion is queued for the next turn all the same. Everything else makes
//! one trip to the pool.

use std::cell::Cell;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use deno_core::{op2, v8};
use ops_core::{SysError, with_loop};

use crate::args::{PathArg, Target, Text};
use crate::door::{IntoJs, Reply, answer};
use crate::sys;

/// The longest file that is read on the loop's thread.
const INLINE_BYTES: i64 = 64 * 1024;
/// Files that are read on the loop's thread in one turn: more would hold up the loop, and the pool has more cores.
const INLINE_FILES: u32 = 128;
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
    /// Short text, decoded on delivery.
    Utf8(Vec<u8>),
    Ascii(Box<[u8]>),
    Utf16(Box<[u16]>),
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
    // SAFETY: all-zero bytes are a valid `open_how`.
    let mut how: libc::open_how = unsafe { std::mem::zeroed() };
    // A FIFO or a device must not hold up the loop.
    how.flags = (libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK) as u64;
    how.resolve = libc::RESOLVE_CACHED;
    // SAFETY: the path ends in a null byte, and both structures live through the call.
    let fd = unsafe {
        libc::syscall(
            libc::SYS_openat2,
            libc::AT_FDCWD,
            path.c_str().as_ptr(),
            &raw const how,
            size_of::<libc::open_how>(),
        )
    };
    if fd < 0 {
        let error = SysError::last("open");
        return match error.errno == -libc::ENOENT {
            true => Quick::Missing(error.with_path(path.path())),
            false => Quick::Unknown,
        };
    }
    // SAFETY: the descriptor was just opened and belongs to nobody else.
    let fd = unsafe { OwnedFd::from_raw_fd(fd as i32) };
    let Ok(stat) = sys::fstat(fd.as_raw_fd()) else {
        return Quick::Open(fd);
    };
    let regular = stat.st_mode & libc::S_IFMT == libc::S_IFREG;
    if !regular || stat.st_size == 0 || stat.st_size > INLINE_BYTES {
        return Quick::Open(fd);
    }
    let size = stat.st_size as usize;
    let mut bytes: Vec<u8> = Vec::with_capacity(size);
    let part = libc::iovec {
        iov_base: bytes.as_mut_ptr().cast(),
        iov_len: size,
    };
    // SAFETY: `part` names the vector's room, which nobody else touches.
    let count = unsafe {
        libc::syscall(
            libc::SYS_preadv2,
            fd.as_raw_fd(),
            &raw const part,
            1,
            0usize,
            0usize,
            libc::RWF_NOWAIT,
        )
    };
    if count != size as i64 {
        return Quick::Open(fd);
    }
    // SAFETY: the kernel has written `size` bytes there.
    unsafe { bytes.set_len(size) };
    Quick::Done(content(bytes, text))
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
    /// Files read on this thread since the last completion was delivered.
    static INLINE: Cell<u32> = const { Cell::new(0) };
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
        Target::Path(path) if flags == libc::O_RDONLY && INLINE.get() < INLINE_FILES => {
            quick(path, text)
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
    INLINE.set(INLINE.get() + 1);
    let (reply, returned) = Reply::new(scope, callback);
    with_loop(|event_loop| {
        event_loop.complete(move |scope| {
            INLINE.set(0);
            reply.settle(scope, result);
        });
    });
    returned
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
