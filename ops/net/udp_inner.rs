//! One datagram socket: receiving, the queue of sends that the kernel did not take, closing.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::rc::Rc;

use deno_core::{op2, v8};
use ops_core::{Alive, Events, JsCallback, Watch, Watcher, with_loop};

use crate::active::{ActiveHandle, Entry};
use crate::pending::{Pending, call_on, context_of};
use crate::sockaddr::SockAddr;
use crate::sys;

/// A datagram that waits for room.
pub(crate) struct Datagram {
    bytes: Vec<u8>,
    to: Option<SockAddr>,
    pending: Pending,
}

/// The socket behind a JS `UDP` object.
pub struct UdpInner {
    pub(crate) fd: Cell<RawFd>,
    pub(crate) queued: Cell<usize>,
    queue: RefCell<VecDeque<Datagram>>,
    receiving: Cell<bool>,
    closing: Cell<bool>,
    referenced: Cell<bool>,
    alive: RefCell<Option<Alive>>,
    entry: OnceCell<Entry>,
    watch: RefCell<Option<Watch>>,
    object: RefCell<Option<v8::Global<v8::Object>>>,
    context: RefCell<Option<v8::Global<v8::Value>>>,
}

/// No datagram is longer.
const LARGEST: usize = 64 * 1024;
/// Datagrams that one socket receives in one turn.
const RECEIVES_AT_ONCE: usize = 32;

thread_local! {
    static QUEUE_SENDS: Cell<bool> = const { Cell::new(false) };
    static BUFFER: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

/// `--test-udp-no-try-send`: every datagram of this thread waits in the queue first.
#[op2(fast)]
pub fn op_net_udp_queue_sends() {
    QUEUE_SENDS.with(|cell| cell.set(true));
}

impl UdpInner {
    pub fn new(scope: &mut v8::PinScope) -> Rc<Self> {
        Rc::new(Self {
            fd: Cell::new(-1),
            queued: Cell::new(0),
            queue: RefCell::default(),
            receiving: Cell::new(false),
            closing: Cell::new(false),
            referenced: Cell::new(true),
            alive: RefCell::default(),
            entry: OnceCell::new(),
            watch: RefCell::default(),
            object: RefCell::default(),
            context: RefCell::new(context_of(scope)),
        })
    }

    pub fn is_closing(&self) -> bool {
        self.closing.get()
    }

    pub fn queue_length(&self) -> usize {
        self.queue.borrow().len()
    }

    /// Keeps the JS handle until the socket closes.
    pub fn keep(&self, object: v8::Global<v8::Object>) {
        if !self.closing.get() {
            *self.object.borrow_mut() = Some(object);
        }
    }

    /// Makes the socket unless there is one.
    pub fn ensure_socket(&self, family: i32) -> i32 {
        if self.closing.get() {
            return -libc::EBADF;
        }
        if self.fd.get() >= 0 {
            return 0;
        }
        match sys::socket(family, libc::SOCK_DGRAM) {
            Ok(fd) => {
                self.fd.set(fd);
                0
            }
            Err(error) => error,
        }
    }

    pub fn receive_start(self: &Rc<Self>) -> i32 {
        if self.closing.get() || self.fd.get() < 0 {
            return -libc::EBADF;
        }
        self.receiving.set(true);
        self.update()
    }

    pub fn receive_stop(self: &Rc<Self>) -> i32 {
        self.receiving.set(false);
        self.update()
    }

    pub fn set_ref(self: &Rc<Self>, on: bool) {
        self.referenced.set(on);
        self.update_alive();
    }

    pub fn has_ref(&self) -> bool {
        self.referenced.get() && !self.closing.get()
    }

    fn update_alive(self: &Rc<Self>) {
        self.entry.get_or_init(|| Entry::new(self));
        let wanted = self.referenced.get() && !self.closing.get() && self.receiving.get();
        let mut alive = self.alive.borrow_mut();
        if wanted != alive.is_some() {
            *alive = if wanted {
                with_loop(|l| l.hold())
            } else {
                None
            };
        }
    }

    fn update(self: &Rc<Self>) -> i32 {
        self.update_alive();
        if self.closing.get() {
            return 0;
        }
        let mut events: Events = 0;
        if self.receiving.get() {
            events |= libc::EPOLLIN as Events;
        }
        if !self.queue.borrow().is_empty() {
            events |= libc::EPOLLOUT as Events;
        }
        if events == 0 {
            let last = self.watch.borrow_mut().take();
            drop(last);
            return 0;
        }
        if let Some(watch) = &*self.watch.borrow() {
            return watch
                .set_events(events)
                .map_or_else(|error| error.errno, |()| 0);
        }
        match with_loop(|l| l.watch(self.fd.get(), events, self.clone())) {
            Some(Ok(watch)) => {
                *self.watch.borrow_mut() = Some(watch);
                0
            }
            Some(Err(error)) => error.errno,
            None => -libc::EINVAL,
        }
    }

    /// Sends now; `Ok(None)` when it was queued.
    pub fn send(
        self: &Rc<Self>,
        slices: &[&[u8]],
        to: Option<SockAddr>,
        pending: impl FnOnce() -> Pending,
    ) -> Result<Option<usize>, i32> {
        if self.queue.borrow().is_empty() && !QUEUE_SENDS.with(Cell::get) {
            match send_now(self.fd.get(), slices, to.as_ref()) {
                Ok(count) => return Ok(Some(count)),
                Err(error) if error == -libc::EAGAIN || error == -libc::ENOBUFS => {}
                Err(error) => return Err(error),
            }
        }
        let bytes = slices.concat();
        self.queued.set(self.queued.get() + bytes.len());
        self.queue.borrow_mut().push_back(Datagram {
            bytes,
            to,
            pending: pending(),
        });
        self.update();
        Ok(None)
    }

    fn send_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let mut finished = Vec::new();
        loop {
            let mut queue = self.queue.borrow_mut();
            let Some(first) = queue.front() else { break };
            let status = match send_now(self.fd.get(), &[&first.bytes], first.to.as_ref()) {
                Ok(_) => 0,
                Err(error) if error == -libc::EAGAIN || error == -libc::ENOBUFS => break,
                Err(error) => error,
            };
            if let Some(datagram) = queue.pop_front() {
                self.queued
                    .set(self.queued.get().saturating_sub(datagram.bytes.len()));
                finished.push((datagram, status));
            }
        }
        self.update();
        for (datagram, status) in finished {
            complete(scope, datagram, status);
        }
    }

    fn receive_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let mut buffer = BUFFER
            .with(Cell::take)
            .unwrap_or_else(|| vec![0u8; LARGEST].into_boxed_slice());
        for _ in 0..RECEIVES_AT_ONCE {
            if !self.receiving.get() || self.closing.get() {
                break;
            }
            v8::scope!(let scope, scope);
            let mut from = SockAddr::empty();
            let mut length = from.len();
            // SAFETY: buffer and address live through the call and are as long as is told.
            let result = unsafe {
                libc::recvfrom(
                    self.fd.get(),
                    buffer.as_mut_ptr().cast(),
                    buffer.len(),
                    libc::MSG_DONTWAIT,
                    from.as_mut_ptr(),
                    &mut length,
                )
            };
            if result >= 0 {
                *from.len_mut() = length;
                self.deliver(scope, &buffer[..(result as usize).min(LARGEST)], &from);
                continue;
            }
            match sys::last_error() {
                error if error == -libc::EINTR => {}
                error if error == -libc::EAGAIN => break,
                error => {
                    let undefined = v8::undefined(scope).into();
                    let status = v8::Integer::new(scope, error).into();
                    self.call(scope, status, undefined, undefined);
                    break;
                }
            }
        }
        BUFFER.with(|cell| cell.set(Some(buffer)));
    }

    fn deliver(&self, scope: &mut v8::PinScope, bytes: &[u8], from: &SockAddr) {
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes.to_vec()).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        let origin = v8::Object::new(scope);
        from.describe(scope, origin);
        let count = v8::Integer::new(scope, bytes.len() as i32).into();
        self.call(scope, count, buffer.into(), origin.into());
    }

    fn call(
        &self,
        scope: &mut v8::PinScope,
        count: v8::Local<v8::Value>,
        buffer: v8::Local<v8::Value>,
        origin: v8::Local<v8::Value>,
    ) {
        let object = self
            .object
            .borrow()
            .as_ref()
            .map(|object| v8::Local::new(scope, object));
        let Some(object) = object else { return };
        let context = self
            .context
            .borrow()
            .as_ref()
            .map(|context| v8::Local::new(scope, context));
        call_on(
            scope,
            object,
            "onmessage",
            context,
            &[count, object.into(), buffer, origin],
        );
    }

    /// Closes the socket now and calls `callback` in the close phase, after the sends that were queued.
    pub fn close(self: &Rc<Self>, callback: Option<JsCallback>) {
        if self.closing.replace(true) {
            return;
        }
        self.receiving.set(false);
        self.alive.borrow_mut().take();
        let watch = self.watch.borrow_mut().take();
        drop(watch);
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            sys::close(fd);
        }
        let this = self.clone();
        with_loop(|l| {
            l.close(move |scope| {
                let queue = std::mem::take(&mut *this.queue.borrow_mut());
                for datagram in queue {
                    complete(scope, datagram, -libc::ECANCELED);
                }
                if let Some(callback) = callback {
                    callback.call(scope, &[]);
                }
                this.object.borrow_mut().take();
                this.context.borrow_mut().take();
            });
        });
    }
}

fn complete(scope: &mut v8::PinScope, datagram: Datagram, status: i32) {
    v8::scope!(let scope, scope);
    let sent = v8::Number::new(scope, datagram.bytes.len() as f64).into();
    datagram.pending.complete(scope, status, &[sent]);
}

fn send_now(fd: RawFd, slices: &[&[u8]], to: Option<&SockAddr>) -> Result<usize, i32> {
    let vectors: Vec<libc::iovec> = slices
        .iter()
        .map(|slice| libc::iovec {
            iov_base: slice.as_ptr().cast_mut().cast(),
            iov_len: slice.len(),
        })
        .collect();
    loop {
        // SAFETY: an all-zero message is valid; its pointers are set to memory that lives through the call.
        let result = unsafe {
            let mut message: libc::msghdr = std::mem::zeroed();
            if let Some(to) = to {
                message.msg_name = to.as_ptr().cast_mut().cast();
                message.msg_namelen = to.len();
            }
            message.msg_iov = vectors.as_ptr().cast_mut();
            message.msg_iovlen = vectors.len() as _;
            libc::sendmsg(fd, &message, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
        };
        if result >= 0 {
            return Ok(result as usize);
        }
        match sys::last_error() {
            error if error == -libc::EINTR => {}
            error => return Err(error),
        }
    }
}

impl ActiveHandle for UdpInner {
    fn active<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<(&'static str, v8::Local<'s, v8::Object>)> {
        if !self.has_ref() {
            return None;
        }
        let object = self.object.borrow();
        Some(("UDPWrap", v8::Local::new(scope, object.as_ref()?)))
    }
}

impl Watcher for UdpInner {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, events: Events) {
        if self.closing.get() {
            return;
        }
        if events & (libc::EPOLLIN | libc::EPOLLERR) as Events != 0 && self.receiving.get() {
            self.receive_ready(scope);
        }
        if events & (libc::EPOLLOUT | libc::EPOLLERR) as Events != 0
            && !self.closing.get()
            && !self.queue.borrow().is_empty()
        {
            self.send_ready(scope);
        }
    }
}

impl Drop for UdpInner {
    fn drop(&mut self) {
        let watch = self.watch.borrow_mut().take();
        drop(watch);
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            sys::close(fd);
        }
    }
}
