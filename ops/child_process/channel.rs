//! The handle class `Channel`: the IPC socket between a parent and a child, with descriptors beside the messages.
//!
//! A message is a line of JSON, as between Node processes (`NODE_CHANNEL_FD`); with `advanced` serialisation it is four
//! bytes of length (big-endian) and a V8 value. A descriptor travels with the first byte of its message.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{
    Alive, Events, JsCallback, SysError, Watch, Watcher, bytes, call_method, with_loop,
};

/// A message longer than this is refused as garbage.
const LONGEST: usize = 1 << 30;

struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
    fd: Option<OwnedFd>,
    done: Option<JsCallback>,
}

struct Inner {
    fd: OwnedFd,
    advanced: bool,
    watch: RefCell<Option<Watch>>,
    alive: RefCell<Option<Alive>>,
    /// Held while something is to be sent: the loop does not end before.
    sending: RefCell<Option<Alive>>,
    referenced: Cell<bool>,
    reading: Cell<bool>,
    object: RefCell<Option<v8::Global<v8::Object>>>,
    input: RefCell<Vec<u8>>,
    /// Bytes of the stream that were delivered.
    delivered: Cell<u64>,
    /// Descriptors of messages not yet delivered, each with the place in the stream of a byte of its message: the kernel
    /// ends a read at the part that a descriptor came with, so that is the last byte of the read.
    descriptors: RefCell<VecDeque<(u64, OwnedFd)>>,
    output: RefCell<VecDeque<Outgoing>>,
}

/// JS sets `onmessage(data, fd)` (a string, or a `Uint8Array` with advanced serialisation; -1 without a descriptor)
/// and `onend()`.
pub struct Channel {
    inner: RefCell<Option<Rc<Inner>>>,
}

// SAFETY: the struct holds no traced handles; its global is a root and is dropped by `close`.
unsafe impl GarbageCollected for Channel {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Channel"
    }
}

#[op2]
impl Channel {
    /// Takes over the descriptor `fd`.
    #[constructor]
    #[cppgc]
    fn new(#[smi] fd: i32, advanced: bool) -> Result<Channel, SysError> {
        // SAFETY: plain system calls; the result is checked before the descriptor is owned.
        let fd = unsafe {
            let flags = libc::fcntl(fd, libc::F_GETFL);
            if flags < 0 || libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK) < 0 {
                return Err(SysError::last("open"));
            }
            libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC);
            OwnedFd::from_raw_fd(fd)
        };
        let inner = Inner {
            fd,
            advanced,
            watch: RefCell::default(),
            alive: RefCell::default(),
            sending: RefCell::default(),
            referenced: Cell::new(true),
            reading: Cell::new(false),
            object: RefCell::default(),
            input: RefCell::default(),
            delivered: Cell::new(0),
            descriptors: RefCell::default(),
            output: RefCell::default(),
        };
        Ok(Channel {
            inner: RefCell::new(Some(Rc::new(inner))),
        })
    }

    /// The descriptor, -1 when closed.
    #[getter]
    fn fd(&self) -> i32 {
        self.inner
            .borrow()
            .as_ref()
            .map_or(-1, |inner| inner.fd.as_raw_fd())
    }

    /// Starts to deliver messages. 0, or a negative libuv number.
    #[nofast]
    fn read_start(&self, #[this] this: v8::Global<v8::Object>) -> i32 {
        let Some(inner) = self.inner.borrow().clone() else {
            return -libc::EBADF;
        };
        *inner.object.borrow_mut() = Some(this);
        inner.reading.set(true);
        let result = inner.update();
        inner.hold();
        result
    }

    /// Stops to deliver messages.
    #[fast]
    fn read_stop(&self) -> i32 {
        let Some(inner) = self.inner.borrow().clone() else {
            return -libc::EBADF;
        };
        inner.reading.set(false);
        inner.alive.borrow_mut().take();
        inner.update()
    }

    /// Sends one message, a string or a view, with a copy of the descriptor `fd` (-1 for none). `callback(errno)` is
    /// called once it is in the kernel's hands, or with an error. Returns the bytes that wait, or a negative libuv
    /// number without a call.
    #[nofast]
    fn write(
        &self,
        #[this] this: v8::Global<v8::Object>,
        scope: &mut v8::PinScope,
        data: v8::Local<v8::Value>,
        #[smi] fd: i32,
        callback: v8::Local<v8::Value>,
    ) -> f64 {
        let Some(inner) = self.inner.borrow().clone() else {
            return f64::from(-libc::EBADF);
        };
        let bytes = match v8::Local::<v8::ArrayBufferView>::try_from(data) {
            Ok(view) => {
                let mut body = ops_core::bytes::copy(view);
                let mut bytes = (body.len() as u32).to_be_bytes().to_vec();
                bytes.append(&mut body);
                bytes
            }
            Err(_) => {
                let mut bytes = data.to_rust_string_lossy(scope).into_bytes();
                bytes.push(b'\n');
                bytes
            }
        };
        let fd = match copy(fd) {
            Ok(fd) => fd,
            Err(error) => return f64::from(error.errno),
        };
        let done = v8::Local::<v8::Function>::try_from(callback)
            .ok()
            .map(|f| JsCallback::new(scope, f));
        if inner.object.borrow().is_none() {
            *inner.object.borrow_mut() = Some(this);
        }
        inner.output.borrow_mut().push_back(Outgoing {
            bytes,
            sent: 0,
            fd,
            done,
        });
        // An error goes to the callback.
        inner.flush();
        inner.update();
        let output = inner.output.borrow();
        output.iter().map(|o| (o.bytes.len() - o.sent) as f64).sum()
    }

    #[fast]
    #[rename("ref")]
    fn reference(&self) {
        if let Some(inner) = self.inner.borrow().as_ref() {
            inner.referenced.set(true);
            inner.hold();
        }
    }

    #[fast]
    fn unref(&self) {
        if let Some(inner) = self.inner.borrow().as_ref() {
            inner.referenced.set(false);
            inner.alive.borrow_mut().take();
        }
    }

    #[fast]
    fn has_ref(&self) -> bool {
        self.inner
            .borrow()
            .as_ref()
            .is_some_and(|inner| inner.referenced.get())
    }

    /// Closes the channel; `callback` runs in the close phase.
    #[nofast]
    fn close(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) {
        let last = self.inner.borrow_mut().take();
        if let Some(inner) = last {
            inner.watch.borrow_mut().take();
            inner.alive.borrow_mut().take();
            inner.sending.borrow_mut().take();
            inner.object.borrow_mut().take();
            inner.output.borrow_mut().clear();
        }
        let Ok(callback) = v8::Local::<v8::Function>::try_from(callback) else {
            return;
        };
        let callback = JsCallback::new(scope, callback);
        with_loop(|l| l.close(move |scope| callback.call(scope, &[])));
    }
}

fn copy(fd: RawFd) -> Result<Option<OwnedFd>, SysError> {
    if fd < 0 {
        return Ok(None);
    }
    // SAFETY: a plain system call; the result is checked before it becomes an owned descriptor.
    unsafe {
        let copy = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 3);
        if copy < 0 {
            Err(SysError::last("sendmsg"))
        } else {
            Ok(Some(OwnedFd::from_raw_fd(copy)))
        }
    }
}

impl Inner {
    /// A channel that reads and is ref'd keeps the loop alive.
    fn hold(&self) {
        let mut alive = self.alive.borrow_mut();
        if self.reading.get() && self.referenced.get() && alive.is_none() {
            *alive = with_loop(|l| l.hold());
        }
    }

    /// Watches for what is wanted now.
    fn update(self: &Rc<Self>) -> i32 {
        let mut events = 0;
        if self.reading.get() {
            events |= libc::EPOLLIN as Events;
        }
        let mut sending = self.sending.borrow_mut();
        if self.output.borrow().is_empty() {
            sending.take();
        } else {
            events |= libc::EPOLLOUT as Events;
            if sending.is_none() {
                *sending = with_loop(|l| l.hold());
            }
        }
        drop(sending);
        let mut watch = self.watch.borrow_mut();
        let result = match (events, watch.as_ref()) {
            (0, _) => {
                watch.take();
                Ok(())
            }
            (_, Some(watch)) => watch.set_events(events),
            (_, None) => match with_loop(|l| l.watch(self.fd.as_raw_fd(), events, self.clone())) {
                Some(Ok(new)) => {
                    *watch = Some(new);
                    Ok(())
                }
                Some(Err(error)) => Err(error),
                None => Ok(()),
            },
        };
        result.map_or_else(|error| error.errno, |()| 0)
    }

    /// Sends until the kernel takes no more. 0, or the negative number of an error that ends the channel.
    fn flush(&self) -> i32 {
        loop {
            let mut output = self.output.borrow_mut();
            let Some(first) = output.front_mut() else {
                return 0;
            };
            match send(
                self.fd.as_raw_fd(),
                &first.bytes[first.sent..],
                first.fd.as_ref(),
            ) {
                Ok(count) => {
                    first.sent += count;
                    first.fd = None;
                    if first.sent == first.bytes.len() {
                        let done = output.pop_front().and_then(|o| o.done);
                        finish(done, 0);
                    }
                }
                Err(error) if error.errno == -libc::EAGAIN => return 0,
                Err(error) if error.errno == -libc::EINTR => {}
                Err(error) => {
                    for failed in output.drain(..) {
                        finish(failed.done, error.errno);
                    }
                    return error.errno;
                }
            }
        }
    }

    /// Reads what is there, and to the end when the peer has closed; `true` at the end of the stream.
    fn fill(&self, hung_up: bool) -> bool {
        let mut buffer = [0u8; 65536];
        loop {
            match receive(self.fd.as_raw_fd(), &mut buffer) {
                Ok((0, _)) => return true,
                Ok((count, fds)) => {
                    let mut input = self.input.borrow_mut();
                    input.extend_from_slice(&buffer[..count]);
                    let last = self.delivered.get() + input.len() as u64 - 1;
                    drop(input);
                    self.descriptors
                        .borrow_mut()
                        .extend(fds.into_iter().map(|fd| (last, fd)));
                    // The end stands behind the last bytes, and is told before the exit of the process.
                    if count < buffer.len() && !hung_up {
                        return false;
                    }
                }
                Err(error) if error.errno == -libc::EINTR => {}
                Err(error) => return error.errno != -libc::EAGAIN,
            }
        }
    }

    /// The next whole message without its frame, and its descriptor.
    fn next_message(&self) -> Option<(Vec<u8>, Option<OwnedFd>)> {
        let before = self.input.borrow().len();
        let message = self.next_frame()?;
        let end = self.delivered.get() + (before - self.input.borrow().len()) as u64;
        self.delivered.set(end);
        let mut descriptors = self.descriptors.borrow_mut();
        let mut fd = None;
        while descriptors.front().is_some_and(|(at, _)| *at < end) {
            // A message has one at most; whatever else came is closed.
            let next = descriptors.pop_front().map(|(_, fd)| fd);
            fd = fd.or(next);
        }
        Some((message, fd))
    }

    fn next_frame(&self) -> Option<Vec<u8>> {
        let mut input = self.input.borrow_mut();
        if self.advanced {
            let head: [u8; 4] = input.get(..4)?.try_into().ok()?;
            let length = u32::from_be_bytes(head) as usize;
            if length > LONGEST || input.len() < 4 + length {
                return None;
            }
            let rest = input.split_off(4 + length);
            let mut message = std::mem::replace(&mut *input, rest);
            message.drain(..4);
            return Some(message);
        }
        let end = input.iter().position(|b| *b == b'\n')?;
        let rest = input.split_off(end + 1);
        let mut message = std::mem::replace(&mut *input, rest);
        message.pop();
        Some(message)
    }

    fn deliver(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        (message, fd): (Vec<u8>, Option<OwnedFd>),
    ) {
        v8::scope!(let inner, scope);
        let Some(object) = self
            .object
            .borrow()
            .as_ref()
            .map(|o| v8::Local::new(inner, o))
        else {
            return;
        };
        let data: Option<v8::Local<v8::Value>> = if self.advanced {
            bytes::uint8_array(inner, message).map(Into::into)
        } else {
            v8::String::new_from_utf8(inner, &message, v8::NewStringType::Normal).map(Into::into)
        };
        let Some(data) = data else { return };
        let fd = fd.map_or(-1, std::os::fd::IntoRawFd::into_raw_fd);
        let fd = v8::Integer::new(inner, fd).into();
        call_method(inner, object, "onmessage", &[data, fd]);
    }
}

fn finish(done: Option<JsCallback>, errno: i32) {
    let Some(done) = done else { return };
    with_loop(|l| {
        l.complete(move |scope| {
            let errno = v8::Integer::new(scope, errno).into();
            done.call(scope, &[errno]);
        });
    });
}

impl Watcher for Inner {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, events: Events) {
        if events & libc::EPOLLOUT as Events != 0 {
            self.flush();
        }
        if self.reading.get() && events & !(libc::EPOLLOUT as Events) != 0 {
            let ended = self.fill(events & libc::EPOLLHUP as Events != 0);
            while self.reading.get()
                && let Some(message) = self.next_message()
            {
                self.deliver(scope, message);
                if scope.is_execution_terminating() {
                    return;
                }
            }
            if ended && self.reading.replace(false) {
                self.alive.borrow_mut().take();
                let object = self
                    .object
                    .borrow()
                    .as_ref()
                    .map(|o| v8::Local::new(scope, o));
                if let Some(object) = object {
                    call_method(scope, object, "onend", &[]);
                }
            }
        }
        self.update();
    }
}

/// One `sendmsg` with at most one descriptor beside the bytes.
fn send(socket: RawFd, bytes: &[u8], fd: Option<&OwnedFd>) -> Result<usize, SysError> {
    let mut iov = libc::iovec {
        iov_base: bytes.as_ptr().cast_mut().cast(),
        iov_len: bytes.len(),
    };
    let mut control = [0u64; 4];
    // SAFETY: the header points at the vector, the bytes and the control block, which all outlive the call; the control
    // block is aligned and has room for one descriptor.
    let count = unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &mut iov;
        header.msg_iovlen = 1;
        if let Some(fd) = fd {
            header.msg_control = control.as_mut_ptr().cast();
            header.msg_controllen = libc::CMSG_SPACE(4) as _;
            let part = libc::CMSG_FIRSTHDR(&header);
            (*part).cmsg_level = libc::SOL_SOCKET;
            (*part).cmsg_type = libc::SCM_RIGHTS;
            (*part).cmsg_len = libc::CMSG_LEN(4) as _;
            libc::CMSG_DATA(part)
                .cast::<i32>()
                .write_unaligned(fd.as_raw_fd());
        }
        libc::sendmsg(socket, &header, libc::MSG_NOSIGNAL)
    };
    if count < 0 {
        Err(SysError::last("sendmsg"))
    } else {
        Ok(count as usize)
    }
}

/// One `recvmsg` with the descriptors that came.
fn receive(socket: RawFd, buffer: &mut [u8]) -> Result<(usize, Vec<OwnedFd>), SysError> {
    let mut iov = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    let mut control = [0u64; 64];
    let mut fds = Vec::new();
    // SAFETY: as in `send`; the kernel writes whole control messages, and each descriptor in them is new and ours.
    let count = unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &mut iov;
        header.msg_iovlen = 1;
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = std::mem::size_of_val(&control) as _;
        let count = libc::recvmsg(socket, &mut header, libc::MSG_CMSG_CLOEXEC);
        if count >= 0 {
            let mut part = libc::CMSG_FIRSTHDR(&header);
            while !part.is_null() {
                if (*part).cmsg_level == libc::SOL_SOCKET && (*part).cmsg_type == libc::SCM_RIGHTS {
                    let length = ((*part).cmsg_len as usize - libc::CMSG_LEN(0) as usize) / 4;
                    for index in 0..length {
                        let fd = libc::CMSG_DATA(part)
                            .cast::<i32>()
                            .add(index)
                            .read_unaligned();
                        fds.push(OwnedFd::from_raw_fd(fd));
                    }
                }
                part = libc::CMSG_NXTHDR(&header, part);
            }
        }
        count
    };
    if count < 0 {
        Err(SysError::last("recvmsg"))
    } else {
        Ok((count as usize, fds))
    }
}
