//! One stream of a connection: its handle in JS, and the data that waits to be sent.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use deno_core::cppgc::make_cppgc_object;
use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_core::with_loop;
use ops_net::state;

use crate::handle::Http2Stream;
use crate::js::{Handle, Request};
use crate::message::Message;
use crate::session::Session;
use crate::shared;

/// The field of `streamBaseState` that says where the bytes of `onread` begin.
const ARRAY_BUFFER_OFFSET: usize = 1;

/// Options of `request`, `respond` and `pushPromise`.
pub const EMPTY_PAYLOAD: i32 = 1;
pub const GET_TRAILERS: i32 = 2;

/// Bytes that JS has written.
pub enum Bytes {
    Owned(Vec<u8>),
    Shared {
        store: v8::SharedRef<v8::BackingStore>,
        offset: usize,
        length: usize,
    },
}

impl Bytes {
    pub fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Owned(bytes) => bytes,
            Bytes::Shared {
                store,
                offset,
                length,
            } => match store.data() {
                // SAFETY: the range was checked when the piece was made, and such a store does not shrink. JS may change the
                // bytes between calls, not during one.
                Some(data) => unsafe {
                    std::slice::from_raw_parts(data.as_ptr().cast::<u8>().add(*offset), *length)
                },
                None => &[],
            },
        }
    }
}

/// A piece of data, and the write that ends with it.
pub struct Piece {
    pub bytes: Bytes,
    pub offset: usize,
    pub request: Option<Request>,
}

pub struct Stream {
    pub id: i32,
    session: RefCell<Option<Rc<Session>>>,
    pub handle: Handle,
    /// Which kind of block of headers is being read, and how many bytes the memory of the session holds for blocks.
    pub category: Cell<u32>,
    pub block_length: Cell<usize>,
    max_block_length: usize,
    pub retained: Cell<usize>,
    pub message: Message,
    pub code: Cell<u32>,
    pub writable: Cell<bool>,
    pub trailers: Cell<bool>,
    pub reading: Cell<bool>,
    pub paused_bytes: Cell<usize>,
    pub destroyed: Cell<bool>,
    pub peer_reset: Cell<bool>,
    pub queue: RefCell<VecDeque<Piece>>,
    /// Bytes in the queue.
    pub available: Cell<usize>,
    pub received: Cell<f64>,
    pub sent: Cell<f64>,
    since: Instant,
    pub first_byte: Cell<Option<Instant>>,
    pub first_byte_sent: Cell<Option<Instant>>,
    pub first_header: Cell<Option<Instant>>,
    ended: Cell<Option<Instant>>,
}

impl Stream {
    pub fn new(
        scope: &mut v8::PinScope,
        session: &Rc<Session>,
        id: i32,
        category: u32,
        options: i32,
    ) -> Rc<Self> {
        // SAFETY: the session lives: who makes a stream has just asked it.
        let most = unsafe {
            ffi::nghttp2_session_get_local_settings(
                session.raw(),
                ffi::NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE,
            )
        };
        let this = Rc::new(Self {
            id,
            session: RefCell::new(Some(session.clone())),
            handle: Handle::new(scope, None),
            category: Cell::new(category),
            block_length: Cell::new(0),
            max_block_length: most.min(16_777_215) as usize,
            retained: Cell::new(0),
            message: Message::default(),
            code: Cell::new(0),
            writable: Cell::new(options & EMPTY_PAYLOAD == 0),
            trailers: Cell::new(options & GET_TRAILERS != 0),
            reading: Cell::new(false),
            paused_bytes: Cell::new(0),
            destroyed: Cell::new(false),
            peer_reset: Cell::new(false),
            queue: RefCell::default(),
            available: Cell::new(0),
            received: Cell::new(0.0),
            sent: Cell::new(0.0),
            since: if session.receiving.get() {
                session.clock.get()
            } else {
                Instant::now()
            },
            first_byte: Cell::new(None),
            first_byte_sent: Cell::new(None),
            first_header: Cell::new(None),
            ended: Cell::new(None),
        });
        session.add_stream(this.clone());
        this
    }

    /// The session until the stream is detached from it.
    pub fn session(&self) -> Option<Rc<Session>> {
        self.session.borrow().clone()
    }

    /// The JS handle, made if it is not there.
    pub fn make_object<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Object> {
        if let Some(object) = self.handle.object(scope) {
            return object;
        }
        let handle = Http2Stream {
            inner: Some(self.clone()),
        };
        let object = make_cppgc_object(scope, handle);
        shared::adopt_stream(scope, object);
        self.handle.set_object(scope, object);
        object
    }

    /// Calls `onread` with bytes.
    pub fn deliver(&self, scope: &mut v8::PinScope, session: &Session, bytes: &[u8]) {
        if !self.handle.is_known() {
            return;
        }
        if self.first_byte.get().is_none() {
            self.first_byte.set(Some(session.clock.get()));
        }
        let (buffer, offset) = session.part(scope, bytes);
        state::set(state::READ_BYTES_OR_ERROR, bytes.len() as f64);
        state::set(ARRAY_BUFFER_OFFSET, offset as f64);
        self.handle.call_property(scope, "onread", &[buffer.into()]);
        // Other streams deliver whole buffers.
        state::set(ARRAY_BUFFER_OFFSET, 0.0);
    }

    /// Calls `onread` with the end.
    pub fn deliver_end(&self, scope: &mut v8::PinScope) {
        if !self.handle.is_known() {
            return;
        }
        state::set(state::READ_BYTES_OR_ERROR, f64::from(ops_net::EOF));
        let undefined = v8::undefined(scope).into();
        self.handle.call_property(scope, "onread", &[undefined]);
    }

    /// A block of headers begins.
    pub fn start_headers(&self, session: &Session, category: u32) {
        session.memory.sub(self.block_length.replace(0));
        self.category.set(category);
    }

    /// Whether the block of headers may have another one.
    pub fn takes_header(&self, session: &Session, count: usize, length: usize) -> bool {
        if !session.has_memory_for(length)
            || count == session.limits.header_pairs
            || self.block_length.get() + length > self.max_block_length
        {
            return false;
        }
        if self.first_header.get().is_none() {
            self.first_header.set(Some(session.clock.get()));
        }
        self.block_length.set(self.block_length.get() + length);
        session.memory.add(length);
        true
    }

    /// What JS gets of a block counts until the stream ends.
    pub fn retain_headers(&self) {
        let length = self.block_length.replace(0);
        self.retained.set(self.retained.get() + length);
    }

    /// Queues a piece of data.
    pub fn push(&self, session: &Session, piece: Piece) {
        let length = piece.bytes.as_slice().len();
        self.available.set(self.available.get() + length);
        session.memory.add(length);
        self.queue.borrow_mut().push_back(piece);
    }

    /// Takes `count` bytes of the queue. The writes that end with them end with what is being sent.
    pub fn take(self: &Rc<Self>, session: &Session, mut count: usize, mut f: impl FnMut(&[u8])) {
        let mut queue = self.queue.borrow_mut();
        while count > 0 {
            let Some(piece) = queue.front_mut() else {
                return;
            };
            let rest = &piece.bytes.as_slice()[piece.offset..];
            let part = &rest[..count.min(rest.len())];
            f(part);
            count -= part.len();
            if part.len() < rest.len() {
                piece.offset += part.len();
                return;
            }
            if let Some(Piece {
                request: Some(request),
                ..
            }) = queue.pop_front()
            {
                session.finished.borrow_mut().push((request, self.clone()));
            }
        }
    }

    /// The code of a stream that nghttp2 has closed.
    pub fn close(&self, code: u32) {
        self.code.set(code);
    }

    /// Destroys the stream. Below nghttp2 what it holds is freed later.
    pub fn destroy(self: &Rc<Self>) {
        if self.destroyed.replace(true) {
            return;
        }
        let Some(session) = self.session() else {
            return;
        };
        if session.receiving.get() {
            session.ended.borrow_mut().push(self.clone());
            return;
        }
        self.clean_up();
    }

    /// Frees what the stream holds.
    pub fn clean_up(self: &Rc<Self>) {
        let Some(session) = self.session() else {
            return;
        };
        if session.pending_resets.borrow().contains(&self.id) {
            self.flush_reset(&session);
        }
        let known = session.streams.borrow_mut().remove(&self.id);
        if known.is_none() {
            return;
        }
        let memory = &session.memory;
        memory.sub(self.block_length.replace(0) + self.retained.replace(0));
        memory.sub(size_of::<Stream>());
        self.ended.set(Some(session.clock.get()));
        let statistics = &session.statistics;
        let average = self.millis(self.ended.get()) / statistics.streams.get().max(1.0);
        statistics.average.set(average);
        self.detach_from(&session);
    }

    /// The connection has ended.
    pub fn detach(self: &Rc<Self>) {
        self.destroyed.set(true);
        if let Some(session) = self.session() {
            self.detach_from(&session);
        }
    }

    /// Gives up the session and the handle; the writes of JS that wait are canceled on the loop's next turn.
    fn detach_from(self: &Rc<Self>, session: &Session) {
        session.memory.sub(self.available.replace(0));
        let queue = std::mem::take(&mut *self.queue.borrow_mut());
        let canceled: Vec<Request> = queue
            .into_iter()
            .filter_map(|piece| piece.request)
            .collect();
        let object = self.handle.release();
        let last = self.session.borrow_mut().take();
        drop(last);
        if canceled.is_empty() {
            return;
        }
        with_loop(|l| {
            l.complete(move |scope| {
                for request in canceled {
                    v8::scope!(let scope, scope);
                    let handle = object.as_ref().map(|object| v8::Local::new(scope, object));
                    request.complete(scope, -libc::ECANCELED, handle);
                }
            });
        });
    }

    /// Submits the RST_STREAM frame of `code`.
    pub fn flush_reset(&self, session: &Rc<Session>) {
        session
            .pending_resets
            .borrow_mut()
            .retain(|id| *id != self.id);
        let raw = session.raw();
        if raw.is_null() {
            return;
        }
        // SAFETY: the session lives.
        unsafe { ffi::nghttp2_submit_rst_stream(raw, 0, self.id, self.code.get()) };
        session.schedule();
    }

    /// Milliseconds from the beginning of the stream.
    fn millis(&self, at: Option<Instant>) -> f64 {
        at.map_or(0.0, |at| {
            at.saturating_duration_since(self.since).as_secs_f64() * 1e3
        })
    }

    /// Numbers for a performance entry.
    pub fn statistics(&self) -> [f64; 6] {
        [
            self.received.get(),
            self.sent.get(),
            self.millis(self.first_byte.get()),
            self.millis(self.first_byte_sent.get()),
            self.millis(self.first_header.get()),
            self.millis(self.ended.get().or_else(|| Some(Instant::now()))),
        ]
    }
}
