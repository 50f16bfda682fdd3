//! `TLSWrap`: a `SSL` between two memory BIOs. Ciphertext comes from a stream handle and goes to it, cleartext goes to
//! `onread` and comes from the write methods.
//!
//! OpenSSL's callbacks only note what happened (`Event`); JS hears of it when OpenSSL has returned.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::os::fd::OwnedFd;
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::with_loop;
use ops_crypto::{Args, CryptoError, CryptoResult};
use ops_net::{NativeDone, Pending, StreamInner, StreamReader};

use crate::context::ContextInner;
use crate::native::ClearReader;
use crate::{ffi as more, value};

/// What OpenSSL told during a call.
pub enum Event {
    HandshakeStart,
    HandshakeDone,
    /// The certificate is to be chosen; the handshake waits for `certCbDone`.
    Certificate,
    /// The session may be looked for; the handshake waits for `endParser`.
    ClientHello {
        session: Vec<u8>,
        ticket: bool,
        name: String,
    },
    NewSession(Vec<u8>, Vec<u8>),
    Ocsp(Option<Vec<u8>>),
    Keylog(Vec<u8>),
}

/// Whether JS is on the stack.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Js,
    Loop,
}

pub(crate) const CHUNK: usize = 16 * 1024;
/// Records that are delivered together.
pub(crate) const READ_SIZE: usize = 64 * 1024;

pub struct TlsInner {
    ssl: Cell<*mut ffi::SSL>,
    pub(crate) input: *mut ffi::BIO,
    pub(crate) output: *mut ffi::BIO,
    pub(crate) server: bool,
    /// The stream, when it is a native one; otherwise JS carries the ciphertext.
    pub(crate) under: RefCell<Option<Rc<StreamInner>>>,
    object: RefCell<Option<v8::Global<v8::Object>>>,
    pub(crate) async_context: Option<v8::Global<v8::Value>>,
    pub(crate) context: RefCell<Rc<ContextInner>>,
    pub(crate) events: RefCell<VecDeque<Event>>,
    /// Cleartext that waits for the handshake.
    pub(crate) early: RefCell<VecDeque<(Vec<u8>, Pending)>>,
    /// Writes whose ciphertext waits in the stream, and how many writes of the stream there are.
    pub(crate) waiting: RefCell<Vec<Pending>>,
    /// The same of native code, and what takes the cleartext instead of JS.
    pub(crate) waiting_natively: RefCell<Vec<NativeDone>>,
    pub(crate) clear_reader: RefCell<Option<Rc<dyn ClearReader>>>,
    pub(crate) in_flight: Cell<usize>,
    /// Calls of OpenSSL that run; the `SSL` is not freed below them.
    busy: Cell<usize>,
    doomed: Cell<bool>,
    pub(crate) cycling: Cell<bool>,
    pub(crate) again: Cell<bool>,
    pub(crate) eof: Cell<bool>,
    pub(crate) failed: Cell<bool>,
    pub(crate) established: Cell<bool>,
    pub(crate) handshaken: Cell<bool>,
    pub(crate) certificate_ready: Cell<bool>,
    pub(crate) certificate_asked: Cell<bool>,
    pub(crate) hello_waits: Cell<bool>,
    /// What a callback of JS threw below OpenSSL.
    pub(crate) thrown: RefCell<Option<v8::Global<v8::Value>>>,
    pub(crate) hello_wanted: Cell<bool>,
    pub(crate) sessions_wanted: Cell<bool>,
    pub(crate) awaiting_session: Cell<bool>,
    pub(crate) keylog_wanted: Cell<bool>,
    pub(crate) next_session: Cell<*mut ffi::SSL_SESSION>,
    pub(crate) ocsp_response: RefCell<Option<Vec<u8>>>,
    pub(crate) alpn: RefCell<Vec<u8>>,
    pub(crate) alpn_callback: Cell<bool>,
    pub(crate) user_buffer: RefCell<Option<v8::Global<v8::ArrayBufferView>>>,
    pub(crate) bytes_read: Cell<f64>,
    pub(crate) bytes_written: Cell<f64>,
    pub(crate) queued: Cell<f64>,
}

thread_local! {
    /// Memory for one record; a call below another one makes its own.
    pub(crate) static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    /// The context of JS while OpenSSL runs: for callbacks that must ask JS at once.
    static CURRENT: Cell<Option<v8::Local<'static, v8::Context>>> = const { Cell::new(None) };
}

/// The context of JS below which OpenSSL runs.
pub fn current_context() -> Option<v8::Local<'static, v8::Context>> {
    CURRENT.get()
}

impl TlsInner {
    /// `wrap(handle, context, isServer)`: `handle` is a native stream or `undefined`.
    pub fn new(
        scope: &mut v8::PinScope,
        object: v8::Local<v8::Object>,
        args: &Args<'_, '_>,
    ) -> CryptoResult<Rc<Self>> {
        let under = ops_net::stream_of(scope, args.get(0));
        let context = context_of(scope, args.get(1)).ok_or_else(CryptoError::arguments)?;
        let server = args.bool(2);
        if !server {
            context.need_roots();
        }
        // SAFETY: the new objects are ours; the BIOs become the SSL's.
        let (ssl, input, output) = unsafe {
            let ssl = ffi::SSL_new(context.raw);
            if ssl.is_null() {
                return Err(CryptoError::queue("SSL_new"));
            }
            let input = ffi::BIO_new(ffi::BIO_s_mem());
            let output = ffi::BIO_new(ffi::BIO_s_mem());
            // An empty BIO is no end: `BIO_C_SET_BUF_MEM_EOF_RETURN`.
            for bio in [input, output] {
                ffi::BIO_ctrl(bio, 130, -1, ptr::null_mut());
            }
            ffi::SSL_set_bio(ssl, input, output);
            // SSL_MODE_ENABLE_PARTIAL_WRITE is off; a moved write buffer (2) and released buffers (16) are on.
            ffi::SSL_ctrl(ssl, more::SSL_CTRL_MODE, 2 | 16, ptr::null_mut());
            if server {
                ffi::SSL_set_accept_state(ssl);
            } else {
                ffi::SSL_set_connect_state(ssl);
            }
            ffi::SSL_set_verify(ssl, ffi::SSL_VERIFY_NONE, Some(crate::callbacks::verified));
            (ssl, input, output)
        };
        let this = Rc::new(Self {
            ssl: Cell::new(ssl),
            input,
            output,
            server,
            under: RefCell::new(under.clone()),
            object: RefCell::new(Some(v8::Global::new(scope, object))),
            async_context: ops_net::context_of(scope),
            context: RefCell::new(context),
            events: RefCell::default(),
            early: RefCell::default(),
            waiting: RefCell::default(),
            waiting_natively: RefCell::default(),
            clear_reader: RefCell::default(),
            in_flight: Cell::new(0),
            busy: Cell::new(0),
            doomed: Cell::new(false),
            cycling: Cell::new(false),
            again: Cell::new(false),
            eof: Cell::new(false),
            failed: Cell::new(false),
            established: Cell::new(false),
            handshaken: Cell::new(false),
            certificate_ready: Cell::new(false),
            certificate_asked: Cell::new(false),
            hello_waits: Cell::new(false),
            thrown: RefCell::default(),
            hello_wanted: Cell::new(false),
            sessions_wanted: Cell::new(false),
            awaiting_session: Cell::new(false),
            keylog_wanted: Cell::new(false),
            next_session: Cell::new(ptr::null_mut()),
            ocsp_response: RefCell::default(),
            alpn: RefCell::default(),
            alpn_callback: Cell::new(false),
            user_buffer: RefCell::default(),
            bytes_read: Cell::new(0.0),
            bytes_written: Cell::new(0.0),
            queued: Cell::new(0.0),
        });
        // SAFETY: the pointer is good while the SSL lives, which `this` owns.
        unsafe { ffi::SSL_set_ex_data(ssl, 0, Rc::as_ptr(&this).cast_mut().cast::<c_void>()) };
        if let Some(under) = under {
            under.set_reader(Some(this.clone()));
        }
        Ok(this)
    }

    /// The `SSL`, null after `destroySSL`.
    pub fn ssl(&self) -> *mut ffi::SSL {
        if self.doomed.get() {
            return ptr::null_mut();
        }
        self.ssl.get()
    }

    /// Keeps what a callback threw: it becomes the error of the handshake.
    pub fn thrown(&self, scope: &mut v8::PinScope, exception: v8::Local<v8::Value>) {
        *self.thrown.borrow_mut() = Some(v8::Global::new(scope, exception));
    }

    pub fn bytes_read(&self) -> f64 {
        self.bytes_read.get()
    }

    /// Cleartext whose writes have not completed.
    pub fn queued(&self) -> f64 {
        self.queued.get()
    }

    pub fn bytes_written(&self) -> f64 {
        self.bytes_written.get()
    }

    /// The JS object until `destroySSL`.
    pub fn object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let object = self.object.borrow();
        object.as_ref().map(|object| v8::Local::new(scope, object))
    }

    /// Runs a call of OpenSSL; an empty queue of errors before it.
    pub fn with_ssl<R>(
        &self,
        scope: &mut v8::PinScope,
        f: impl FnOnce(*mut ffi::SSL) -> R,
    ) -> Option<R> {
        let ssl = self.ssl();
        if ssl.is_null() {
            return None;
        }
        crate::context::clear();
        let context = scope.get_current_context();
        // SAFETY: the handle is used only below this call, while `scope` is open.
        let context: v8::Local<'static, v8::Context> = unsafe { std::mem::transmute(context) };
        let last = CURRENT.replace(Some(context));
        self.busy.set(self.busy.get() + 1);
        let result = f(ssl);
        self.busy.set(self.busy.get() - 1);
        CURRENT.set(last);
        if self.doomed.get() && self.busy.get() == 0 {
            self.free();
        }
        Some(result)
    }

    fn free(&self) {
        let ssl = self.ssl.replace(ptr::null_mut());
        if !ssl.is_null() {
            // SAFETY: it is ours and no call of it runs.
            unsafe { ffi::SSL_free(ssl) };
        }
        let session = self.next_session.replace(ptr::null_mut());
        if !session.is_null() {
            // SAFETY: it is ours.
            unsafe { ffi::SSL_SESSION_free(session) };
        }
    }

    /// `destroySSL`: nothing is read or written any more.
    pub fn destroy(self: &Rc<Self>) {
        if self.ssl().is_null() {
            return;
        }
        self.doomed.set(true);
        if self.busy.get() == 0 {
            self.free();
        }
        let under = self.under.borrow_mut().take();
        if let Some(under) = under {
            under.set_reader(None);
        }
        let mut canceled: Vec<Pending> = self
            .early
            .borrow_mut()
            .drain(..)
            .map(|(_, pending)| pending)
            .collect();
        canceled.append(&mut self.waiting.borrow_mut());
        let natively = std::mem::take(&mut *self.waiting_natively.borrow_mut());
        let object = self.object.borrow_mut().take();
        self.set_clear_reader(None);
        if canceled.is_empty() && natively.is_empty() {
            return;
        }
        with_loop(|l| {
            l.complete(move |scope| {
                v8::scope!(let scope, scope);
                let handle = object.as_ref().map(|object| v8::Local::new(scope, object));
                for pending in canceled {
                    crate::writing::finish(scope, handle, pending, -libc::ECANCELED);
                }
                for done in natively {
                    done(scope, -libc::ECANCELED);
                }
            });
        });
    }

    /// Calls a function property of the JS object.
    pub fn call_js(
        &self,
        scope: &mut v8::PinScope,
        door: Door,
        name: &str,
        args: &[v8::Local<v8::Value>],
    ) {
        let Some(object) = self.object(scope) else {
            return;
        };
        let context = self
            .async_context
            .as_ref()
            .map(|context| v8::Local::new(scope, context));
        if door == Door::Loop {
            ops_net::call_on(scope, object, name, context, args);
            return;
        }
        let key = value::string(scope, name);
        let Some(function) = object.get(scope, key) else {
            return;
        };
        if let Ok(function) = v8::Local::<v8::Function>::try_from(function) {
            ops_core::guarded(scope, object.into(), function, args);
        }
    }

    /// Tells JS what happened.
    pub(crate) fn dispatch(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door) {
        loop {
            let event = self.events.borrow_mut().pop_front();
            let Some(event) = event else { return };
            v8::scope!(let scope, scope);
            match event {
                Event::HandshakeStart => self.call_js(scope, door, "onhandshakestart", &[]),
                Event::HandshakeDone => {
                    self.established.set(true);
                    self.call_js(scope, door, "onhandshakedone", &[]);
                }
                Event::Certificate => {
                    let hello = self.certificate_question(scope);
                    self.call_js(scope, door, "oncertcb", &[hello]);
                }
                Event::ClientHello {
                    session,
                    ticket,
                    name,
                } => {
                    let object = v8::Object::new(scope);
                    let id = value::bytes(scope, &session);
                    value::set(scope, object, "sessionId", id);
                    let name = value::string(scope, &name);
                    value::set(scope, object, "servername", name);
                    let ticket = v8::Boolean::new(scope, ticket).into();
                    value::set(scope, object, "tlsTicket", ticket);
                    self.call_js(scope, door, "onclienthello", &[object.into()]);
                }
                Event::NewSession(id, session) => {
                    let id = value::bytes(scope, &id);
                    let session = value::bytes(scope, &session);
                    // The handshake goes on when the program has stored it.
                    if self.server {
                        self.awaiting_session.set(true);
                    }
                    self.call_js(scope, door, "onnewsession", &[id, session]);
                }
                Event::Ocsp(response) => {
                    let response = match response {
                        Some(bytes) => value::bytes(scope, &bytes),
                        None => v8::null(scope).into(),
                    };
                    self.call_js(scope, door, "onocspresponse", &[response]);
                }
                Event::Keylog(line) => {
                    let line = value::bytes(scope, &line);
                    self.call_js(scope, door, "onkeylog", &[line]);
                }
            }
        }
    }

    /// Everything that can be done now: cleartext that waited, reading, and sending what came of it.
    pub fn cycle(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door) {
        if self.cycling.get() {
            self.again.set(true);
            return;
        }
        self.cycling.set(true);
        loop {
            self.again.set(false);
            self.write_early(scope, door);
            self.read_clear(scope, door);
            let error = self.flush(scope);
            if error < 0 {
                self.canceled(scope, error);
            }
            if !self.again.get() || self.ssl().is_null() {
                break;
            }
        }
        self.cycling.set(false);
    }
}

/// The native context of a JS `SecureContext`.
pub fn context_of(
    scope: &mut v8::PinScope,
    value: v8::Local<v8::Value>,
) -> Option<Rc<ContextInner>> {
    let handle =
        deno_core::cppgc::try_unwrap_cppgc_object::<crate::handle::SecureContext>(scope, value)?;
    handle.inner.borrow().clone()
}

impl StreamReader for TlsInner {
    fn read(
        self: Rc<Self>,
        scope: &mut v8::PinScope,
        _stream: &Rc<StreamInner>,
        bytes: &[u8],
        _descriptors: Vec<OwnedFd>,
    ) {
        self.received(scope, Door::Loop, bytes);
    }

    fn end(self: Rc<Self>, scope: &mut v8::PinScope, _stream: &Rc<StreamInner>, error: i32) {
        self.received_end(scope, Door::Loop, error);
    }
}

impl Drop for TlsInner {
    fn drop(&mut self) {
        self.free();
    }
}
