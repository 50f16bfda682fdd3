//! Names in folders: link, symlink, readlink, realpath, rename, unlink, copyFile.

use std::os::fd::{AsRawFd, RawFd};

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::door::doors;
use crate::sys::{self, check, retry};
use crate::value::Name;

const COPYFILE_EXCL: i32 = 1;
const COPYFILE_FICLONE: i32 = 2;
const COPYFILE_FICLONE_FORCE: i32 = 4;
/// How much one call copies inside the kernel.
const COPY_STEP: usize = 1 << 30;

fn two(result: i32, syscall: &'static str, from: &PathArg, to: &PathArg) -> Result<(), SysError> {
    check(result, syscall)
        .map(|_| ())
        .map_err(|error| error.with_path(from.path()).with_dest(to.path()))
}

fn link(from: PathArg, to: PathArg) -> Result<(), SysError> {
    from.may_read()?;
    from.may_write()?;
    to.may_write()?;
    // SAFETY: the paths end in null bytes and live through the call.
    two(
        unsafe { libc::link(from.c_str().as_ptr(), to.c_str().as_ptr()) },
        "link",
        &from,
        &to,
    )
}

pub fn symlink(target: PathArg, path: PathArg) -> Result<(), SysError> {
    ops_core::permission::symlink()?;
    // SAFETY: the paths end in null bytes and live through the call.
    two(
        unsafe { libc::symlink(target.c_str().as_ptr(), path.c_str().as_ptr()) },
        "symlink",
        &target,
        &path,
    )
}

fn rename(from: PathArg, to: PathArg) -> Result<(), SysError> {
    from.may_read()?;
    from.may_write()?;
    to.may_write()?;
    // SAFETY: the paths end in null bytes and live through the call.
    two(
        unsafe { libc::rename(from.c_str().as_ptr(), to.c_str().as_ptr()) },
        "rename",
        &from,
        &to,
    )
}

fn unlink(path: PathArg) -> Result<(), SysError> {
    path.may_write()?;
    // SAFETY: the path ends in a null byte and lives through the call.
    let result = check(unsafe { libc::unlink(path.c_str().as_ptr()) }, "unlink");
    result
        .map(|_| ())
        .map_err(|error| error.with_path(path.path()))
}

pub fn readlink(path: PathArg, text: Text) -> Result<Name, SysError> {
    path.may_read()?;
    let mut size = 256;
    loop {
        let mut bytes = vec![0u8; size];
        let length = retry("readlink", || {
            // SAFETY: the path ends in a null byte, and `bytes` has `size` bytes.
            unsafe { libc::readlink(path.c_str().as_ptr(), bytes.as_mut_ptr().cast(), size) }
        })
        .map_err(|error| error.with_path(path.path()))?;
        if length < size {
            bytes.truncate(length);
            return Ok(Name(bytes, text));
        }
        size *= 4;
    }
}

fn realpath(path: PathArg, text: Text) -> Result<Name, SysError> {
    path.may_read()?;
    // SAFETY: the path ends in a null byte; with a null buffer the result is allocated.
    let resolved = unsafe { libc::realpath(path.c_str().as_ptr(), std::ptr::null_mut()) };
    if resolved.is_null() {
        return Err(SysError::last("realpath").with_path(path.path()));
    }
    // SAFETY: a string that `realpath` has allocated, freed once after it was copied.
    let bytes = unsafe {
        let bytes = std::ffi::CStr::from_ptr(resolved).to_bytes().to_vec();
        libc::free(resolved.cast());
        bytes
    };
    Ok(Name(bytes, text))
}

/// Copies from one descriptor's position to the other's until the end of the file: the number of bytes.
fn copy_data(from: RawFd, to: RawFd, size: usize) -> Result<usize, SysError> {
    // Some pairs of file systems (and files of /proc, whose size is 0) know only the last way.
    let mut copied = 0;
    loop {
        let step = retry("copyfile", || {
            // SAFETY: with null offsets no memory is involved.
            unsafe {
                libc::copy_file_range(
                    from,
                    std::ptr::null_mut(),
                    to,
                    std::ptr::null_mut(),
                    COPY_STEP,
                    0,
                )
            }
        });
        match step {
            Ok(0) if copied > 0 => return Ok(copied),
            Ok(0) | Err(_) => break,
            Ok(count) => copied += count,
        }
        // A copy that ends where the file ended needs no further call to find that out.
        if copied == size {
            return Ok(copied);
        }
    }
    let mut bytes = vec![0u8; 128 * 1024];
    loop {
        // SAFETY: the kernel writes at most `bytes.len()` bytes.
        let count = retry("copyfile", || unsafe {
            libc::read(from, bytes.as_mut_ptr().cast(), bytes.len())
        })?;
        if count == 0 {
            return Ok(copied);
        }
        let mut rest = &bytes[..count];
        while !rest.is_empty() {
            // SAFETY: `rest` lives through the call.
            let written = retry("copyfile", || unsafe {
                libc::write(to, rest.as_ptr().cast(), rest.len())
            })?;
            rest = &rest[written..];
        }
        copied += count;
    }
}

/// Cuts what is a file; what is none has no length.
fn truncate(fd: RawFd, length: i64) -> Result<(), SysError> {
    // SAFETY: no memory is involved.
    let result = check(unsafe { libc::ftruncate(fd, length) }, "copyfile");
    match result {
        Err(error) if error.errno == -libc::EINVAL => Ok(()),
        result => result.map(|_| ()),
    }
}

/// Copies over what is there and no longer than the source. The file system keeps the blocks that it has, which costs a
/// fraction of giving them back and getting them anew.
fn copy_over(
    from: RawFd,
    to: RawFd,
    source: &libc::stat,
    target: &libc::stat,
) -> Result<(), SysError> {
    let size = source.st_size as usize;
    let old = target.st_size.min(source.st_size);
    let copied = copy_data(from, to, size);
    if old <= 0 || !sys::is_regular(target) {
        return copied.map(|_| ());
    }
    match copied {
        // The source has become shorter meanwhile.
        Ok(copied) if copied < old as usize => truncate(to, copied as i64),
        Ok(_) => Ok(()),
        // The old content may take the room that the new one needs.
        Err(error) => {
            truncate(to, 0)?;
            for fd in [from, to] {
                // SAFETY: no memory is involved.
                if unsafe { libc::lseek(fd, 0, libc::SEEK_SET) } != 0 {
                    return Err(error);
                }
            }
            copy_data(from, to, size).map(|_| ())
        }
    }
}

fn copy_opened(from: &PathArg, to: &PathArg, mode: i32) -> Result<(), SysError> {
    let source = sys::open(from, libc::O_RDONLY, 0)?;
    let stat = sys::fstat(source.as_raw_fd())?;
    let exclusive = if mode & COPYFILE_EXCL == 0 {
        0
    } else {
        libc::O_EXCL
    };
    let target = sys::open(
        to,
        libc::O_WRONLY | libc::O_CREAT | exclusive,
        stat.st_mode & 0o7777,
    )?;
    let fd = target.as_raw_fd();
    let other = sys::fstat(fd)?;
    if stat.st_dev == other.st_dev && stat.st_ino == other.st_ino {
        return Ok(());
    }
    let copied = (|| {
        let clone = mode & (COPYFILE_FICLONE | COPYFILE_FICLONE_FORCE) != 0;
        // Nobody finds the end of the old content behind the new one.
        let keep = if clone { 0 } else { stat.st_size };
        if other.st_size > keep {
            truncate(fd, keep)?;
        }
        // Not every file system keeps modes; then the copy has its own.
        if stat.st_mode & 0o7777 != other.st_mode & 0o7777 {
            // SAFETY: no memory is involved.
            unsafe { libc::fchmod(fd, stat.st_mode & 0o7777) };
        }
        if clone {
            // SAFETY: the argument of FICLONE is a descriptor.
            let cloned = check(
                unsafe { libc::ioctl(fd, libc::FICLONE, source.as_raw_fd()) },
                "copyfile",
            );
            match cloned {
                Ok(_) => return Ok(()),
                Err(error) if mode & COPYFILE_FICLONE_FORCE != 0 => return Err(error),
                Err(_) => {}
            }
        }
        copy_over(source.as_raw_fd(), fd, &stat, &other)
    })();
    // Half a copy is of no use; a device is not removed for what it refuses.
    if copied.is_err() && sys::is_regular(&other) {
        // SAFETY: the path ends in a null byte and lives through the call.
        unsafe { libc::unlink(to.c_str().as_ptr()) };
    }
    copied
}

fn copy_file(from: PathArg, to: PathArg, mode: i32) -> Result<(), SysError> {
    from.may_read()?;
    to.may_write()?;
    copy_named(&from, &to, mode)
}

/// With the error of `copyFile`.
pub fn copy_named(from: &PathArg, to: &PathArg, mode: i32) -> Result<(), SysError> {
    copy_opened(from, to, mode).map_err(|error| {
        SysError::new(-error.errno, "copyfile")
            .with_path(from.path())
            .with_dest(to.path())
    })
}

doors! {
    /// `fs.link`.
    op_fs_link_sync, op_fs_link(#[scoped] from: PathArg, #[scoped] to: PathArg) = link;
    /// `fs.symlink`.
    op_fs_symlink_sync, op_fs_symlink(#[scoped] target: PathArg, #[scoped] path: PathArg) = symlink;
    /// `fs.rename`.
    op_fs_rename_sync, op_fs_rename(#[scoped] from: PathArg, #[scoped] to: PathArg) = rename;
    /// `fs.unlink`.
    op_fs_unlink_sync, op_fs_unlink(#[scoped] path: PathArg) = unlink;
    /// `fs.readlink`.
    op_fs_readlink_sync, op_fs_readlink(#[scoped] path: PathArg, #[scoped] text: Text) = readlink;
    /// `fs.realpath.native`.
    op_fs_realpath_sync, op_fs_realpath(#[scoped] path: PathArg, #[scoped] text: Text) = realpath;
    /// `fs.copyFile`.
    op_fs_copy_file_sync, op_fs_copy_file(#[scoped] from: PathArg, #[scoped] to: PathArg, mode: i32) = copy_file;
}
