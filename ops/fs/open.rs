//! Descriptors: open, close, sync, truncate.

use std::os::fd::IntoRawFd;

use deno_core::v8;
use ops_core::SysError;

use crate::args::PathArg;
use crate::door::doors;
use crate::sys::{self, check, retry};

fn open(path: PathArg, flags: i32, mode: u32) -> Result<i32, SysError> {
    sys::open(&path, flags, mode).map(IntoRawFd::into_raw_fd)
}

/// `close(2)`. An interrupted close has closed the descriptor on Linux.
pub fn close(fd: i32) -> Result<(), SysError> {
    // SAFETY: a number that is no open descriptor is reported, not undefined.
    match check(unsafe { libc::close(fd) }, "close") {
        Err(error) if error.errno == -libc::EINTR || error.errno == -libc::EINPROGRESS => Ok(()),
        result => result.map(|_| ()),
    }
}

pub fn fsync(fd: i32) -> Result<(), SysError> {
    ops_core::permission::by_descriptor("fsync")?;
    // SAFETY: no memory is involved.
    retry("fsync", || unsafe { libc::fsync(fd) as isize }).map(|_| ())
}

fn fdatasync(fd: i32) -> Result<(), SysError> {
    ops_core::permission::by_descriptor("fdatasync")?;
    // SAFETY: no memory is involved.
    retry("fdatasync", || unsafe { libc::fdatasync(fd) as isize }).map(|_| ())
}

fn ftruncate(fd: i32, length: f64) -> Result<(), SysError> {
    // SAFETY: no memory is involved.
    retry("ftruncate", || unsafe {
        libc::ftruncate(fd, length as i64) as isize
    })
    .map(|_| ())
}

doors! {
    /// `fs.open`.
    op_fs_open_sync, op_fs_open(#[scoped] path: PathArg, flags: i32, mode: u32) = open;
    /// `fs.close`.
    op_fs_close_sync, op_fs_close(fd: i32) = close;
    /// `fs.fsync`.
    op_fs_fsync_sync, op_fs_fsync(fd: i32) = fsync;
    /// `fs.fdatasync`.
    op_fs_fdatasync_sync, op_fs_fdatasync(fd: i32) = fdatasync;
    /// `fs.ftruncate`.
    op_fs_ftruncate_sync, op_fs_ftruncate(fd: i32, length: f64) = ftruncate;
}
