//! One stream descriptor: what `TCP`, `Pipe` and `TTY` share. Reading, listening, closing and what keeps the loop
//! alive are here, writing is in `write.rs`.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::os::fd::{OwnedFd, RawFd};
use std::rc::Rc;

use deno_core::v8;
use ops_core::{Alive, Events, JsCallback, Watch, Watcher, with_loop};

use crate::active::{ActiveHandle, Entry};
use crate::pending::{Pending, call_on, context_of};
use crate::state;
use crate::sys::{self, EOF};
use crate::write::WriteRequest;

/// Which handle class the stream belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamKind {
    Tcp,
    Pipe,
    Tty,
}

/// Native code that takes a stream's bytes instead of the JS function `onread`.
pub trait StreamReader {
    /// Bytes arrived, and descriptors with them when the stream is an IPC pipe.
    fn read(
        self: Rc<Self>,
        scope: &mut v8::PinScope,
        stream: &Rc<StreamInner>,
        bytes: &[u8],
        descriptors: Vec<OwnedFd>,
    );

    /// The stream ended ([`EOF`]) or failed (a negated `errno`). It does not read any more.
    fn end(self: Rc<Self>, scope: &mut v8::PinScope, stream: &Rc<StreamInner>, error: i32);
}

/// The stream behind a JS handle object.
pub struct StreamInner {
    pub(crate) kind: StreamKind,
    pub(crate) fd: Cell<RawFd>,
    pub(crate) is_socket: Cell<bool>,
    pub(crate) ipc: Cell<bool>,
    pub(crate) server: Cell<bool>,
    pub(crate) connected: Cell<bool>,
    pub(crate) connecting: RefCell<Option<Pending>>,
    /// An error of `bind` or `connect` that is told later, as libuv does.
    pub(crate) delayed_error: Cell<i32>,
    pub(crate) writes: RefCell<VecDeque<WriteRequest>>,
    pub(crate) write_failed: Cell<bool>,
    /// Whether small writes wait for [`StreamInner::release`], and those that do.
    pub(crate) holding: Cell<bool>,
    pub(crate) held: RefCell<Vec<u8>>,
    pub(crate) queued: Cell<usize>,
    pub(crate) shutting: RefCell<Option<Pending>>,
    pub(crate) shut: Cell<bool>,
    pub(crate) bytes_read: Cell<u64>,
    pub(crate) bytes_written: Cell<u64>,
    /// The path to unlink when a listening pipe closes.
    pub(crate) bound_path: RefCell<Option<Vec<u8>>>,
    reading: Cell<bool>,
    pub(crate) listening: Cell<bool>,
    pub(crate) closing: Cell<bool>,
    referenced: Cell<bool>,
    alive: RefCell<Option<Alive>>,
    entry: OnceCell<Entry>,
    watch: RefCell<Option<Watch>>,
    object: RefCell<Option<v8::Global<v8::Object>>>,
    context: RefCell<Option<v8::Global<v8::Value>>>,
    reader: RefCell<Option<Rc<dyn StreamReader>>>,
    user_buffer: RefCell<Option<UserBuffer>>,
}

struct UserBuffer {
    store: v8::SharedRef<v8::BackingStore>,
    offset: usize,
    length: usize,
}

const READ_SIZE: usize = 64 * 1024;
/// Reads of one stream in one turn, while each fills the buffer.
const READS_AT_ONCE: usize = 8;

thread_local! {
    static BUFFER: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

impl StreamInner {
    pub fn new(scope: &mut v8::PinScope, kind: StreamKind) -> Rc<Self> {
        Rc::new(Self {
            kind,
            fd: Cell::new(-1),
            is_socket: Cell::new(kind == StreamKind::Tcp),
            ipc: Cell::new(false),
            server: Cell::new(false),
            connected: Cell::new(false),
            connecting: RefCell::default(),
            delayed_error: Cell::new(0),
            writes: RefCell::default(),
            write_failed: Cell::new(false),
            holding: Cell::new(false),
            held: RefCell::default(),
            queued: Cell::new(0),
            shutting: RefCell::default(),
            shut: Cell::new(false),
            bytes_read: Cell::new(0),
            bytes_written: Cell::new(0),
            bound_path: RefCell::default(),
            reading: Cell::new(false),
            listening: Cell::new(false),
            closing: Cell::new(false),
            referenced: Cell::new(true),
            alive: RefCell::default(),
            entry: OnceCell::new(),
            watch: RefCell::default(),
            object: RefCell::default(),
            context: RefCell::new(context_of(scope)),
            reader: RefCell::default(),
            user_buffer: RefCell::default(),
        })
    }

    /// The descriptor, -1 when there is none.
    pub fn fd(&self) -> RawFd {
        self.fd.get()
    }

    pub fn kind(&self) -> StreamKind {
        self.kind
    }

    pub fn is_closing(&self) -> bool {
        self.closing.get()
    }

    pub fn is_reading(&self) -> bool {
        self.reading.get()
    }

    /// Bytes that wait to be written.
    pub fn write_queue_size(&self) -> usize {
        self.queued.get()
    }

    /// Gives the stream its descriptor. `connected` tells that it can read and write at once.
    pub fn adopt(&self, fd: RawFd, connected: bool) {
        self.fd.set(fd);
        self.connected.set(connected);
        if self.kind == StreamKind::Pipe {
            self.is_socket.set(sys::is_socket(fd));
        }
    }

    /// Keeps the JS handle until the stream closes, as every open libuv handle is kept.
    pub fn keep(&self, object: v8::Global<v8::Object>) {
        if !self.closing.get() {
            *self.object.borrow_mut() = Some(object);
        }
    }

    /// The JS handle while the stream is open.
    pub fn object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Object>> {
        self.object
            .borrow()
            .as_ref()
            .map(|object| v8::Local::new(scope, object))
    }

    /// Lets native code take the bytes; `None` gives them back to `onread`.
    pub fn set_reader(&self, reader: Option<Rc<dyn StreamReader>>) {
        let last = std::mem::replace(&mut *self.reader.borrow_mut(), reader);
        drop(last);
    }

    /// Reads into this memory from now on (`useUserBuffer`).
    pub fn use_user_buffer(&self, view: v8::Local<v8::ArrayBufferView>) {
        let Some(store) = view.get_backing_store() else {
            return;
        };
        let buffer = UserBuffer {
            store,
            offset: view.byte_offset(),
            length: view.byte_length(),
        };
        *self.user_buffer.borrow_mut() = Some(buffer);
    }

    /// Starts reading; 0 or a negative error.
    pub fn read_start(self: &Rc<Self>) -> i32 {
        if self.closing.get() {
            return -libc::EINVAL;
        }
        if self.fd.get() < 0 || !self.connected.get() {
            return -libc::ENOTCONN;
        }
        self.reading.set(true);
        self.update()
    }

    /// Stops reading.
    pub fn read_stop(self: &Rc<Self>) -> i32 {
        self.reading.set(false);
        self.update()
    }

    /// Listens; 0 or a negative error.
    pub fn listen(self: &Rc<Self>, backlog: i32) -> i32 {
        if self.closing.get() {
            return -libc::EINVAL;
        }
        let delayed = self.delayed_error.get();
        if delayed != 0 {
            return delayed;
        }
        // SAFETY: a plain system call.
        let result = sys::check(unsafe { libc::listen(self.fd.get(), backlog) });
        if result < 0 {
            return result;
        }
        self.listening.set(true);
        self.update()
    }

    /// Makes the loop wait for the stream, or not.
    pub fn set_ref(self: &Rc<Self>, on: bool) {
        self.referenced.set(on);
        self.update_alive();
    }

    pub fn has_ref(&self) -> bool {
        self.referenced.get() && !self.closing.get()
    }

    fn update_alive(self: &Rc<Self>) {
        self.entry.get_or_init(|| Entry::new(self));
        let wanted = self.referenced.get()
            && !self.closing.get()
            && (self.reading.get() || self.listening.get());
        let mut alive = self.alive.borrow_mut();
        if wanted != alive.is_some() {
            *alive = if wanted {
                with_loop(|l| l.hold())
            } else {
                None
            };
        }
    }

    /// Watches what the stream waits for; 0 or a negative error.
    pub(crate) fn update(self: &Rc<Self>) -> i32 {
        self.update_alive();
        if self.closing.get() {
            return 0;
        }
        let mut events: Events = 0;
        if self.reading.get() || self.listening.get() {
            events |= libc::EPOLLIN as Events;
        }
        let wants_to_write = !self.write_failed.get() && !self.writes.borrow().is_empty();
        if wants_to_write || (self.connecting.borrow().is_some() && self.delayed_error.get() == 0) {
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

    /// Calls a function property of the JS handle, in the async context in which the handle was made.
    pub(crate) fn call_handle(
        &self,
        scope: &mut v8::PinScope,
        name: &str,
        args: &[v8::Local<v8::Value>],
    ) {
        let Some(object) = self.object(scope) else {
            return;
        };
        let context = self
            .context
            .borrow()
            .as_ref()
            .map(|context| v8::Local::new(scope, context));
        call_on(scope, object, name, context, args);
    }

    fn read_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        for _ in 0..READS_AT_ONCE {
            if !self.reading.get() || self.closing.get() {
                return;
            }
            v8::scope!(let scope, scope);
            let filled = if self.user_buffer.borrow().is_some() && self.reader.borrow().is_none() {
                self.read_into_user_buffer(scope)
            } else {
                self.read_into_own_buffer(scope)
            };
            if !filled {
                return;
            }
        }
    }

    /// One read; true when it filled the buffer, so that more may wait.
    fn read_into_own_buffer(self: &Rc<Self>, scope: &mut v8::PinScope) -> bool {
        let mut buffer = BUFFER
            .with(Cell::take)
            .unwrap_or_else(|| vec![0u8; READ_SIZE].into_boxed_slice());
        let mut descriptors = Vec::new();
        let result = self.receive(&mut buffer, &mut descriptors);
        let filled = matches!(result, Ok(READ_SIZE));
        match result {
            Ok(0) => self.ended(scope, EOF),
            Ok(length) => {
                self.bytes_read.set(self.bytes_read.get() + length as u64);
                let bytes = &buffer[..length.min(READ_SIZE)];
                let reader = self.reader.borrow().clone();
                match reader {
                    Some(reader) => reader.read(scope, self, bytes, descriptors),
                    None => self.deliver(scope, bytes, descriptors),
                }
            }
            Err(error) if error == -libc::EAGAIN => {}
            Err(error) => self.ended(scope, error),
        }
        BUFFER.with(|cell| cell.set(Some(buffer)));
        filled
    }

    fn deliver(&self, scope: &mut v8::PinScope, bytes: &[u8], descriptors: Vec<OwnedFd>) {
        for fd in descriptors {
            crate::passed::set_pending_handle(scope, self, fd);
        }
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes.to_vec()).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        state::set(state::READ_BYTES_OR_ERROR, bytes.len() as f64);
        self.call_handle(scope, "onread", &[buffer.into()]);
    }

    fn read_into_user_buffer(self: &Rc<Self>, scope: &mut v8::PinScope) -> bool {
        let target = {
            let slot = self.user_buffer.borrow();
            let Some(user) = slot.as_ref() else {
                return false;
            };
            let available = user
                .store
                .byte_length()
                .saturating_sub(user.offset)
                .min(user.length);
            user.store
                .data()
                .map(|data| (user.store.clone(), data, user.offset, available))
        };
        let Some((_store, data, offset, available)) = target else {
            return false;
        };
        let result = {
            // SAFETY: the range was checked against the store, which `_store` keeps; the memory is the program's own,
            // which asked for it to be overwritten, and no JS runs while the slice lives.
            let memory = unsafe {
                std::slice::from_raw_parts_mut(data.as_ptr().cast::<u8>().add(offset), available)
            };
            self.receive(memory, &mut Vec::new())
        };
        match result {
            Ok(0) => self.ended(scope, EOF),
            Ok(length) => {
                self.bytes_read.set(self.bytes_read.get() + length as u64);
                state::set(state::READ_BYTES_OR_ERROR, length as f64);
                let undefined = v8::undefined(scope).into();
                self.call_handle(scope, "onread", &[undefined]);
                return length == available;
            }
            Err(error) if error == -libc::EAGAIN => {}
            Err(error) => self.ended(scope, error),
        }
        false
    }

    fn receive(&self, buffer: &mut [u8], descriptors: &mut Vec<OwnedFd>) -> Result<usize, i32> {
        if self.ipc.get() {
            return crate::passed::receive(self.fd.get(), buffer, descriptors);
        }
        loop {
            // SAFETY: the buffer lives through the call and is as long as is told. The raw call is no cancellation
            // point, unlike libc's function.
            let result = unsafe {
                if self.is_socket.get() {
                    libc::syscall(
                        libc::SYS_recvfrom,
                        self.fd.get(),
                        buffer.as_mut_ptr(),
                        buffer.len(),
                        libc::MSG_DONTWAIT,
                        0usize,
                        0usize,
                    )
                } else {
                    libc::syscall(
                        libc::SYS_read,
                        self.fd.get(),
                        buffer.as_mut_ptr(),
                        buffer.len(),
                    )
                }
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

    fn ended(self: &Rc<Self>, scope: &mut v8::PinScope, error: i32) {
        self.reading.set(false);
        self.update();
        let reader = self.reader.borrow().clone();
        if let Some(reader) = reader {
            return reader.end(scope, self, error);
        }
        self.deliver_end(scope, error);
    }

    /// Tells `onread` that the stream ended or failed: for a reader that leaves the end to JS.
    pub fn deliver_end(&self, scope: &mut v8::PinScope, error: i32) {
        state::set(state::READ_BYTES_OR_ERROR, f64::from(error));
        let undefined = v8::undefined(scope).into();
        self.call_handle(scope, "onread", &[undefined]);
    }

    pub(crate) fn object_or_undefined<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Value> {
        match self.object(scope) {
            Some(object) => object.into(),
            None => v8::undefined(scope).into(),
        }
    }

    /// Closes the descriptor now and calls `callback` in the close phase, after the requests that were pending.
    pub fn close(self: &Rc<Self>, callback: Option<JsCallback>) {
        if self.closing.get() {
            return;
        }
        self.release();
        self.closing.set(true);
        self.reading.set(false);
        self.listening.set(false);
        self.alive.borrow_mut().take();
        let watch = self.watch.borrow_mut().take();
        drop(watch);
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            sys::close(fd);
        }
        if let Some(path) = self.bound_path.borrow_mut().take() {
            sys::unlink(&path);
        }
        let this = self.clone();
        with_loop(|l| l.close(move |scope| this.closed(scope, callback)));
    }

    fn closed(&self, scope: &mut v8::PinScope, callback: Option<JsCallback>) {
        v8::scope!(let scope, scope);
        let connecting = self.connecting.borrow_mut().take();
        if let Some(pending) = connecting {
            self.finish_connect(scope, pending, -libc::ECANCELED);
        }
        let writes = std::mem::take(&mut *self.writes.borrow_mut());
        self.queued.set(0);
        for request in writes {
            request.finish(scope, self, -libc::ECANCELED);
        }
        let shutting = self.shutting.borrow_mut().take();
        if let Some(pending) = shutting {
            self.finish_shutdown(scope, pending, -libc::ECANCELED);
        }
        if let Some(callback) = callback {
            callback.call(scope, &[]);
        }
        self.object.borrow_mut().take();
        self.context.borrow_mut().take();
        self.user_buffer.borrow_mut().take();
        let reader = self.reader.borrow_mut().take();
        drop(reader);
    }
}

impl ActiveHandle for StreamInner {
    fn active<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<(&'static str, v8::Local<'s, v8::Object>)> {
        if !self.has_ref() {
            return None;
        }
        let name = match self.kind {
            StreamKind::Tcp if self.listening.get() => "TCPServerWrap",
            StreamKind::Tcp => "TCPSocketWrap",
            StreamKind::Pipe => "PipeWrap",
            StreamKind::Tty => "TTYWrap",
        };
        Some((name, self.object(scope)?))
    }
}

impl Watcher for StreamInner {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, events: Events) {
        let input = (libc::EPOLLIN | libc::EPOLLHUP | libc::EPOLLERR) as Events;
        let output = (libc::EPOLLOUT | libc::EPOLLHUP | libc::EPOLLERR) as Events;
        if self.closing.get() {
            return;
        }
        if self.listening.get() {
            return self.accept_ready(scope);
        }
        if self.connecting.borrow().is_some() {
            if events & output != 0 {
                self.connect_ready(scope);
            }
            return;
        }
        if events & input != 0 && self.reading.get() {
            self.read_ready(scope);
        }
        if events & output != 0 && !self.closing.get() && !self.writes.borrow().is_empty() {
            self.write_ready(scope);
        }
    }
}

impl Drop for StreamInner {
    fn drop(&mut self) {
        let watch = self.watch.borrow_mut().take();
        drop(watch);
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            sys::close(fd);
        }
    }
}
