//! The two classes and the op, as the snapshot knows them.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};

#[cfg(feature = "nghttp2")]
use crate::{session::Session, stream::Stream};

#[cfg(not(feature = "nghttp2"))]
pub struct Session;
#[cfg(not(feature = "nghttp2"))]
pub struct Stream;

/// One connection.
pub struct Http2Session {
    pub(crate) inner: RefCell<Option<Rc<Session>>>,
}

/// One stream of a connection.
pub struct Http2Stream {
    pub(crate) inner: Option<Rc<Stream>>,
}

// SAFETY: nothing in it is traced: the handles it reaches are `v8::Global`s.
unsafe impl GarbageCollected for Http2Session {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"Http2Session"
    }
}

// SAFETY: as above.
unsafe impl GarbageCollected for Http2Stream {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"Http2Stream"
    }
}

#[op2]
impl Http2Session {
    #[constructor]
    #[cppgc]
    fn new() -> Http2Session {
        Http2Session {
            inner: RefCell::default(),
        }
    }

    /// `run(kind, ...)`: kind 0 first. It calls JS.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let result = args.and_then(|args| session_run(self, scope, args));
        result.unwrap_or_else(|| v8::undefined(scope).into())
    }
}

#[op2]
impl Http2Stream {
    /// A stream of no connection: native code makes the others.
    #[constructor]
    #[cppgc]
    fn new() -> Http2Stream {
        Http2Stream { inner: None }
    }

    /// `run(kind, ...)`. It calls JS.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let result = args.and_then(|args| stream_run(self, scope, args));
        result.unwrap_or_else(|| v8::undefined(scope).into())
    }

    /// The calls that run no JS: `id` (0), `destroy` (2), `readStart` (9), `readStop` (10) and `shutdown` (11).
    #[fast]
    fn act(&self, kind: i32) -> i32 {
        stream_act(self, kind)
    }

    /// `write(request, data, kind)`: a view (0), an array of chunks (1: all are buffers, 2: with their encodings), or a
    /// string (3: UTF-8, 4: one byte each, 5: UTF-16). 0 or a negative error.
    #[nofast]
    fn write(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        data: v8::Local<v8::Value>,
        kind: i32,
    ) -> i32 {
        stream_write(self, scope, request, data, kind)
    }
}

/// `op_http2_call(kind, ...)`.
#[op2]
pub fn op_http2_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
) -> v8::Local<'s, v8::Value> {
    let result = args.and_then(|args| call(scope, args));
    result.unwrap_or_else(|| v8::undefined(scope).into())
}

type Found<'s> = Option<v8::Local<'s, v8::Value>>;

#[cfg(feature = "nghttp2")]
fn session_run<'s>(
    this: &Http2Session,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    let _below = crate::js::below_js();
    let kind = args.get(0).int32_value(scope)?;
    if kind == 0 {
        let session = Session::new(scope, args)?;
        let fields = session.fields(scope);
        *this.inner.borrow_mut() = Some(session);
        return fields;
    }
    let session = this.inner.borrow().clone()?;
    session.run(scope, kind, args)
}

#[cfg(feature = "nghttp2")]
fn stream_run<'s>(
    this: &Http2Stream,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    let _below = crate::js::below_js();
    let kind = args.get(0).int32_value(scope)?;
    let stream = this.inner.clone()?;
    stream.run(scope, kind, args)
}

#[cfg(feature = "nghttp2")]
fn stream_act(this: &Http2Stream, kind: i32) -> i32 {
    this.inner.as_ref().map_or(0, |stream| stream.act(kind))
}

#[cfg(feature = "nghttp2")]
fn stream_write(
    this: &Http2Stream,
    scope: &mut v8::PinScope,
    request: v8::Local<v8::Object>,
    data: v8::Local<v8::Value>,
    kind: i32,
) -> i32 {
    match this.inner.clone() {
        Some(stream) => stream.write(scope, request, data, kind),
        None => -libc::EINVAL,
    }
}

#[cfg(feature = "nghttp2")]
fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    crate::shared::call(scope, args)
}

#[cfg(not(feature = "nghttp2"))]
fn session_run<'s>(
    _: &Http2Session,
    _: &mut v8::PinScope<'s, '_>,
    _: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    None
}

#[cfg(not(feature = "nghttp2"))]
fn stream_run<'s>(
    _: &Http2Stream,
    _: &mut v8::PinScope<'s, '_>,
    _: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    None
}

#[cfg(not(feature = "nghttp2"))]
fn stream_act(_: &Http2Stream, _: i32) -> i32 {
    0
}

#[cfg(not(feature = "nghttp2"))]
fn stream_write(
    _: &Http2Stream,
    _: &mut v8::PinScope,
    _: v8::Local<v8::Object>,
    _: v8::Local<v8::Value>,
    _: i32,
) -> i32 {
    -libc::EINVAL
}

#[cfg(not(feature = "nghttp2"))]
fn call<'s>(_: &mut v8::PinScope<'s, '_>, _: &v8::FunctionCallbackArguments<'s>) -> Found<'s> {
    None
}
