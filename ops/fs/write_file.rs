//! `fs.writeFile` and `fs.appendFile`: open, write everything, close, in one request.

use std::os::fd::AsRawFd;

use deno_core::v8;
use ops_core::SysError;

use crate::args::{Target, View};
use crate::door::doors;
use crate::{open, sys, write};

fn write_file(
    target: Target,
    bytes: View,
    flags: i32,
    mode: u32,
    flush: bool,
) -> Result<(), SysError> {
    let opened;
    let fd = match target {
        Target::Fd(fd) => fd,
        Target::Path(path) => {
            opened = sys::open(&path, flags, mode)?;
            opened.as_raw_fd()
        }
    };
    write::write_all(fd, bytes.whole())?;
    if flush { open::fsync(fd) } else { Ok(()) }
}

doors! {
    /// `fs.writeFile` and `fs.appendFile`; `flush` syncs before the file is closed.
    op_fs_write_file_sync, op_fs_write_file(#[scoped] target: Target, #[scoped] bytes: View, flags: i32, mode: u32, flush: bool) = write_file;
}
