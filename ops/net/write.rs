//! Writing to a stream: at once when the kernel takes it, queued with `EPOLLOUT` when not, in the order of the calls.

use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::rc::Rc;

use deno_core::v8;
use ops_core::{Alive, with_loop};

use crate::pending::Pending;
use crate::stream::StreamInner;
use crate::sys;

/// What a native writer wants to be called with: 0 or a negated `errno`.
pub type NativeDone = Box<dyn FnOnce(&mut v8::PinScope, i32)>;

/// Who waits for a queued write.
pub(crate) enum Done {
    Js(Pending),
    Native(Option<NativeDone>, Option<Alive>),
}

/// A run of bytes of a queued write.
pub(crate) enum Piece {
    Owned(Vec<u8>),
    Shared {
        store: v8::SharedRef<v8::BackingStore>,
        offset: usize,
        length: usize,
    },
}

impl Piece {
    /// The bytes that are still there: a resizable buffer may have shrunk.
    fn bytes(&self) -> &[u8] {
        match self {
            Piece::Owned(bytes) => bytes,
            Piece::Shared {
                store,
                offset,
                length,
            } => {
                let available = store.byte_length().saturating_sub(*offset).min(*length);
                match store.data() {
                    // SAFETY: the range was checked against the store, which `self` keeps alive. JS may change the
                    // bytes between calls, not during one.
                    Some(data) if available > 0 => unsafe {
                        std::slice::from_raw_parts(
                            data.as_ptr().cast::<u8>().add(*offset),
                            available,
                        )
                    },
                    _ => &[],
                }
            }
        }
    }
}

/// A write that did not finish at once.
pub(crate) struct WriteRequest {
    pieces: Vec<Piece>,
    /// The piece and the offset inside it where the rest begins.
    index: usize,
    offset: usize,
    descriptor: Option<OwnedFd>,
    done: Done,
}

impl WriteRequest {
    fn advance(&mut self, mut count: usize) {
        while let Some(piece) = self.pieces.get(self.index) {
            let rest = piece.bytes().len().saturating_sub(self.offset);
            if count < rest {
                self.offset += count;
                return;
            }
            count -= rest;
            self.index += 1;
            self.offset = 0;
        }
    }

    fn is_done(&self) -> bool {
        self.index >= self.pieces.len()
    }

    fn rest(&self) -> Vec<libc::iovec> {
        let mut list = Vec::with_capacity((self.pieces.len() - self.index).min(MAX_VECTORS));
        for (index, piece) in self
            .pieces
            .iter()
            .enumerate()
            .skip(self.index)
            .take(MAX_VECTORS)
        {
            let bytes = piece.bytes();
            let start = if index == self.index {
                self.offset.min(bytes.len())
            } else {
                0
            };
            list.push(vector(&bytes[start..]));
        }
        list
    }

    fn rest_length(&self) -> usize {
        let whole: usize = self
            .pieces
            .iter()
            .skip(self.index)
            .map(|piece| piece.bytes().len())
            .sum();
        whole.saturating_sub(self.offset)
    }

    pub(crate) fn finish(self, scope: &mut v8::PinScope, stream: &StreamInner, status: i32) {
        match self.done {
            Done::Js(pending) => {
                v8::scope!(let scope, scope);
                let handle = stream.object_or_undefined(scope);
                let undefined = v8::undefined(scope).into();
                pending.complete(scope, status, &[handle, undefined]);
            }
            Done::Native(done, alive) => {
                drop(alive);
                if let Some(done) = done {
                    done(scope, status);
                }
            }
        }
    }
}

const MAX_VECTORS: usize = 256;
/// A longer write is not held back, nor do more bytes than this wait.
const HELD_WRITE: usize = 16 * 1024;
const HELD_LIMIT: usize = 64 * 1024;

fn vector(bytes: &[u8]) -> libc::iovec {
    libc::iovec {
        iov_base: bytes.as_ptr().cast_mut().cast(),
        iov_len: bytes.len(),
    }
}

/// How a write call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Everything is in the kernel; the callback is not called.
    AtOnce,
    /// The rest is queued; the callback will be called.
    Queued,
}

impl StreamInner {
    /// Writes `bytes`, with a descriptor to pass along when the stream is an IPC pipe. `done` is called only when the
    /// result is [`Written::Queued`].
    pub fn write(
        self: &Rc<Self>,
        bytes: &[u8],
        descriptor: Option<OwnedFd>,
        done: Option<NativeDone>,
    ) -> Result<Written, i32> {
        self.submit(
            &[bytes],
            |pieces| pieces.push(Piece::Owned(bytes.to_vec())),
            descriptor,
            || Done::Native(done, with_loop(|l| l.hold())),
        )
    }

    /// Writes as much of `slices` as the kernel takes at this moment and returns how much that was: nothing when
    /// other writes wait, or when it cannot be written to at all. The caller writes the rest in the usual way.
    pub fn try_write(self: &Rc<Self>, slices: &[&[u8]]) -> usize {
        let free = self.connected.get()
            && !self.is_closing()
            && !self.shut.get()
            && self.shutting.borrow().is_none()
            && self.writes.borrow().is_empty();
        if !free {
            return 0;
        }
        if self.holding.get() || !self.held.borrow().is_empty() {
            let total: usize = slices.iter().map(|slice| slice.len()).sum();
            if total <= HELD_WRITE {
                let mut held = self.held.borrow_mut();
                slices
                    .iter()
                    .for_each(|slice| held.extend_from_slice(slice));
                let full = held.len() >= HELD_LIMIT;
                drop(held);
                self.bytes_written
                    .set(self.bytes_written.get() + total as u64);
                if full || !self.holding.get() {
                    self.flush_held();
                }
                return total;
            }
            self.flush_held();
            if !self.writes.borrow().is_empty() {
                return 0;
            }
        }
        let result = match slices {
            [slice] => self.send(&[vector(slice)], None),
            _ => {
                let list: Vec<libc::iovec> = slices
                    .iter()
                    .take(MAX_VECTORS)
                    .map(|slice| vector(slice))
                    .collect();
                self.send(&list, None)
            }
        };
        let sent = result.unwrap_or(0);
        self.bytes_written
            .set(self.bytes_written.get() + sent as u64);
        sent
    }

    /// Lets small writes of [`StreamInner::try_write`] wait, so that those of one callback go out together.
    pub fn hold_writes(&self, on: bool) {
        self.holding.set(on);
    }

    /// Writes what has waited. Every other write, the end and the close of the stream do it by themselves.
    pub fn release(self: &Rc<Self>) {
        self.holding.set(false);
        if !self.held.borrow().is_empty() {
            self.flush_held();
        }
    }

    fn flush_held(self: &Rc<Self>) {
        let mut held = std::mem::take(&mut *self.held.borrow_mut());
        if self.fd.get() < 0 {
            return;
        }
        // A stream that has failed says so when it is read.
        let sent = if self.writes.borrow().is_empty() {
            self.send(&[vector(&held)], None).unwrap_or(held.len())
        } else {
            0
        };
        if sent < held.len() {
            let rest = held.split_off(sent);
            self.queued.set(self.queued.get() + rest.len());
            self.writes.borrow_mut().push_back(WriteRequest {
                pieces: vec![Piece::Owned(rest)],
                index: 0,
                offset: 0,
                descriptor: None,
                done: Done::Native(None, with_loop(|l| l.hold())),
            });
            self.update();
        }
        held.clear();
        *self.held.borrow_mut() = held;
    }

    /// Writes `slices`; `keep` makes owned pieces of them, and `done` the waiter, only when not all was taken.
    pub(crate) fn submit(
        self: &Rc<Self>,
        slices: &[&[u8]],
        keep: impl FnOnce(&mut Vec<Piece>),
        mut descriptor: Option<OwnedFd>,
        done: impl FnOnce() -> Done,
    ) -> Result<Written, i32> {
        if self.is_closing() || self.fd.get() < 0 {
            return Err(-libc::EBADF);
        }
        let connecting = self.connecting.borrow().is_some();
        if self.shut.get()
            || self.shutting.borrow().is_some()
            || (!connecting && !self.connected.get())
        {
            return Err(-libc::EPIPE);
        }
        if !self.held.borrow().is_empty() {
            self.flush_held();
        }
        let total: usize = slices.iter().map(|slice| slice.len()).sum();
        let mut sent = 0;
        if !connecting && self.writes.borrow().is_empty() {
            let vectors: Vec<libc::iovec>;
            let one;
            let list: &[libc::iovec] = if let [slice] = slices {
                one = [vector(slice)];
                &one
            } else {
                vectors = slices
                    .iter()
                    .take(MAX_VECTORS)
                    .map(|slice| vector(slice))
                    .collect();
                &vectors
            };
            if total > 0 {
                sent = self.send(list, descriptor.as_ref().map(AsRawFd::as_raw_fd))?;
                if sent > 0 {
                    descriptor = None;
                }
            }
            if sent >= total {
                self.bytes_written
                    .set(self.bytes_written.get() + total as u64);
                return Ok(Written::AtOnce);
            }
        }
        let mut pieces = Vec::new();
        keep(&mut pieces);
        let mut request = WriteRequest {
            pieces,
            index: 0,
            offset: 0,
            descriptor,
            done: done(),
        };
        request.advance(sent);
        self.bytes_written
            .set(self.bytes_written.get() + total as u64);
        self.queued.set(self.queued.get() + (total - sent));
        self.writes.borrow_mut().push_back(request);
        self.update();
        Ok(Written::Queued)
    }

    /// One call to the kernel; 0 bytes when it takes nothing now.
    fn send(&self, list: &[libc::iovec], descriptor: Option<RawFd>) -> Result<usize, i32> {
        let fd = self.fd.get();
        loop {
            let result = if let Some(passed) = descriptor {
                crate::passed::send(fd, list, passed)
            } else if !self.is_socket.get() {
                // SAFETY: the vectors point to slices that the caller keeps.
                unsafe { libc::writev(fd, list.as_ptr(), list.len() as i32) }
            } else if let [one] = list {
                let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
                // SAFETY: as above. The raw call is no cancellation point, unlike libc's function.
                unsafe {
                    libc::syscall(
                        libc::SYS_sendto,
                        fd,
                        one.iov_base,
                        one.iov_len,
                        flags,
                        0usize,
                        0usize,
                    ) as isize
                }
            } else {
                // SAFETY: an all-zero message has no address and no control data; the vectors as above.
                unsafe {
                    let mut message: libc::msghdr = std::mem::zeroed();
                    message.msg_iov = list.as_ptr().cast_mut();
                    message.msg_iovlen = list.len() as _;
                    libc::sendmsg(fd, &message, libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT)
                }
            };
            if result >= 0 {
                return Ok(result as usize);
            }
            match sys::last_error() {
                error if error == -libc::EINTR => {}
                error if error == -libc::EAGAIN || error == -libc::ENOBUFS => return Ok(0),
                error => return Err(error),
            }
        }
    }

    pub(crate) fn write_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let mut finished = Vec::new();
        loop {
            let mut writes = self.writes.borrow_mut();
            let Some(request) = writes.front_mut() else {
                break;
            };
            let before = request.rest_length();
            let result = if before == 0 {
                Ok(0)
            } else {
                self.send(
                    &request.rest(),
                    request.descriptor.as_ref().map(AsRawFd::as_raw_fd),
                )
            };
            match result {
                Ok(count) => {
                    if count > 0 {
                        request.descriptor = None;
                    }
                    request.advance(count);
                    self.queued.set(self.queued.get().saturating_sub(count));
                    if before > 0 && !request.is_done() {
                        if count == 0 {
                            break;
                        }
                        continue;
                    }
                    if let Some(request) = writes.pop_front() {
                        finished.push((request, 0));
                    }
                }
                Err(error) => {
                    let rest = request.rest_length();
                    self.queued.set(self.queued.get().saturating_sub(rest));
                    if let Some(request) = writes.pop_front() {
                        finished.push((request, error));
                    }
                    self.write_failed.set(true);
                    break;
                }
            }
        }
        if self.writes.borrow().is_empty() {
            self.write_failed.set(false);
        }
        self.update();
        for (request, status) in finished {
            request.finish(scope, self, status);
        }
        if self.writes.borrow().is_empty() && !self.is_closing() {
            self.shutdown_now(scope);
        }
    }

    /// Ends the writing side when everything is written; 0 or a negative error.
    pub(crate) fn shutdown(self: &Rc<Self>, pending: impl FnOnce() -> Pending) -> i32 {
        if self.is_closing()
            || !self.connected.get()
            || self.shut.get()
            || self.shutting.borrow().is_some()
        {
            return -libc::ENOTCONN;
        }
        self.release();
        *self.shutting.borrow_mut() = Some(pending());
        if self.writes.borrow().is_empty() {
            let this = self.clone();
            with_loop(|l| {
                l.complete(move |scope| {
                    if !this.is_closing() && this.writes.borrow().is_empty() {
                        this.shutdown_now(scope);
                    }
                });
            });
        }
        0
    }

    fn shutdown_now(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let Some(pending) = self.shutting.borrow_mut().take() else {
            return;
        };
        self.shut.set(true);
        let status = if self.is_socket.get() {
            // SAFETY: a plain system call.
            sys::check(unsafe { libc::shutdown(self.fd.get(), libc::SHUT_WR) })
        } else {
            0
        };
        self.finish_shutdown(scope, pending, status);
    }

    pub(crate) fn finish_shutdown(&self, scope: &mut v8::PinScope, pending: Pending, status: i32) {
        v8::scope!(let scope, scope);
        let handle = self.object_or_undefined(scope);
        let undefined = v8::undefined(scope).into();
        pending.complete(scope, status, &[handle, undefined]);
    }
}
