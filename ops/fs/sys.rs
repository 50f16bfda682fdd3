//! System calls with their errors.

use std::cell::Cell;
use std::os::fd::{FromRawFd, OwnedFd};

use ops_core::{SysError, permission};

use crate::args::PathArg;

/// The result of a call that returns -1 for an error.
pub fn check(result: i32, syscall: &'static str) -> Result<i32, SysError> {
    if result < 0 {
        Err(SysError::last(syscall))
    } else {
        Ok(result)
    }
}

/// Repeats a call that a signal has interrupted.
pub fn retry(syscall: &'static str, mut call: impl FnMut() -> isize) -> Result<usize, SysError> {
    loop {
        let result = call();
        if result >= 0 {
            return Ok(result as usize);
        }
        let error = SysError::last(syscall);
        if error.errno != -libc::EINTR {
            return Err(error);
        }
    }
}

/// `open(2)` with `O_CLOEXEC`, repeated when interrupted.
pub fn open(path: &PathArg, flags: i32, mode: u32) -> Result<OwnedFd, SysError> {
    permission::open(path.bytes(), flags)?;
    let fd = retry("open", || {
        // SAFETY: the path ends in a null byte and lives through the call.
        unsafe { libc::open(path.c_str().as_ptr(), flags | libc::O_CLOEXEC, mode) as isize }
    });
    match fd {
        // SAFETY: the descriptor was just opened and belongs to nobody else.
        Ok(fd) => Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) }),
        Err(error) => Err(error.with_path(path.path())),
    }
}

/// Whether it is a file with a content of its own, no folder, pipe or device.
pub fn is_regular(stat: &libc::stat) -> bool {
    stat.st_mode & libc::S_IFMT == libc::S_IFREG
}

/// `fstat(2)`.
pub fn fstat(fd: i32) -> Result<libc::stat, SysError> {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` lives through the call.
    check(unsafe { libc::fstat(fd, &mut stat) }, "fstat")?;
    Ok(stat)
}

/// Opens a path when all that it names is in the kernel's caches. `None`: unknown; the error is that of a name that is
/// known not to be there.
pub fn open_cached(path: &PathArg, flags: i32) -> Option<Result<OwnedFd, i32>> {
    // SAFETY: all-zero bytes are a valid `open_how`.
    let mut how: libc::open_how = unsafe { std::mem::zeroed() };
    how.flags = (flags | libc::O_CLOEXEC) as u64;
    how.resolve = libc::RESOLVE_CACHED;
    // SAFETY: the path ends in a null byte, and both live through the call.
    let fd = unsafe {
        libc::syscall(
            libc::SYS_openat2,
            libc::AT_FDCWD,
            path.c_str().as_ptr(),
            &raw const how,
            size_of::<libc::open_how>(),
        )
    };
    if fd >= 0 {
        // SAFETY: the descriptor was just opened and belongs to nobody else.
        return Some(Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) }));
    }
    (SysError::last("open").errno == -libc::ENOENT).then_some(Err(libc::ENOENT))
}

fn kind_of_system(fd: i32) -> i64 {
    // SAFETY: all-zero bytes are a valid `statfs`.
    let mut s: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: `s` lives through the call.
    match unsafe { libc::fstatfs(fd, &mut s) } {
        0 => s.f_type,
        _ => 0,
    }
}

/// The devices that a question was last answered for with yes and with no.
type Known = Cell<[u64; 2]>;

fn known(devices: &Known, device: u64, ask: impl FnOnce() -> bool) -> bool {
    let [yes, no] = devices.get();
    if device == yes || device == no {
        return device == yes;
    }
    let answer = ask();
    devices.set(if answer { [device, no] } else { [yes, device] });
    answer
}

thread_local! {
    static IN_MEMORY: Known = const { Cell::new([u64::MAX; 2]) };
    static LOCAL: Known = const { Cell::new([u64::MAX; 2]) };
}

/// Whether [`is_in_memory`] has found that lately.
pub fn is_known_in_memory(device: u64) -> bool {
    IN_MEMORY.with(|devices| devices.get()[0] == device)
}

/// Whether an open file of `device` lies in a file system that has its files in memory only. It knows no reading without
/// waiting, because there is no other.
pub fn is_in_memory(fd: i32, device: u64) -> bool {
    IN_MEMORY.with(|devices| known(devices, device, || kind_of_system(fd) == libc::TMPFS_MAGIC))
}

/// Whether an open file (or `O_PATH`) lies on a disk or in memory, so that nobody else is asked about it. The common
/// systems only; the others go to the pool.
pub fn is_local(fd: i32, device: u64) -> bool {
    let systems = [
        libc::EXT4_SUPER_MAGIC,
        libc::XFS_SUPER_MAGIC,
        libc::BTRFS_SUPER_MAGIC,
        libc::TMPFS_MAGIC,
        libc::OVERLAYFS_SUPER_MAGIC,
        libc::F2FS_SUPER_MAGIC,
    ];
    LOCAL.with(|devices| known(devices, device, || systems.contains(&kind_of_system(fd))))
}
