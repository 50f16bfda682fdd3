//! `stat`, `lstat`, `fstat`, `statfs`, `access`, `exists`; `stat_soon.rs` has what does not answer at once.

use std::ffi::CStr;

use deno_core::{op2, v8};
use ops_core::SysError;

use crate::args::{Numbers, PathArg};
use crate::door::{answer, doors, submits};
use crate::sys::{check, retry};
use crate::value::Row;

/// `dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks`, then seconds and nanoseconds of access,
/// modification, change and birth.
pub type Stats = [i64; 18];

pub const EMPTY: &CStr = c"";

/// `statx(2)`.
pub fn statx(fd: i32, path: &CStr, flags: i32, syscall: &'static str) -> Result<Stats, SysError> {
    // SAFETY: all-zero bytes are a valid `statx`.
    let mut s: libc::statx = unsafe { std::mem::zeroed() };
    let mask = libc::STATX_BASIC_STATS | libc::STATX_BTIME;
    // SAFETY: the path ends in a null byte, and both live through the call.
    let result = unsafe { libc::statx(fd, path.as_ptr(), flags, mask, &mut s) };
    check(result, syscall)?;
    Ok([
        libc::makedev(s.stx_dev_major, s.stx_dev_minor) as i64,
        i64::from(s.stx_mode),
        i64::from(s.stx_nlink),
        i64::from(s.stx_uid),
        i64::from(s.stx_gid),
        libc::makedev(s.stx_rdev_major, s.stx_rdev_minor) as i64,
        i64::from(s.stx_blksize),
        s.stx_ino as i64,
        s.stx_size as i64,
        s.stx_blocks as i64,
        s.stx_atime.tv_sec,
        i64::from(s.stx_atime.tv_nsec),
        s.stx_mtime.tv_sec,
        i64::from(s.stx_mtime.tv_nsec),
        s.stx_ctime.tv_sec,
        i64::from(s.stx_ctime.tv_nsec),
        s.stx_btime.tv_sec,
        i64::from(s.stx_btime.tv_nsec),
    ])
}

/// Follows a symbolic link.
pub fn stat_path(path: &PathArg) -> Result<Stats, SysError> {
    path.may_read()?;
    statx(libc::AT_FDCWD, path.c_str(), 0, "stat").map_err(|error| error.with_path(path.path()))
}

/// Does not follow a symbolic link.
pub fn lstat_path(path: &PathArg) -> Result<Stats, SysError> {
    statx(
        libc::AT_FDCWD,
        path.c_str(),
        libc::AT_SYMLINK_NOFOLLOW,
        "lstat",
    )
    .map_err(|error| error.with_path(path.path()))
}

fn fstat_fd(fd: i32) -> Result<Stats, SysError> {
    statx(fd, EMPTY, libc::AT_EMPTY_PATH, "fstat")
}

fn fstat(fd: i32, numbers: Numbers) -> Result<Row<18>, SysError> {
    fstat_fd(fd).map(|stats| Row(stats, numbers))
}

fn statfs(path: PathArg, numbers: Numbers) -> Result<Row<8>, SysError> {
    path.may_read()?;
    // SAFETY: all-zero bytes are a valid `statfs`.
    let mut s: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: the path ends in a null byte, and both live through the call.
    let result = retry("statfs", || unsafe {
        libc::statfs(path.c_str().as_ptr(), &mut s) as isize
    });
    result.map_err(|error| error.with_path(path.path()))?;
    let row = [
        s.f_type,
        s.f_bsize,
        s.f_frsize,
        s.f_blocks as i64,
        s.f_bfree as i64,
        s.f_bavail as i64,
        s.f_files as i64,
        s.f_ffree as i64,
    ];
    Ok(Row(row, numbers))
}

/// Writes the numbers into `out`. An error among `quiet` is `false`.
fn fill(
    result: Result<Stats, SysError>,
    out: v8::Local<v8::ArrayBufferView>,
    numbers: Numbers,
    quiet: &[i32],
) -> Result<bool, SysError> {
    match result {
        Ok(stats) => {
            Row(stats, numbers).write_into(out);
            Ok(true)
        }
        Err(error) if quiet.contains(&-error.errno) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What `throwIfNoEntry: false` makes quiet in `fs.statSync`.
fn quiet_errors(quiet: bool) -> &'static [i32] {
    if quiet {
        &[libc::ENOENT, libc::ENOTDIR]
    } else {
        &[]
    }
}

/// `fs.statSync` into a `Float64Array` or `BigInt64Array` of 18.
#[op2]
pub fn op_fs_stat_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
    out: v8::Local<'s, v8::ArrayBufferView>,
    #[scoped] numbers: Numbers,
    quiet: bool,
) -> v8::Local<'s, v8::Value> {
    answer(
        scope,
        fill(stat_path(&path), out, numbers, quiet_errors(quiet)),
    )
}

/// As `op_fs_stat_sync` of a string, which is not a view of bytes.
#[op2(fast)]
pub fn op_fs_stat_text_sync(
    #[string] path: &str,
    out: v8::Local<v8::Value>,
    big: bool,
    quiet: bool,
) -> Result<bool, SysError> {
    let path = PathArg::of_text(path, "stat")?;
    let out = v8::Local::<v8::ArrayBufferView>::try_from(out)
        .map_err(|_| SysError::new(libc::EINVAL, "stat"))?;
    let numbers = if big { Numbers::Big } else { Numbers::Double };
    fill(stat_path(&path), out, numbers, quiet_errors(quiet))
}

/// `fs.lstatSync` into a `Float64Array` or `BigInt64Array` of 18.
#[op2]
pub fn op_fs_lstat_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
    out: v8::Local<'s, v8::ArrayBufferView>,
    #[scoped] numbers: Numbers,
    quiet: bool,
) -> v8::Local<'s, v8::Value> {
    let quiet: &[i32] = if quiet { &[libc::ENOENT] } else { &[] };
    answer(scope, fill(lstat_path(&path), out, numbers, quiet))
}

/// `fs.fstatSync` into a `Float64Array` or `BigInt64Array` of 18.
#[op2]
pub fn op_fs_fstat_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    out: v8::Local<'s, v8::ArrayBufferView>,
    #[scoped] numbers: Numbers,
) -> v8::Local<'s, v8::Value> {
    answer(scope, fill(fstat_fd(fd), out, numbers, &[]))
}

fn access(path: PathArg, mode: i32) -> Result<(), SysError> {
    path.may_read()?;
    // SAFETY: the path ends in a null byte and lives through the call.
    let result = check(
        unsafe { libc::access(path.c_str().as_ptr(), mode) },
        "access",
    );
    result
        .map(|_| ())
        .map_err(|error| error.with_path(path.path()))
}

fn exists(path: &PathArg) -> Result<bool, SysError> {
    path.may_read()?;
    // SAFETY: the path ends in a null byte and lives through the call.
    Ok(unsafe { libc::access(path.c_str().as_ptr(), libc::F_OK) == 0 })
}

/// `fs.existsSync`.
#[op2]
pub fn op_fs_exists_sync(#[scoped] path: PathArg) -> Result<bool, SysError> {
    exists(&path)
}

/// As `op_fs_exists_sync` of a string.
#[op2(fast)]
pub fn op_fs_exists_text_sync(#[string] path: &str) -> Result<bool, SysError> {
    exists(&PathArg::of_text(path, "access")?)
}

/// What a path names: 0 a file, 1 a folder, negative nothing. For looking up modules.
#[op2]
pub fn op_fs_kind_sync(#[scoped] path: PathArg) -> i32 {
    kind(&path)
}

/// The kind of a folder.
pub const FOLDER: i32 = 1;

/// As `op_fs_kind_sync`.
pub fn kind(path: &PathArg) -> i32 {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut s: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: the path ends in a null byte, and both live through the call.
    match unsafe { libc::stat(path.c_str().as_ptr(), &mut s) } {
        0 => i32::from(s.st_mode & libc::S_IFMT == libc::S_IFDIR),
        _ => -1,
    }
}

doors! {
    /// `fs.statfs`.
    op_fs_statfs_sync, op_fs_statfs(#[scoped] path: PathArg, #[scoped] numbers: Numbers) = statfs;
    /// `fs.access`.
    op_fs_access_sync, op_fs_access(#[scoped] path: PathArg, mode: i32) = access;
}

submits! {
    /// `fs.fstat`.
    op_fs_fstat(fd: i32, #[scoped] numbers: Numbers) = fstat;
}
