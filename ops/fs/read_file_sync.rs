//! `fs.readFileSync`: what is short goes to memory that is there, without any of its own.

use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};

use deno_core::{op2, v8};
use ops_core::SysError;

use crate::args::{PathArg, Target, Text};
use crate::door::answer;
use crate::read_file::{Answer, one_byte, read_fd};
use crate::sys;

/// A content up to this length is short.
const SHORT: usize = 8 * 1024;

/// Whether a file ends at the descriptor's position: that question costs half of what a meeting with the end costs. What
/// has no length, or another one, stays where it is.
fn ends_at(fd: i32, position: usize) -> bool {
    let position = position as i64;
    // SAFETY: no memory is involved.
    unsafe {
        let end = libc::lseek(fd, 0, libc::SEEK_END);
        if end >= 0 && end != position {
            libc::lseek(fd, position, libc::SEEK_SET);
        }
        end == position
    }
}

/// What reading without memory of its own has brought.
enum Short {
    /// The file has ended after so many bytes.
    Whole(usize),
    /// The file is not short: so many bytes are its beginning.
    Beginning(OwnedFd, usize),
}

/// Reads a file from its start, to its end when it is short.
///
/// # Safety
/// `start` has room for [`SHORT`] bytes, which nobody else uses meanwhile.
unsafe fn read_short(path: &PathArg, flags: i32, start: *mut u8) -> Result<Short, SysError> {
    let fd = sys::open(path, flags, 0o666)?;
    let mut length = 0;
    loop {
        // SAFETY: the caller's room.
        let count = sys::retry("read", || unsafe {
            libc::read(fd.as_raw_fd(), start.add(length).cast(), SHORT - length)
        })?;
        length += count;
        if length == SHORT {
            return Ok(Short::Beginning(fd, length));
        }
        if count == 0 || ends_at(fd.as_raw_fd(), length) {
            return Ok(Short::Whole(length));
        }
    }
}

/// A file of which the beginning has been read.
struct Begun(OwnedFd, Vec<u8>);

impl Begun {
    /// Reads the rest, too.
    fn read(self, text: Text) -> Result<Answer, SysError> {
        let content = read_fd(self.0.as_raw_fd(), true, &self.1, text)?;
        Ok(Answer(content, false))
    }
}

thread_local! {
    /// What `op_fs_read_short_sync` leaves to `op_fs_read_rest_sync`.
    static BEGUN: RefCell<Option<Begun>> = const { RefCell::new(None) };
}

/// Reads a short file into `room` from `offset`, a place with room for 8 KiB: the number of its bytes. -1: it is not short,
/// and `op_fs_read_rest_sync` has all of it.
#[op2(fast)]
pub fn op_fs_read_short_sync(
    #[string] path: &str,
    flags: i32,
    room: v8::Local<v8::Value>,
    #[number] offset: usize,
) -> Result<i32, SysError> {
    let path = PathArg::of_text(path, "open")?;
    let (start, length) =
        ops_core::bytes::parts(room).ok_or_else(|| SysError::new(libc::EINVAL, "read"))?;
    if offset.checked_add(SHORT).is_none_or(|end| end > length) {
        return Err(SysError::new(libc::EINVAL, "read"));
    }
    let start = start.wrapping_add(offset);
    // SAFETY: the room lies inside the view, and JS waits.
    match unsafe { read_short(&path, flags, start) }? {
        Short::Whole(count) => Ok(count as i32),
        Short::Beginning(fd, count) => {
            // SAFETY: so many bytes have been written there.
            let beginning = unsafe { std::slice::from_raw_parts(start, count) }.to_vec();
            BEGUN.set(Some(Begun(fd, beginning)));
            Ok(-1)
        }
    }
}

/// The content of the file that `op_fs_read_short_sync` has begun: an `ArrayBuffer`.
#[op2]
pub fn op_fs_read_rest_sync<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    let begun = BEGUN
        .take()
        .ok_or_else(|| SysError::new(libc::EBADF, "read"));
    answer(scope, begun.and_then(|begun| begun.read(Text::Raw)))
}

/// Short text becomes a string from where it was read.
fn read_text<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    path: &PathArg,
    flags: i32,
) -> Result<v8::Local<'s, v8::Value>, SysError> {
    let mut room = [MaybeUninit::<u8>::uninit(); SHORT];
    let start = room.as_mut_ptr().cast::<u8>();
    // SAFETY: the room is ours.
    let short = unsafe { read_short(path, flags, start) }?;
    let (Short::Whole(count) | Short::Beginning(_, count)) = short;
    // SAFETY: so many bytes have been written there.
    let bytes = unsafe { std::slice::from_raw_parts(start, count) };
    if let Short::Beginning(fd, _) = short {
        let result = Begun(fd, bytes.to_vec()).read(Text::Utf8)?;
        return Ok(answer(scope, Ok(result)));
    }
    let string = match v8::simdutf::validate_ascii(bytes) {
        true => one_byte(scope, bytes),
        false => v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal),
    };
    Ok(string.map_or_else(|| v8::null(scope).into(), Into::into))
}

/// `fs.readFileSync`, where `op_fs_read_short_sync` is not called: as `op_fs_read_file`.
#[op2]
pub fn op_fs_read_file_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] target: Target,
    flags: i32,
    #[scoped] text: Text,
) -> v8::Local<'s, v8::Value> {
    let result = match &target {
        Target::Path(path) if text == Text::Utf8 => match read_text(scope, path, flags) {
            Ok(value) => return value,
            Err(error) => Err(error),
        },
        Target::Path(path) => {
            sys::open(path, flags, 0o666).and_then(|fd| read_fd(fd.as_raw_fd(), true, &[], text))
        }
        Target::Fd(fd) => read_fd(*fd, false, &[], text),
    };
    answer(scope, result.map(|content| Answer(content, false)))
}
