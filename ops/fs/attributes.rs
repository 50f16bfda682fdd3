//! Mode, owner and times of a file: the `chmod`, `chown` and `utimes` families.

use deno_core::v8;
use ops_core::SysError;

use crate::args::PathArg;
use crate::door::doors;
use crate::sys::check;

fn on_path(
    path: &PathArg,
    syscall: &'static str,
    call: impl FnOnce(*const libc::c_char) -> i32,
) -> Result<(), SysError> {
    path.may_write()?;
    check(call(path.c_str().as_ptr()), syscall)
        .map(|_| ())
        .map_err(|error| error.with_path(path.path()))
}

fn chmod(path: PathArg, mode: u32) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    on_path(&path, "chmod", |path| unsafe { libc::chmod(path, mode) })
}

fn fchmod(fd: i32, mode: u32) -> Result<(), SysError> {
    ops_core::permission::by_descriptor("fchmod")?;
    // SAFETY: no memory is involved.
    check(unsafe { libc::fchmod(fd, mode) }, "fchmod").map(|_| ())
}

fn chown(path: PathArg, uid: u32, gid: u32) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    on_path(&path, "chown", |path| unsafe {
        libc::chown(path, uid, gid)
    })
}

fn fchown(fd: i32, uid: u32, gid: u32) -> Result<(), SysError> {
    ops_core::permission::by_descriptor("fchown")?;
    // SAFETY: no memory is involved.
    check(unsafe { libc::fchown(fd, uid, gid) }, "fchown").map(|_| ())
}

fn lchown(path: PathArg, uid: u32, gid: u32) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    on_path(&path, "lchown", |path| unsafe {
        libc::lchown(path, uid, gid)
    })
}

/// Seconds since 1970 as libuv takes them: infinity is now, not a number leaves the time alone.
fn timespec(seconds: f64) -> libc::timespec {
    if seconds.is_nan() {
        return libc::timespec {
            tv_sec: 0,
            tv_nsec: libc::UTIME_OMIT,
        };
    }
    if seconds.is_infinite() {
        return libc::timespec {
            tv_sec: 0,
            tv_nsec: libc::UTIME_NOW,
        };
    }
    let mut whole = seconds as i64;
    let mut nanoseconds = ((seconds - whole as f64) * 1e9) as i64;
    // Binary fractions of a millisecond are a few nanoseconds off: a time that came from JS has no more than six digits.
    nanoseconds -= nanoseconds % 1000;
    if nanoseconds < 0 {
        nanoseconds += 1_000_000_000;
        whole -= 1;
    }
    libc::timespec {
        tv_sec: whole,
        tv_nsec: nanoseconds,
    }
}

fn utimes_at(
    path: &PathArg,
    atime: f64,
    mtime: f64,
    flags: i32,
    syscall: &'static str,
) -> Result<(), SysError> {
    let times = [timespec(atime), timespec(mtime)];
    // SAFETY: the path ends in a null byte, and both live through the call.
    on_path(path, syscall, |path| unsafe {
        libc::utimensat(libc::AT_FDCWD, path, times.as_ptr(), flags)
    })
}

fn utimes(path: PathArg, atime: f64, mtime: f64) -> Result<(), SysError> {
    utimes_at(&path, atime, mtime, 0, "utime")
}

fn lutimes(path: PathArg, atime: f64, mtime: f64) -> Result<(), SysError> {
    utimes_at(&path, atime, mtime, libc::AT_SYMLINK_NOFOLLOW, "lutime")
}

fn futimes(fd: i32, atime: f64, mtime: f64) -> Result<(), SysError> {
    ops_core::permission::by_descriptor("futimes")?;
    let times = [timespec(atime), timespec(mtime)];
    // SAFETY: `times` lives through the call.
    check(unsafe { libc::futimens(fd, times.as_ptr()) }, "futime").map(|_| ())
}

doors! {
    /// `fs.chmod`.
    op_fs_chmod_sync, op_fs_chmod(#[scoped] path: PathArg, mode: u32) = chmod, first path.may_write;
    /// `fs.fchmod`.
    op_fs_fchmod_sync, op_fs_fchmod(fd: i32, mode: u32) = fchmod;
    /// `fs.chown`.
    op_fs_chown_sync, op_fs_chown(#[scoped] path: PathArg, uid: u32, gid: u32) = chown;
    /// `fs.fchown`.
    op_fs_fchown_sync, op_fs_fchown(fd: i32, uid: u32, gid: u32) = fchown;
    /// `fs.lchown`.
    op_fs_lchown_sync, op_fs_lchown(#[scoped] path: PathArg, uid: u32, gid: u32) = lchown;
    /// `fs.utimes`.
    op_fs_utimes_sync, op_fs_utimes(#[scoped] path: PathArg, atime: f64, mtime: f64) = utimes, first path.may_write;
    /// `fs.lutimes`.
    op_fs_lutimes_sync, op_fs_lutimes(#[scoped] path: PathArg, atime: f64, mtime: f64) = lutimes, first path.may_write;
    /// `fs.futimes`.
    op_fs_futimes_sync, op_fs_futimes(fd: i32, atime: f64, mtime: f64) = futimes;
}
