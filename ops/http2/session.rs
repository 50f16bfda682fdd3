//! One connection: nghttp2's session, its streams, and the handle of JS.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ffi::c_void;
use std::hash::{BuildHasherDefault, Hasher};
use std::ptr;
use std::rc::Rc;
use std::time::Instant;

use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_net::StreamInner;
use ops_tls::TlsInner;

use crate::headers::Block;
use crate::js::{Context, Handle, Request};
use crate::memory::Memory;
use crate::options::{self, Limits};
use crate::settings::{self, Custom};
use crate::shared::{self, Callback};
use crate::stream::Stream;

/// Bits of the first byte of `fields`.
pub const HAS_REMOTE_SETTINGS_LISTENERS: u8 = 1;
pub const REMOTE_SETTINGS_UP_TO_DATE: u8 = 2;
pub const HAS_PING_LISTENERS: u8 = 4;
pub const HAS_ALTSVC_LISTENERS: u8 = 8;

/// Places in `fields`.
const FIELDS: usize = 12;
const PRIORITY_LISTENERS: usize = 1;
const MAX_INVALID_FRAMES: usize = 1;
const MAX_REJECTED_STREAMS: usize = 2;

/// What carries the bytes.
#[derive(Clone)]
pub enum Under {
    None,
    Native(Rc<StreamInner>),
    Tls(Rc<TlsInner>),
    /// Functions of the session's handle: `onsend`, `onflow` and `onunbind`.
    Js,
}

/// A SETTINGS or a PING frame that waits for its answer.
pub struct Outstanding {
    pub callback: v8::Global<v8::Function>,
    pub context: Context,
    pub since: Instant,
}

/// Numbers for performance entries.
#[derive(Default)]
pub struct Statistics {
    pub received: Cell<f64>,
    pub sent: Cell<f64>,
    pub frames_received: Cell<f64>,
    pub frames_sent: Cell<f64>,
    pub most_streams: Cell<usize>,
    pub ping: Cell<f64>,
    pub average: Cell<f64>,
    pub streams: Cell<f64>,
}

/// Stream identifiers are good hashes.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_i32(&mut self, id: i32) {
        // The upper bits tell groups apart in the table, the lower ones choose the place.
        self.0 = u64::from(id as u32)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(20);
    }
}

pub struct Session {
    raw: Cell<*mut ffi::nghttp2_session>,
    pub server: bool,
    pub limits: Limits,
    /// This side has offered `SETTINGS_ENABLE_CONNECT_PROTOCOL`, which cannot be taken back.
    pub connect_protocol: Cell<bool>,
    pub memory: Box<Memory>,
    fields: v8::SharedRef<v8::BackingStore>,
    pub handle: Handle,
    pub streams: RefCell<HashMap<i32, Rc<Stream>, BuildHasherDefault<IdHasher>>>,
    pub under: RefCell<Under>,
    pub block: RefCell<Block>,
    /// The stream whose block of headers nghttp2 reads.
    pub current: RefCell<Option<Rc<Stream>>>,
    /// Where the bytes that nghttp2 reads begin and how many there are, and the copy of them that JS gets parts of.
    pub input: Cell<(*const u8, usize)>,
    pub input_buffer: RefCell<Option<v8::Global<v8::ArrayBuffer>>>,
    /// Calls of nghttp2 that run; the session is not freed below them.
    busy: Cell<usize>,
    doomed: Cell<bool>,
    pub receiving: Cell<bool>,
    /// Bytes that came while others were being read.
    pub backlog: RefCell<Vec<u8>>,
    pub sending: Cell<bool>,
    pub scheduled: Cell<bool>,
    /// A write below has not ended.
    pub writing: Cell<bool>,
    pub reading_stopped: Cell<bool>,
    pub closing: Cell<bool>,
    /// A close that waits for the end of `receiving`: its code, and whether the socket is closed.
    pub close_pending: Cell<Option<(u32, bool)>>,
    pub destroyed: Cell<bool>,
    pub graceful: Cell<bool>,
    pub goaway_initiated: Cell<bool>,
    /// nghttp2 has sent a GOAWAY frame by itself.
    pub internal_goaway: Cell<bool>,
    /// The code of the error that ended the reading, when it is Node's.
    pub failure: Cell<Option<&'static str>>,
    pub invalid_frames: Cell<u32>,
    pub rejected_streams: Cell<u32>,
    pub pings: RefCell<VecDeque<Outstanding>>,
    pub settings: RefCell<VecDeque<Outstanding>>,
    pub local_custom: Custom,
    pub remote_custom: Custom,
    pub pending_resets: RefCell<Vec<i32>>,
    /// Frames of nghttp2's that are about to be written, and the writes of JS that end with them.
    pub out: RefCell<Vec<u8>>,
    /// Whether JS is told which parts the output is made of, and where they end.
    pub split: Cell<bool>,
    pub marks: RefCell<Vec<usize>>,
    pub finished: RefCell<Vec<(Request, Rc<Stream>)>>,
    pub chunks_sent: Cell<u32>,
    pub statistics: Statistics,
    /// When the last read or write began.
    pub clock: Cell<Instant>,
    /// Streams that were destroyed below nghttp2's reading.
    pub ended: RefCell<Vec<Rc<Stream>>>,
}

thread_local! {
    /// The scope of the innermost call of nghttp2.
    static SCOPE: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
}

/// Gives `f` the scope of the innermost call of nghttp2: for its callbacks.
pub fn with_scope<R>(f: impl FnOnce(&mut v8::PinScope) -> R) -> Option<R> {
    let pointer = SCOPE.get().cast::<v8::PinScope<'static, 'static>>();
    // SAFETY: `Session::enter` set it from a reference that it keeps and that nobody uses below it.
    let scope = unsafe { pointer.as_mut() }?;
    v8::scope!(let scope, scope);
    Some(f(scope))
}

impl Session {
    /// `run(0, type)`
    pub fn new(scope: &mut v8::PinScope, args: &v8::FunctionCallbackArguments) -> Option<Rc<Self>> {
        let server = args.get(1).int32_value(scope)? == 0;
        let (options, limits) = options::read(server)?;
        let mut fields = vec![0u8; FIELDS];
        fields[MAX_INVALID_FRAMES * 4..][..4].copy_from_slice(&1000u32.to_ne_bytes());
        fields[MAX_REJECTED_STREAMS * 4..][..4].copy_from_slice(&100u32.to_ne_bytes());
        let padded = limits.padding != options::Padding::None;
        let this = Rc::new(Self {
            raw: Cell::new(ptr::null_mut()),
            server,
            limits,
            connect_protocol: Cell::new(false),
            memory: Box::default(),
            fields: v8::ArrayBuffer::new_backing_store_from_vec(fields).make_shared(),
            handle: Handle::new(scope, Some(args.this())),
            streams: RefCell::default(),
            under: RefCell::new(Under::None),
            block: RefCell::default(),
            current: RefCell::default(),
            input: Cell::new((ptr::null(), 0)),
            input_buffer: RefCell::default(),
            busy: Cell::new(0),
            doomed: Cell::new(false),
            receiving: Cell::new(false),
            backlog: RefCell::default(),
            sending: Cell::new(false),
            scheduled: Cell::new(false),
            writing: Cell::new(false),
            reading_stopped: Cell::new(false),
            closing: Cell::new(false),
            close_pending: Cell::new(None),
            destroyed: Cell::new(false),
            graceful: Cell::new(false),
            goaway_initiated: Cell::new(false),
            internal_goaway: Cell::new(false),
            failure: Cell::new(None),
            invalid_frames: Cell::new(0),
            rejected_streams: Cell::new(0),
            pings: RefCell::default(),
            settings: RefCell::default(),
            local_custom: RefCell::default(),
            remote_custom: RefCell::new(settings::wanted()),
            pending_resets: RefCell::default(),
            out: RefCell::default(),
            split: Cell::new(false),
            marks: RefCell::default(),
            finished: RefCell::default(),
            chunks_sent: Cell::new(0),
            statistics: Statistics::default(),
            clock: Cell::new(Instant::now()),
            ended: RefCell::default(),
        });
        let callbacks = crate::callbacks::callbacks(padded)?;
        let mut raw = ptr::null_mut();
        let mut allocator = this.memory.allocator();
        let make = if server {
            ffi::nghttp2_session_server_new3
        } else {
            ffi::nghttp2_session_client_new3
        };
        // SAFETY: nghttp2 copies callbacks, options and allocator. `this` and its memory live longer than the session.
        let result = unsafe {
            make(
                &raw mut raw,
                callbacks.raw(),
                Rc::as_ptr(&this).cast_mut().cast(),
                options.raw(),
                &raw mut allocator,
            )
        };
        if result != 0 {
            return None;
        }
        this.raw.set(raw);
        Some(this)
    }

    /// nghttp2's session, null when the connection has ended.
    pub fn raw(&self) -> *mut ffi::nghttp2_session {
        if self.doomed.get() {
            return ptr::null_mut();
        }
        self.raw.get()
    }

    /// Runs a call of nghttp2 that may call back. Nobody holds a borrow of `self` meanwhile.
    pub fn enter<R>(
        &self,
        scope: &mut v8::PinScope,
        f: impl FnOnce(*mut ffi::nghttp2_session) -> R,
    ) -> Option<R> {
        let raw = self.raw();
        if raw.is_null() {
            return None;
        }
        let last = SCOPE.replace(ptr::from_mut(scope).cast());
        self.busy.set(self.busy.get() + 1);
        let result = f(raw);
        self.busy.set(self.busy.get() - 1);
        SCOPE.set(last);
        if self.doomed.get() {
            self.free();
        }
        Some(result)
    }

    /// Frees what the connection needs, now or when no call of nghttp2 runs any more.
    pub fn free(&self) {
        self.doomed.set(true);
        if self.busy.get() > 0 {
            return;
        }
        let current = self.current.borrow_mut().take();
        drop(current);
        let streams = std::mem::take(&mut *self.streams.borrow_mut());
        for stream in streams.values() {
            stream.detach();
        }
        let raw = self.raw.replace(ptr::null_mut());
        if !raw.is_null() {
            // SAFETY: it is ours and no call of it runs.
            unsafe { ffi::nghttp2_session_del(raw) };
        }
        let object = self.handle.release();
        drop(object);
        let last = std::mem::take(&mut *self.settings.borrow_mut());
        drop(last);
    }

    /// The `Uint8Array` in which JS notes who listens, and its limits.
    pub fn fields<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &self.fields);
        Some(v8::Uint8Array::new(scope, buffer, 0, FIELDS)?.into())
    }

    fn field(&self, index: usize) -> u8 {
        self.fields.get(index).map_or(0, |byte| byte.get())
    }

    pub fn has(&self, bit: u8) -> bool {
        self.field(0) & bit != 0
    }

    pub fn unset(&self, bit: u8) {
        if let Some(byte) = self.fields.first() {
            byte.set(byte.get() & !bit);
        }
    }

    pub fn has_priority_listeners(&self) -> bool {
        self.field(PRIORITY_LISTENERS) != 0
    }

    pub fn max_invalid_frames(&self) -> u32 {
        shared::number(&self.fields, MAX_INVALID_FRAMES)
    }

    pub fn max_rejected_streams(&self) -> u32 {
        shared::number(&self.fields, MAX_REJECTED_STREAMS)
    }

    pub fn stream(&self, id: i32) -> Option<Rc<Stream>> {
        self.streams.borrow().get(&id).cloned()
    }

    pub fn has_memory_for(&self, size: usize) -> bool {
        self.memory.used() + size <= self.limits.memory
    }

    /// Whether the peer may open another stream.
    pub fn can_add_stream(&self) -> bool {
        // SAFETY: the session lives: this is asked below its callbacks.
        let most = unsafe {
            ffi::nghttp2_session_get_local_settings(
                self.raw(),
                ffi::NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
            )
        };
        self.streams.borrow().len() < most as usize && self.has_memory_for(size_of::<Stream>())
    }

    pub fn add_stream(&self, stream: Rc<Stream>) {
        let statistics = &self.statistics;
        statistics.streams.set(statistics.streams.get() + 1.0);
        let mut streams = self.streams.borrow_mut();
        streams.insert(stream.id, stream);
        let most = statistics.most_streams.get().max(streams.len());
        statistics.most_streams.set(most);
        self.memory.add(size_of::<Stream>());
    }

    /// Tells JS of an error of nghttp2's.
    pub fn error(&self, scope: &mut v8::PinScope, number: i32) {
        let number = v8::Integer::new(scope, number).into();
        self.handle.call(scope, Callback::Error, &[number]);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.free();
    }
}
