//! `write` and `writev`, at a position or at the file's own.

use deno_core::{op2, v8};
use ops_core::SysError;

use crate::args::{Position, View, Views};
use crate::door::answer;
use crate::inline;
use crate::read::IOV_MAX;
use crate::sys::{self, retry};

fn write_once(fd: i32, parts: &[libc::iovec], position: Option<i64>) -> Result<usize, SysError> {
    let count = parts.len().min(IOV_MAX) as i32;
    retry("write", || {
        // SAFETY: the parts lie inside memory that the caller keeps.
        unsafe {
            match (position, parts) {
                (None, [one]) => libc::write(fd, one.iov_base, one.iov_len),
                (Some(at), [one]) => libc::pwrite(fd, one.iov_base, one.iov_len, at),
                (None, _) => libc::writev(fd, parts.as_ptr(), count),
                (Some(at), _) => libc::pwritev(fd, parts.as_ptr(), count, at),
            }
        }
    })
}

/// Writes everything. An error after some bytes have gone out is not reported by this call but by the next one.
fn write_parts(
    fd: i32,
    mut parts: Vec<libc::iovec>,
    mut position: Option<i64>,
) -> Result<usize, SysError> {
    let (mut total, mut next) = (0, 0);
    loop {
        let mut written = match write_once(fd, &parts[next..], position) {
            Ok(0) => return Ok(total),
            Ok(written) => written,
            Err(_) if total > 0 => return Ok(total),
            Err(error) => return Err(error),
        };
        total += written;
        position = position.map(|at| at + written as i64);
        while next < parts.len() && written >= parts[next].iov_len {
            written -= parts[next].iov_len;
            next += 1;
        }
        let Some(part) = parts.get_mut(next) else {
            return Ok(total);
        };
        part.iov_base = part.iov_base.wrapping_byte_add(written);
        part.iov_len -= written;
    }
}

fn write(
    fd: i32,
    bytes: View,
    offset: f64,
    length: f64,
    position: Position,
) -> Result<usize, SysError> {
    write_once(
        fd,
        &[bytes.part(offset as usize, length as usize, "write")?],
        position.0,
    )
}

fn writev(fd: i32, list: Views, position: Position) -> Result<usize, SysError> {
    write_parts(fd, list.0.iter().map(View::whole).collect(), position.0)
}

/// Writes all of `part`.
pub fn write_all(fd: i32, part: libc::iovec) -> Result<(), SysError> {
    let mut part = part;
    while part.iov_len > 0 {
        let written = write_once(fd, &[part], None)?;
        part.iov_base = part.iov_base.wrapping_byte_add(written);
        part.iov_len -= written;
    }
    Ok(())
}

/// Whether nothing waits for the bytes: they go to a file that is in memory only.
fn goes_to_memory(fd: i32, length: usize, position: Position) -> bool {
    length <= inline::LONGEST
        && (position.0.is_some() || !inline::would_overtake(fd))
        && sys::fstat(fd)
            .is_ok_and(|stat| sys::is_regular(&stat) && sys::is_in_memory(fd, stat.st_dev))
}

/// Runs `work`, which writes `length` bytes, here or on the pool.
fn submit<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Value>,
    fd: i32,
    length: usize,
    position: Position,
    work: impl FnOnce() -> Result<usize, SysError> + Send + 'static,
) -> v8::Local<'s, v8::Value> {
    match inline::try_now(|| goes_to_memory(fd, length, position).then_some(())) {
        Some(()) => {
            inline::count(length as i64);
            inline::deliver(scope, callback, work())
        }
        None => inline::submit(scope, callback, fd, position.0.is_none(), work),
    }
}

/// `fs.write` of a buffer: the number of bytes written.
#[op2(reentrant)]
pub fn op_fs_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] bytes: View,
    offset: f64,
    length: f64,
    #[scoped] position: Position,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    submit(scope, callback, fd, length as usize, position, move || {
        write(fd, bytes, offset, length, position)
    })
}

/// `fs.writev`.
#[op2(reentrant)]
pub fn op_fs_writev<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] list: Views,
    #[scoped] position: Position,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let length = list.0.iter().map(|view| view.whole().iov_len).sum();
    submit(scope, callback, fd, length, position, move || {
        writev(fd, list, position)
    })
}

/// `fs.writeSync` of a buffer.
#[op2]
pub fn op_fs_write_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] bytes: View,
    offset: f64,
    length: f64,
    #[scoped] position: Position,
) -> v8::Local<'s, v8::Value> {
    answer(scope, write(fd, bytes, offset, length, position))
}

/// `fs.writevSync`.
#[op2]
pub fn op_fs_writev_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] list: Views,
    #[scoped] position: Position,
) -> v8::Local<'s, v8::Value> {
    answer(scope, writev(fd, list, position))
}
