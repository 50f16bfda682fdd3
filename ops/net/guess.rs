//! What kind of thing a descriptor is (`uv_guess_handle`).

use std::os::fd::RawFd;

use deno_core::op2;

use crate::sys;

/// As Node names them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandleType {
    Tcp,
    Tty,
    Udp,
    File,
    Pipe,
    Unknown,
    Invalid,
}

/// Looks at a descriptor.
pub fn guess(fd: RawFd) -> HandleType {
    if fd < 0 {
        return HandleType::Invalid;
    }
    // SAFETY: a plain system call; a bad descriptor is reported.
    if unsafe { libc::isatty(fd) } == 1 {
        return HandleType::Tty;
    }
    // SAFETY: `stat` is plain data that the call fills.
    let mode = unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &mut stat) < 0 {
            return HandleType::Unknown;
        }
        stat.st_mode & libc::S_IFMT
    };
    match mode {
        libc::S_IFREG | libc::S_IFCHR => return HandleType::File,
        libc::S_IFIFO => return HandleType::Pipe,
        libc::S_IFSOCK => {}
        _ => return HandleType::Unknown,
    }
    let kind = sys::get_option(fd, libc::SOL_SOCKET, libc::SO_TYPE);
    let domain = sys::get_option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN);
    match (kind, domain) {
        (Ok(libc::SOCK_STREAM), Ok(libc::AF_INET | libc::AF_INET6)) => HandleType::Tcp,
        (Ok(libc::SOCK_STREAM), Ok(libc::AF_UNIX)) => HandleType::Pipe,
        (Ok(libc::SOCK_DGRAM), Ok(libc::AF_INET | libc::AF_INET6)) => HandleType::Udp,
        _ => HandleType::Unknown,
    }
}

/// `'TCP'`, `'TTY'`, `'UDP'`, `'FILE'`, `'PIPE'`, `'UNKNOWN'` or `'INVALID'`.
#[op2]
#[string]
pub fn op_net_guess_handle_type(fd: i32) -> &'static str {
    match guess(fd) {
        HandleType::Tcp => "TCP",
        HandleType::Tty => "TTY",
        HandleType::Udp => "UDP",
        HandleType::File => "FILE",
        HandleType::Pipe => "PIPE",
        HandleType::Unknown => "UNKNOWN",
        HandleType::Invalid => "INVALID",
    }
}

/// `tty.isatty`.
#[op2(fast)]
pub fn op_net_is_tty(fd: i32) -> bool {
    guess(fd) == HandleType::Tty
}
