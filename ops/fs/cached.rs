//! Reading what the kernel's caches hold, without waiting for anything else.

use ops_core::SysError;

use crate::sys;

/// Reads from a regular file of `device` to where the caller has room for `length` bytes; `at` is the descriptor's
/// position when it is `None`. The result is that of `read(2)`, or `None` when there would be something to wait for.
pub fn read(fd: i32, device: u64, room: *mut u8, length: usize, at: Option<i64>) -> Option<usize> {
    if !sys::is_known_in_memory(device) {
        let part = libc::iovec {
            iov_base: room.cast(),
            iov_len: length,
        };
        let at = at.unwrap_or(-1);
        // SAFETY: `part` names the caller's room, which nobody else touches. The position is given in two halves, of
        // which a 64-bit kernel takes the first only.
        let count = unsafe {
            libc::syscall(
                libc::SYS_preadv2,
                fd,
                &raw const part,
                1,
                at,
                at >> 32,
                libc::RWF_NOWAIT,
            )
        };
        if count >= 0
            || SysError::last("read").errno != -libc::EOPNOTSUPP
            || !sys::is_in_memory(fd, device)
        {
            return usize::try_from(count).ok();
        }
    }
    // SAFETY: as above.
    let count = unsafe {
        match at {
            Some(at) => libc::pread(fd, room.cast(), length, at),
            None => libc::read(fd, room.cast(), length),
        }
    };
    usize::try_from(count).ok()
}
