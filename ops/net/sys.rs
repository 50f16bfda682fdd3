//! Thin wrappers of system calls: results are libuv's, a negated `errno` for an error.

use std::mem::size_of;
use std::os::fd::RawFd;

/// The calling thread's `errno`, negated.
pub fn last_error() -> i32 {
    -std::io::Error::last_os_error()
        .raw_os_error()
        .unwrap_or(libc::EIO)
}

/// libuv's number for the end of a stream.
pub const EOF: i32 = -4095;

/// 0 or the negated `errno` of a call that returns -1 for an error.
pub fn check(result: i32) -> i32 {
    if result < 0 { last_error() } else { 0 }
}

/// A new non-blocking socket that children do not inherit.
pub fn socket(family: i32, kind: i32) -> Result<RawFd, i32> {
    // SAFETY: a plain system call.
    let fd = unsafe { libc::socket(family, kind | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) };
    if fd < 0 { Err(last_error()) } else { Ok(fd) }
}

/// Sets an option that is an `int`; returns 0 or the negated `errno`.
pub fn set_option(fd: RawFd, level: i32, name: i32, value: i32) -> i32 {
    // SAFETY: `value` lives through the call and has the size that is told.
    check(unsafe {
        libc::setsockopt(
            fd,
            level,
            name,
            (&raw const value).cast(),
            size_of::<i32>() as libc::socklen_t,
        )
    })
}

/// Reads an option that is an `int`.
pub fn get_option(fd: RawFd, level: i32, name: i32) -> Result<i32, i32> {
    let mut value = 0i32;
    let mut length = size_of::<i32>() as libc::socklen_t;
    // SAFETY: `value` lives through the call and has the size that is told.
    let result = unsafe { libc::getsockopt(fd, level, name, (&raw mut value).cast(), &mut length) };
    if result < 0 {
        Err(last_error())
    } else {
        Ok(value)
    }
}

/// Sets or clears `O_NONBLOCK`.
pub fn set_nonblocking(fd: RawFd, on: bool) -> i32 {
    // SAFETY: plain system calls.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        if flags < 0 {
            return last_error();
        }
        let wanted = if on {
            flags | libc::O_NONBLOCK
        } else {
            flags & !libc::O_NONBLOCK
        };
        if wanted == flags {
            0
        } else {
            check(libc::fcntl(fd, libc::F_SETFL, wanted))
        }
    }
}

/// Closes a descriptor; the standard ones stay open, as in libuv.
pub fn close(fd: RawFd) {
    if fd > libc::STDERR_FILENO {
        // SAFETY: the caller owns the descriptor and forgets it.
        unsafe { libc::close(fd) };
    }
}

/// Writes `bytes` with as many calls as needed, waiting with `poll(2)` when the descriptor is full.
/// Returns 0 or the negated `errno`.
pub fn write_all(fd: RawFd, mut bytes: &[u8]) -> i32 {
    while !bytes.is_empty() {
        // SAFETY: the slice lives through the call.
        let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        if written >= 0 {
            bytes = &bytes[(written as usize).min(bytes.len())..];
            continue;
        }
        match -last_error() {
            libc::EINTR => {}
            libc::EAGAIN => {
                let mut entry = libc::pollfd {
                    fd,
                    events: libc::POLLOUT,
                    revents: 0,
                };
                // SAFETY: one entry, which lives through the call.
                unsafe { libc::poll(&mut entry, 1, -1) };
            }
            errno => return -errno,
        }
    }
    0
}

/// Whether the descriptor is a socket.
pub fn is_socket(fd: RawFd) -> bool {
    get_option(fd, libc::SOL_SOCKET, libc::SO_TYPE).is_ok()
}

/// Removes a name of the file system; errors do not matter.
pub fn unlink(path: &[u8]) {
    if let Ok(path) = std::ffi::CString::new(path) {
        // SAFETY: a C string that lives through the call.
        unsafe { libc::unlink(path.as_ptr()) };
    }
}

/// Makes `close` send a reset and drop what is unsent.
pub fn set_linger_zero(fd: RawFd) -> i32 {
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    // SAFETY: `linger` lives through the call and has the size that is told.
    check(unsafe {
        libc::setsockopt(
            fd,
            libc::SOL_SOCKET,
            libc::SO_LINGER,
            (&raw const linger).cast(),
            size_of::<libc::linger>() as libc::socklen_t,
        )
    })
}

/// Whether the number is an open descriptor.
pub fn is_open(fd: RawFd) -> bool {
    // SAFETY: a plain system call.
    unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 }
}

/// Adds permission bits to a file; 0 or the negated `errno`.
pub fn add_mode(path: &[u8], bits: libc::mode_t) -> i32 {
    let Ok(path) = std::ffi::CString::new(path) else {
        return -libc::EINVAL;
    };
    // SAFETY: `path` is a C string and `stat` plain data; both live through the calls.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        if libc::stat(path.as_ptr(), &mut stat) < 0 {
            return last_error();
        }
        if stat.st_mode & bits == bits {
            0
        } else {
            check(libc::chmod(path.as_ptr(), (stat.st_mode | bits) & 0o7777))
        }
    }
}
