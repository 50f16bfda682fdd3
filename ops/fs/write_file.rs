//! `fs.writeFile` and `fs.appendFile`: open, write everything, close, in one request.
//!
//! A file that is there is not emptied first but cut to its new length and written over. What is the same in the end costs
//! a fraction: the file system keeps the blocks that it has, and ext4 does not start to write the file out when it is
//! closed, as it does after a file was emptied.

use std::cell::RefCell;
use std::os::fd::{AsRawFd, OwnedFd};

use deno_core::{FromV8, op2, v8};
use ops_core::SysError;

use crate::args::{PathArg, Target};
use crate::data::{Data, encode, part_of};
use crate::door::answer;
use crate::sys::{self, check, retry};
use crate::write_text::{self, LONG};
use crate::{inline, write};

/// The longest content that is written over the old one. One system call writes it, so that who kills the process does
/// not find the beginning of the new content before the rest of the old one.
const IN_PLACE: usize = 1 << 20;

/// What a write on the loop's thread counts beside its bytes: of many at once the pool does most.
const WRITE: i64 = 28 << 10;

/// Whether the old content stays until the new one is there. What is to be empty is emptied: that sets its time, too.
fn is_in_place(flags: i32, length: usize) -> bool {
    flags & libc::O_TRUNC != 0
        && flags & (libc::O_APPEND | libc::O_EXCL) == 0
        && (1..=IN_PLACE).contains(&length)
}

fn write_file(target: &Target, part: libc::iovec, flags: i32, mode: u32) -> Result<(), SysError> {
    let path = match target {
        Target::Fd(fd) => return write::write_all(*fd, part),
        Target::Path(path) => path,
    };
    if is_in_place(flags, part.iov_len) {
        let file = sys::open(path, flags & !libc::O_TRUNC, mode)?;
        let stat = sys::fstat(file.as_raw_fd())?;
        return write_over(file.as_raw_fd(), &stat, part);
    }
    let file = sys::open(path, flags, mode)?;
    write::write_all(file.as_raw_fd(), part)
}

fn truncate(fd: i32, length: usize) -> Result<(), SysError> {
    // SAFETY: no memory is involved.
    retry("ftruncate", || unsafe {
        libc::ftruncate(fd, length as i64) as isize
    })
    .map(|_| ())
}

/// Writes over what is there, from the start. The rest is cut off before: nobody finds the end of the old content behind
/// the new one.
fn write_over(fd: i32, stat: &libc::stat, part: libc::iovec) -> Result<(), SysError> {
    if sys::is_regular(stat) && stat.st_size > part.iov_len as i64 {
        truncate(fd, part.iov_len)?;
    }
    let Err(error) = write::write_all(fd, part) else {
        return Ok(());
    };
    // The old content may take the room that the new one needs. What is no regular file cannot be emptied.
    if truncate(fd, 0).is_err() {
        return Err(error);
    }
    // SAFETY: no memory is involved.
    let start = unsafe { libc::lseek(fd, 0, libc::SEEK_SET) };
    check(start as i32, "lseek")?;
    write::write_all(fd, part)
}

thread_local! {
    /// The folder in which a file was last found not to be in memory: there is no use in looking again.
    static ON_DISK: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn folder(path: &PathArg) -> &[u8] {
    let bytes = path.bytes();
    let end = bytes.iter().rposition(|byte| *byte == b'/');
    &bytes[..end.map_or(0, |end| end + 1)]
}

fn is_on_disk(path: &PathArg) -> bool {
    ON_DISK.with_borrow(|known| known == folder(path))
}

/// What a look at a path has brought.
enum Quick {
    Done(Result<(), SysError>),
    /// The file is open, but not to be written here.
    Open(OwnedFd),
    Unknown,
}

/// Writes over a file that is in memory only: nothing waits for that.
fn quick(path: &PathArg, part: libc::iovec, flags: i32) -> Quick {
    if is_on_disk(path) {
        return Quick::Unknown;
    }
    // A FIFO or a device must not hold up the loop.
    let file = sys::open_cached(
        path,
        flags & !(libc::O_TRUNC | libc::O_CREAT) | libc::O_NONBLOCK,
    );
    let Some(Ok(file)) = file else {
        return Quick::Unknown;
    };
    let fd = file.as_raw_fd();
    let stat = match sys::fstat(fd) {
        Ok(stat) if sys::is_regular(&stat) => stat,
        _ => return Quick::Open(file),
    };
    if !sys::is_in_memory(fd, stat.st_dev) {
        ON_DISK.with(|known| known.replace(folder(path).to_vec()));
        return Quick::Open(file);
    }
    inline::count(part.iov_len as i64 + WRITE);
    Quick::Done(write_over(fd, &stat, part))
}

/// Goes on with a descriptor that was opened so as not to block, and without emptying the file.
fn write_opened(file: &OwnedFd, part: libc::iovec) -> Result<(), SysError> {
    let fd = file.as_raw_fd();
    // SAFETY: plain calls on a descriptor of our own.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        libc::fcntl(fd, libc::F_SETFL, flags & !libc::O_NONBLOCK);
    }
    write_over(fd, &sys::fstat(fd)?, part)
}

/// Where to write, and how.
pub struct Place {
    target: Target,
    flags: i32,
    mode: u32,
    /// The file, when it is open already.
    file: Option<OwnedFd>,
}

impl Place {
    /// Whether it is worth trying.
    fn may_be_quick(&self, length: usize) -> bool {
        match &self.target {
            Target::Path(path) => {
                is_in_place(self.flags, length) && inline::is_open() && !is_on_disk(path)
            }
            Target::Fd(_) => false,
        }
    }

    /// Tries to write at once, or opens the file.
    fn try_now(&mut self, part: libc::iovec) -> Option<Result<(), SysError>> {
        let Target::Path(path) = &self.target else {
            return None;
        };
        if !is_in_place(self.flags, part.iov_len) {
            return None;
        }
        match inline::try_now(|| Some(quick(path, part, self.flags)))? {
            Quick::Done(result) => return Some(result),
            Quick::Open(file) => self.file = Some(file),
            Quick::Unknown => {}
        }
        None
    }

    /// What has to wait keeps no descriptor.
    pub fn close(&mut self) {
        self.file = None;
    }

    /// Writes, on the pool.
    pub fn write(&self, part: libc::iovec) -> Result<(), SysError> {
        match &self.file {
            Some(file) => write_opened(file, part),
            None => write_file(&self.target, part, self.flags, self.mode),
        }
    }
}

/// ASCII text as bytes, from where it is.
fn with_bytes<R>(
    scope: &mut v8::PinScope,
    text: v8::Local<v8::String>,
    f: impl FnOnce(libc::iovec) -> R,
) -> R {
    let view = v8::ValueView::new(scope, text);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) if v8::simdutf::validate_ascii(bytes) => {
            f(part_of(bytes))
        }
        other => f(encode(other).part()),
    }
}

/// `fs.writeFile` and `fs.appendFile`.
#[op2(reentrant)]
pub fn op_fs_write_file<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] target: Target,
    data: v8::Local<'s, v8::Value>,
    flags: i32,
    mode: u32,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let mut place = Place {
        target,
        flags,
        mode,
        file: None,
    };
    if let Ok(text) = v8::Local::<v8::String>::try_from(data)
        && text.length() >= LONG
    {
        let done = match place.may_be_quick(text.length()) {
            true => with_bytes(scope, text, |part| place.try_now(part)),
            false => None,
        };
        return match done {
            Some(result) => inline::deliver(scope, callback, result),
            None => write_text::submit(scope, place, text, callback),
        };
    }
    let Ok(data) = Data::from_v8(scope, data) else {
        let error = SysError::new(libc::EINVAL, "write");
        return inline::deliver::<()>(scope, callback, Err(error));
    };
    if let Some(result) = place.try_now(data.part()) {
        return inline::deliver(scope, callback, result);
    }
    crate::door::submit(scope, callback, move || place.write(data.part()))
}

/// As `op_fs_write_file`, at once. ASCII text is written from where it is.
#[op2]
pub fn op_fs_write_file_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] target: Target,
    data: v8::Local<'s, v8::Value>,
    flags: i32,
    mode: u32,
) -> v8::Local<'s, v8::Value> {
    if let Ok(text) = v8::Local::<v8::String>::try_from(data) {
        let result = with_bytes(scope, text, |part| write_file(&target, part, flags, mode));
        return answer(scope, result);
    }
    match v8::Local::<v8::ArrayBufferView>::try_from(data) {
        Ok(bytes) => {
            let part = ops_core::bytes::view(bytes.into()).map(part_of);
            let result = part.map_or(Ok(()), |part| write_file(&target, part, flags, mode));
            answer(scope, result)
        }
        Err(_) => answer::<()>(scope, Err(SysError::new(libc::EINVAL, "write"))),
    }
}
