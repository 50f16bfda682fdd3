//! Descriptors that travel through a Unix socket beside the bytes (`SCM_RIGHTS`), for IPC pipes.

use std::mem::size_of;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use deno_core::v8;

use crate::guess::{HandleType, guess};
use crate::stream::{StreamInner, StreamKind};
use crate::sys;

const MAX_DESCRIPTORS: usize = 16;

/// Control data for [`MAX_DESCRIPTORS`], aligned as `cmsghdr` wants it.
#[repr(C, align(8))]
struct Control([u8; 128]);

/// Reads bytes and the descriptors that came with them.
pub fn receive(fd: RawFd, buffer: &mut [u8], descriptors: &mut Vec<OwnedFd>) -> Result<usize, i32> {
    let mut control = Control([0; 128]);
    let mut vector = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    // SAFETY: an all-zero message is valid; its pointers are set to memory that lives through the call, and the
    // kernel's control data is walked with libc's own macros.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = &raw mut vector;
        message.msg_iovlen = 1;
        message.msg_control = control.0.as_mut_ptr().cast();
        message.msg_controllen = control.0.len() as _;
        let count = loop {
            let count = libc::recvmsg(
                fd,
                &mut message,
                libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT,
            );
            if count >= 0 {
                break count as usize;
            }
            match sys::last_error() {
                error if error == -libc::EINTR => {}
                error => return Err(error),
            }
        };
        let mut header = libc::CMSG_FIRSTHDR(&message);
        while !header.is_null() {
            if (*header).cmsg_level == libc::SOL_SOCKET && (*header).cmsg_type == libc::SCM_RIGHTS {
                let data = libc::CMSG_DATA(header).cast::<RawFd>();
                let bytes = (*header).cmsg_len as usize - libc::CMSG_LEN(0) as usize;
                for index in 0..(bytes / size_of::<RawFd>()).min(MAX_DESCRIPTORS) {
                    descriptors.push(OwnedFd::from_raw_fd(data.add(index).read_unaligned()));
                }
            }
            header = libc::CMSG_NXTHDR(&message, header);
        }
        Ok(count)
    }
}

/// Sends bytes with one descriptor; -1 and `errno` for an error, as `sendmsg`.
pub fn send(fd: RawFd, list: &[libc::iovec], descriptor: RawFd) -> isize {
    let mut control = Control([0; 128]);
    // SAFETY: as in `receive`; the control buffer is larger than one descriptor needs.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = list.as_ptr().cast_mut();
        message.msg_iovlen = list.len() as _;
        message.msg_control = control.0.as_mut_ptr().cast();
        message.msg_controllen = libc::CMSG_SPACE(size_of::<RawFd>() as u32) as _;
        let header = libc::CMSG_FIRSTHDR(&message);
        (*header).cmsg_level = libc::SOL_SOCKET;
        (*header).cmsg_type = libc::SCM_RIGHTS;
        (*header).cmsg_len = libc::CMSG_LEN(size_of::<RawFd>() as u32) as _;
        libc::CMSG_DATA(header)
            .cast::<RawFd>()
            .write_unaligned(descriptor);
        libc::sendmsg(fd, &message, libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT)
    }
}

/// Wraps a received descriptor and leaves it in `pendingHandle` of the JS handle, where the IPC channel looks.
pub fn set_pending_handle(scope: &mut v8::PinScope, stream: &StreamInner, descriptor: OwnedFd) {
    let Some(channel) = stream.object(scope) else {
        return;
    };
    let Some(handle) = wrap(scope, descriptor) else {
        return;
    };
    if let Some(key) = v8::String::new(scope, "pendingHandle") {
        channel.set(scope, key.into(), handle.into());
    }
}

/// A JS handle (`TCP`, `Pipe` or `UDP`) for a descriptor, by what the descriptor is.
pub fn wrap<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    descriptor: OwnedFd,
) -> Option<v8::Local<'s, v8::Object>> {
    use std::os::fd::{AsRawFd, IntoRawFd};
    let kind = guess(descriptor.as_raw_fd());
    sys::set_nonblocking(descriptor.as_raw_fd(), true);
    match kind {
        HandleType::Tcp => Some(crate::wrap::stream_object(
            scope,
            StreamKind::Tcp,
            descriptor.into_raw_fd(),
        )),
        HandleType::Pipe => Some(crate::wrap::stream_object(
            scope,
            StreamKind::Pipe,
            descriptor.into_raw_fd(),
        )),
        HandleType::Udp => Some(crate::udp::udp_object(scope, descriptor.into_raw_fd())),
        _ => None,
    }
}
