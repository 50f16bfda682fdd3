//! The calls of JS on a stream's handle: `run(kind, ...)` and `write(request, data, kind)`.

use std::rc::Rc;

use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_net::{Encoding, append_string, state};

use crate::frames;
use crate::headers::HeaderList;
use crate::js::Request;
use crate::provider::provider;
use crate::session::Session;
use crate::shared;
use crate::stream::{Bytes, EMPTY_PAYLOAD, GET_TRAILERS, Piece, Stream};

type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// Shorter views are copied.
const COPIED: usize = 4096;

impl Stream {
    pub fn run<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        kind: i32,
        args: &v8::FunctionCallbackArguments<'s>,
    ) -> Found<'s> {
        match kind {
            12 => {
                let bytes = match args.get(1).int32_value(scope)? {
                    0 => self.received.get(),
                    _ => self.sent.get(),
                };
                return Some(v8::Number::new(scope, bytes).into());
            }
            13 => return Some(frames::numbers(scope, &self.statistics()).into()),
            _ => {}
        }
        let session = self.session().filter(|session| !session.raw().is_null());
        let Some(session) = session else {
            return self.ended(scope, kind);
        };
        if self.destroyed.get() && kind != 8 {
            return self.ended(scope, kind);
        }
        let result = match kind {
            1 => {
                let code = args.get(1).uint32_value(scope)?;
                self.reset(scope, code);
                return None;
            }
            3 => {
                let headers = HeaderList::new(scope, args.get(1), args.get(2))?;
                let options = args.get(3).int32_value(scope)?;
                self.respond(&session, &headers, options)
            }
            4 => {
                let headers = HeaderList::new(scope, args.get(1), args.get(2))?;
                // SAFETY: the session lives; the headers are copied.
                unsafe {
                    ffi::nghttp2_submit_headers(
                        session.raw(),
                        0,
                        self.id,
                        std::ptr::null(),
                        headers.as_ptr(),
                        headers.len(),
                        std::ptr::null_mut(),
                    )
                }
            }
            5 => {
                let headers = HeaderList::new(scope, args.get(1), args.get(2))?;
                self.send_trailers(&session, &headers)
            }
            6 => return self.push_promise(scope, &session, args),
            7 => {
                self.priority(scope, &session, args)?;
                return None;
            }
            8 => {
                self.refresh_state(&session);
                return None;
            }
            _ => return None,
        };
        session.schedule();
        Some(v8::Integer::new(scope, result).into())
    }

    /// `act(kind)`
    pub fn act(self: &Rc<Self>, kind: i32) -> i32 {
        match kind {
            0 => return self.id,
            2 => {
                self.destroy();
                return 0;
            }
            _ => {}
        }
        let session = self.session().filter(|session| !session.raw().is_null());
        let Some(session) = session.filter(|_| !self.destroyed.get()) else {
            return if kind == 11 { -libc::EPIPE } else { 0 };
        };
        match kind {
            9 => {
                self.reading.set(true);
                let bytes = self.paused_bytes.take();
                if bytes > 0 {
                    // SAFETY: the session lives.
                    unsafe { ffi::nghttp2_session_consume_stream(session.raw(), self.id, bytes) };
                    session.schedule();
                }
                0
            }
            10 => {
                self.reading.set(false);
                0
            }
            11 => {
                self.writable.set(false);
                // SAFETY: the session lives.
                unsafe { ffi::nghttp2_session_resume_data(session.raw(), self.id) };
                session.schedule();
                1
            }
            _ => 0,
        }
    }

    /// The answers of a stream that has ended.
    fn ended<'s>(&self, scope: &mut v8::PinScope<'s, '_>, kind: i32) -> Found<'s> {
        let answer = match kind {
            3..=6 => ffi::NGHTTP2_ERR_STREAM_CLOSED,
            8 => {
                shared::set_stream_state(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
                return None;
            }
            _ => return None,
        };
        Some(v8::Integer::new(scope, answer).into())
    }

    fn respond(&self, session: &Session, headers: &HeaderList, options: i32) -> i32 {
        if options & GET_TRAILERS != 0 {
            self.trailers.set(true);
        }
        let provider = provider();
        let empty = options & EMPTY_PAYLOAD != 0 || !self.writable.get();
        let data = match empty {
            true => std::ptr::null(),
            false => &raw const provider,
        };
        // SAFETY: the session lives; what is pointed to is copied.
        unsafe {
            ffi::nghttp2_submit_response2(
                session.raw(),
                self.id,
                headers.as_ptr(),
                headers.len(),
                data,
            )
        }
    }

    /// No trailers are an empty frame of data, which every peer understands.
    fn send_trailers(&self, session: &Session, headers: &HeaderList) -> i32 {
        // SAFETY: the session lives; what is pointed to is copied.
        unsafe {
            if headers.len() > 0 {
                return ffi::nghttp2_submit_trailer(
                    session.raw(),
                    self.id,
                    headers.as_ptr(),
                    headers.len(),
                );
            }
            let provider = provider();
            ffi::nghttp2_submit_data2(
                session.raw(),
                ffi::NGHTTP2_FLAG_END_STREAM as u8,
                self.id,
                &raw const provider,
            )
        }
    }

    /// `pushPromise(text, count, options)`
    fn push_promise<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        session: &Rc<Session>,
        args: &v8::FunctionCallbackArguments<'s>,
    ) -> Found<'s> {
        let headers = HeaderList::new(scope, args.get(1), args.get(2))?;
        let options = args.get(3).int32_value(scope)?;
        // SAFETY: the session lives; the headers are copied.
        let id = unsafe {
            ffi::nghttp2_submit_push_promise(
                session.raw(),
                0,
                self.id,
                headers.as_ptr(),
                headers.len(),
                std::ptr::null_mut(),
            )
        };
        session.schedule();
        if id <= 0 {
            return Some(v8::Integer::new(scope, id).into());
        }
        let stream = Stream::new(scope, session, id, 0, options);
        Some(stream.make_object(scope).into())
    }

    /// `priority(parent, weight, exclusive, silent)`
    fn priority(
        &self,
        scope: &mut v8::PinScope,
        session: &Rc<Session>,
        args: &v8::FunctionCallbackArguments,
    ) -> Option<()> {
        let priority = ffi::nghttp2_priority_spec {
            stream_id: args.get(1).int32_value(scope)?,
            weight: args.get(2).int32_value(scope)?,
            exclusive: u8::from(args.get(3).is_true()),
        };
        // SAFETY: the session lives.
        unsafe {
            if args.get(4).is_true() {
                ffi::nghttp2_session_change_stream_priority(
                    session.raw(),
                    self.id,
                    &raw const priority,
                );
            } else {
                ffi::nghttp2_submit_priority(session.raw(), 0, self.id, &raw const priority);
            }
        }
        session.schedule();
        Some(())
    }

    /// Fills `streamState`.
    fn refresh_state(&self, session: &Session) {
        let raw = session.raw();
        // SAFETY: the session lives, and the stream if it is not null.
        let state = unsafe {
            let stream = ffi::nghttp2_session_find_stream(raw, self.id);
            if stream.is_null() {
                [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
            } else {
                [
                    f64::from(ffi::nghttp2_stream_get_state(stream)),
                    f64::from(ffi::nghttp2_stream_get_weight(stream)),
                    f64::from(ffi::nghttp2_stream_get_sum_dependency_weight(stream)),
                    f64::from(ffi::nghttp2_session_get_stream_local_close(raw, self.id)),
                    f64::from(ffi::nghttp2_session_get_stream_remote_close(raw, self.id)),
                    f64::from(ffi::nghttp2_session_get_stream_local_window_size(
                        raw, self.id,
                    )),
                ]
            }
        };
        shared::set_stream_state(&state);
    }

    /// Resets the stream, after what is being sent. nghttp2 would send the reset before anything else.
    pub fn reset(self: &Rc<Self>, scope: &mut v8::PinScope, code: u32) {
        let Some(session) = self.session() else {
            return;
        };
        self.code.set(code);
        let waits = if session.receiving.get() {
            // Nothing is sent below nghttp2's reading.
            code == ffi::NGHTTP2_CANCEL
                || (code != ffi::NGHTTP2_REFUSED_STREAM && self.available.get() > 0)
        } else {
            session.send(scope)
        };
        if waits {
            let mut pending = session.pending_resets.borrow_mut();
            if !pending.contains(&self.id) {
                pending.push(self.id);
            }
            return;
        }
        self.flush_reset(&session);
    }

    /// `write(request, data, kind)`: 0 or a negative error. It ends when the data is written below.
    pub fn write(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        data: v8::Local<v8::Value>,
        kind: i32,
    ) -> i32 {
        let session = self.session().filter(|session| !session.raw().is_null());
        let Some(session) = session.filter(|_| self.writable.get() && !self.destroyed.get()) else {
            return ops_net::EOF;
        };
        let Some(mut pieces) = pieces(scope, data, kind) else {
            return -libc::EINVAL;
        };
        let total: usize = pieces.iter().map(|bytes| bytes.as_slice().len()).sum();
        let last = pieces.pop().unwrap_or(Bytes::Owned(Vec::new()));
        for bytes in pieces {
            self.push(
                &session,
                Piece {
                    bytes,
                    offset: 0,
                    request: None,
                },
            );
        }
        let request = Some(Request::new(scope, request));
        self.push(
            &session,
            Piece {
                bytes: last,
                offset: 0,
                request,
            },
        );
        state::set(state::BYTES_WRITTEN, total as f64);
        state::set(state::LAST_WRITE_WAS_ASYNC, 1.0);
        // SAFETY: the session lives.
        unsafe { ffi::nghttp2_session_resume_data(session.raw(), self.id) };
        session.schedule();
        0
    }
}

/// What is kept of a view: its memory, or a copy when it is small or may change its size.
fn of_view(view: v8::Local<v8::ArrayBufferView>) -> Bytes {
    let length = view.byte_length();
    if length > COPIED
        && let Some(store) = view.get_backing_store()
        && !store.is_resizable_by_user_javascript()
        && view
            .byte_offset()
            .checked_add(length)
            .is_some_and(|end| end <= store.byte_length())
    {
        return Bytes::Shared {
            store,
            offset: view.byte_offset(),
            length,
        };
    }
    Bytes::Owned(ops_core::bytes::copy(view))
}

/// The pieces of a write; neighbouring small ones become one.
fn pieces(scope: &mut v8::PinScope, data: v8::Local<v8::Value>, kind: i32) -> Option<Vec<Bytes>> {
    let mut text = Vec::new();
    match kind {
        0 => {
            let view = v8::Local::<v8::ArrayBufferView>::try_from(data).ok()?;
            return Some(vec![of_view(view)]);
        }
        1 | 2 => {}
        _ => {
            let string = v8::Local::<v8::String>::try_from(data).ok()?;
            append_string(scope, string, Encoding::of_kind(kind), &mut text);
            return Some(vec![Bytes::Owned(text)]);
        }
    }
    let list = v8::Local::<v8::Array>::try_from(data).ok()?;
    let mut pieces = Vec::new();
    for index in (0..list.length()).step_by(kind as usize) {
        let chunk = list.get_index(scope, index)?;
        if let Ok(string) = v8::Local::<v8::String>::try_from(chunk) {
            let encoding = list.get_index(scope, index + 1);
            let encoding = encoding.map(|name| name.to_rust_string_lossy(scope));
            let encoding = Encoding::of_name(encoding.as_deref().unwrap_or_default());
            append_string(scope, string, encoding, &mut text);
            continue;
        }
        let view = v8::Local::<v8::ArrayBufferView>::try_from(chunk).ok()?;
        match of_view(view) {
            Bytes::Owned(bytes) => text.extend_from_slice(&bytes),
            shared @ Bytes::Shared { .. } => {
                if !text.is_empty() {
                    pieces.push(Bytes::Owned(std::mem::take(&mut text)));
                }
                pieces.push(shared);
            }
        }
    }
    if !text.is_empty() {
        pieces.push(Bytes::Owned(text));
    }
    Some(pieces)
}
