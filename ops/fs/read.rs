//! `read` and `readv`, at a position or at the file's own.

use deno_core::v8;
use ops_core::SysError;

use crate::args::{Position, View, Views};
use crate::door::doors;
use crate::sys::retry;

/// The longest list of buffers that one system call takes.
pub const IOV_MAX: usize = 1024;

pub fn read_into(fd: i32, parts: &[libc::iovec], position: Option<i64>) -> Result<usize, SysError> {
    let count = parts.len().min(IOV_MAX) as i32;
    retry("read", || {
        // SAFETY: the parts lie inside memory that the caller keeps.
        unsafe {
            match (position, parts) {
                (None, [one]) => libc::read(fd, one.iov_base, one.iov_len),
                (Some(at), [one]) => libc::pread(fd, one.iov_base, one.iov_len, at),
                (None, _) => libc::readv(fd, parts.as_ptr(), count),
                (Some(at), _) => libc::preadv(fd, parts.as_ptr(), count, at),
            }
        }
    })
}

fn read(
    fd: i32,
    bytes: View,
    offset: f64,
    length: f64,
    position: Position,
) -> Result<usize, SysError> {
    read_into(
        fd,
        &[bytes.part(offset as usize, length as usize, "read")?],
        position.0,
    )
}

fn readv(fd: i32, list: Views, position: Position) -> Result<usize, SysError> {
    let parts: Vec<_> = list.0.iter().map(View::whole).collect();
    read_into(fd, &parts, position.0)
}

doors! {
    /// `fs.read`: the number of bytes read.
    op_fs_read_sync, op_fs_read(fd: i32, #[scoped] bytes: View, offset: f64, length: f64, #[scoped] position: Position) = read;
    /// `fs.readv`.
    op_fs_readv_sync, op_fs_readv(fd: i32, #[scoped] list: Views, #[scoped] position: Position) = readv;
}
