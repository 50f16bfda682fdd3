//! System calls with their errors.

use std::os::fd::{FromRawFd, OwnedFd};

use ops_core::SysError;

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

/// `fstat(2)`.
pub fn fstat(fd: i32) -> Result<libc::stat, SysError> {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` lives through the call.
    check(unsafe { libc::fstat(fd, &mut stat) }, "fstat")?;
    Ok(stat)
}
