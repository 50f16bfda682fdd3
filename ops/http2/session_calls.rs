//! The calls of JS on a session's handle: `run(kind, ...)` and the end of the connection.

use std::rc::Rc;

use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_core::with_loop;

use crate::frames;
use crate::headers::HeaderList;
use crate::provider::provider;
use crate::session::{Outstanding, Session, Under};
use crate::shared;
use crate::stream::{EMPTY_PAYLOAD, Stream};

type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// The bytes of a text of one character each.
fn one_byte(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<Vec<u8>> {
    let text = v8::Local::<v8::String>::try_from(value).ok()?;
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    Some(bytes)
}

impl Session {
    pub fn run<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        kind: i32,
        args: &v8::FunctionCallbackArguments<'s>,
    ) -> Found<'s> {
        let raw = self.raw();
        match kind {
            3 => {
                let code = args.get(1).uint32_value(scope)?;
                self.close(scope, code, args.get(2).is_true());
                return None;
            }
            10 => {
                return Some(v8::Integer::new_from_unsigned(scope, self.chunks_sent.get()).into());
            }
            11 => return Some(v8::Boolean::new(scope, self.has_pending_data()).into()),
            16 => {
                self.written(scope);
                return None;
            }
            18 => return Some(self.numbers(scope).into()),
            _ if raw.is_null() => return self.ended(scope, kind),
            _ => {}
        }
        match kind {
            1 => {
                // JS runs while nghttp2 reads.
                let view = v8::Local::<v8::ArrayBufferView>::try_from(args.get(1)).ok()?;
                let bytes = ops_core::bytes::copy(view);
                self.received(scope, &bytes);
                None
            }
            2 => {
                // False: JS is to carry the bytes.
                let under = if let Some(stream) = ops_net::stream_of(scope, args.get(1)) {
                    stream.set_reader(Some(self.clone()));
                    Under::Native(stream)
                } else if let Some(connection) = ops_tls::connection_of(scope, args.get(1)) {
                    connection.set_clear_reader(Some(self.clone()));
                    Under::Tls(connection)
                } else {
                    self.split.set(args.get(2).is_true());
                    Under::Js
                };
                let native = !matches!(under, Under::Js);
                *self.under.borrow_mut() = under;
                Some(v8::Boolean::new(scope, native).into())
            }
            4 => {
                self.goaway(
                    args.get(1).uint32_value(scope)?,
                    args.get(2).int32_value(scope)?,
                    ops_core::bytes::view(args.get(3)).unwrap_or(&[]),
                );
                None
            }
            5 | 6 => {
                let sent = if kind == 5 {
                    let callback = v8::Local::<v8::Function>::try_from(args.get(1)).ok()?;
                    self.add_settings(scope, callback)
                } else {
                    let callback = v8::Local::<v8::Function>::try_from(args.get(2)).ok()?;
                    self.add_ping(scope, args.get(1), callback)
                };
                Some(v8::Boolean::new(scope, sent).into())
            }
            7 => self.request(scope, args),
            8 => {
                let id = args.get(1).int32_value(scope)?;
                // SAFETY: the session lives.
                let result = unsafe { ffi::nghttp2_session_set_next_stream_id(raw, id) };
                Some(v8::Boolean::new(scope, result == 0).into())
            }
            9 => {
                let size = args.get(1).int32_value(scope)?;
                // SAFETY: the session lives.
                let result = unsafe { ffi::nghttp2_session_set_local_window_size(raw, 0, 0, size) };
                self.schedule();
                Some(v8::Integer::new(scope, result).into())
            }
            12 => {
                self.graceful.set(true);
                None
            }
            13 => {
                self.refresh_settings(args.get(1).is_true());
                None
            }
            14 => {
                self.refresh_state();
                None
            }
            15 => {
                let id = args.get(1).int32_value(scope)?;
                let origin = one_byte(scope, args.get(2))?;
                let value = one_byte(scope, args.get(3))?;
                // SAFETY: the session lives; the texts are copied.
                unsafe {
                    ffi::nghttp2_submit_altsvc(
                        raw,
                        0,
                        id,
                        origin.as_ptr(),
                        origin.len(),
                        value.as_ptr(),
                        value.len(),
                    );
                }
                self.schedule();
                None
            }
            17 => {
                let text = one_byte(scope, args.get(1))?;
                self.origin(&text);
                None
            }
            _ => None,
        }
    }

    /// The answers of a session that has ended.
    fn ended<'s>(&self, scope: &mut v8::PinScope<'s, '_>, kind: i32) -> Found<'s> {
        match kind {
            5 | 6 | 8 => Some(v8::Boolean::new(scope, false).into()),
            7 | 9 => {
                let closing = ffi::NGHTTP2_ERR_SESSION_CLOSING;
                Some(v8::Integer::new(scope, closing).into())
            }
            _ => None,
        }
    }

    /// `request(text, count, options, parent, weight, exclusive)`
    fn request<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        args: &v8::FunctionCallbackArguments<'s>,
    ) -> Found<'s> {
        let headers = HeaderList::new(scope, args.get(1), args.get(2))?;
        let options = args.get(3).int32_value(scope)?;
        let priority = ffi::nghttp2_priority_spec {
            stream_id: args.get(4).int32_value(scope)?,
            weight: args.get(5).int32_value(scope)?,
            exclusive: u8::from(args.get(6).is_true()),
        };
        let provider = provider();
        let data = match options & EMPTY_PAYLOAD {
            0 => &raw const provider,
            _ => std::ptr::null(),
        };
        // SAFETY: the session lives; what is pointed to is copied.
        let id = unsafe {
            ffi::nghttp2_submit_request2(
                self.raw(),
                &raw const priority,
                headers.as_ptr(),
                headers.len(),
                data,
                std::ptr::null_mut(),
            )
        };
        self.schedule();
        if id <= 0 {
            return Some(v8::Integer::new(scope, id).into());
        }
        let stream = Stream::new(scope, self, id, 0, options);
        if let Some(method) = headers.value(b":method") {
            stream.message.sent_method(method);
        }
        Some(stream.make_object(scope).into())
    }

    fn goaway(self: &Rc<Self>, code: u32, last: i32, data: &[u8]) {
        if self.destroyed.get() {
            return;
        }
        self.goaway_initiated.set(true);
        // SAFETY: the session lives; the bytes are copied.
        unsafe {
            let last = match last {
                last if last > 0 => last,
                _ => ffi::nghttp2_session_get_last_proc_stream_id(self.raw()),
            };
            ffi::nghttp2_submit_goaway(self.raw(), 0, last, code, data.as_ptr(), data.len());
        }
        self.schedule();
    }

    fn add_settings<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        callback: v8::Local<'s, v8::Function>,
    ) -> bool {
        let waiting = Outstanding::new(scope, callback, "HTTP2SETTINGS");
        if self.settings.borrow().len() >= self.limits.settings {
            waiting.finish(scope, false, None);
            return false;
        }
        self.memory.add(size_of::<Outstanding>());
        self.send_settings();
        self.settings.borrow_mut().push_back(waiting);
        self.schedule();
        true
    }

    fn add_ping<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        payload: v8::Local<'s, v8::Value>,
        callback: v8::Local<'s, v8::Function>,
    ) -> bool {
        let waiting = Outstanding::new(scope, callback, "HTTP2PING");
        if self.pings.borrow().len() >= self.limits.pings {
            waiting.finish(scope, false, None);
            return false;
        }
        let since_start = with_loop(|l| l.update_now()).unwrap_or(0);
        let mut bytes = since_start.to_ne_bytes();
        if let Some(view) = ops_core::bytes::view(payload)
            && view.len() == bytes.len()
        {
            bytes.copy_from_slice(view);
        }
        self.memory.add(size_of::<Outstanding>());
        // SAFETY: the session lives; eight bytes are copied.
        unsafe { ffi::nghttp2_submit_ping(self.raw(), 0, bytes.as_ptr()) };
        self.pings.borrow_mut().push_back(waiting);
        self.schedule();
        true
    }

    /// Sends an ORIGIN frame: each origin of the text ends in a zero.
    fn origin(self: &Rc<Self>, text: &[u8]) {
        let origins = text
            .split(|byte| *byte == 0)
            .filter(|part| !part.is_empty());
        let entries: Vec<ffi::nghttp2_origin_entry> = origins
            .map(|origin| ffi::nghttp2_origin_entry {
                origin: origin.as_ptr().cast_mut(),
                origin_len: origin.len(),
            })
            .collect();
        // SAFETY: the session lives; the origins are copied.
        unsafe { ffi::nghttp2_submit_origin(self.raw(), 0, entries.as_ptr(), entries.len()) };
        self.schedule();
    }

    /// Fills `sessionState`.
    fn refresh_state(&self) {
        let raw = self.raw();
        // SAFETY: the session lives.
        let state = unsafe {
            [
                f64::from(ffi::nghttp2_session_get_effective_local_window_size(raw)),
                f64::from(ffi::nghttp2_session_get_effective_recv_data_length(raw)),
                f64::from(ffi::nghttp2_session_get_next_stream_id(raw)),
                f64::from(ffi::nghttp2_session_get_local_window_size(raw)),
                f64::from(ffi::nghttp2_session_get_last_proc_stream_id(raw)),
                f64::from(ffi::nghttp2_session_get_remote_window_size(raw)),
                ffi::nghttp2_session_get_outbound_queue_size(raw) as f64,
                ffi::nghttp2_session_get_hd_deflate_dynamic_table_size(raw) as f64,
                ffi::nghttp2_session_get_hd_inflate_dynamic_table_size(raw) as f64,
            ]
        };
        shared::set_session_state(&state);
    }

    /// Numbers for a performance entry.
    fn numbers<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        let statistics = &self.statistics;
        let numbers = [
            statistics.received.get(),
            statistics.sent.get(),
            statistics.frames_received.get(),
            statistics.frames_sent.get(),
            statistics.most_streams.get() as f64,
            statistics.ping.get(),
            statistics.average.get(),
            statistics.streams.get(),
        ];
        frames::numbers(scope, &numbers)
    }

    /// `destroy(code, socketDestroyed)`
    fn close(self: &Rc<Self>, scope: &mut v8::PinScope, code: u32, socket_closed: bool) {
        if self.closing.replace(true) {
            return;
        }
        if self.receiving.get() {
            self.close_pending.set(Some((code, socket_closed)));
            return;
        }
        self.finish_close(scope, code, socket_closed);
    }

    /// Says goodbye if there is somebody to hear it, and tells JS when that is written.
    pub fn finish_close(self: &Rc<Self>, scope: &mut v8::PinScope, code: u32, socket_closed: bool) {
        if self.destroyed.get() {
            return;
        }
        self.flow(scope, false);
        let raw = self.raw();
        if !socket_closed && !raw.is_null() {
            // SAFETY: the session lives.
            unsafe { ffi::nghttp2_session_terminate_session(raw, code) };
            self.send(scope);
        } else if socket_closed {
            self.unbind(scope);
        }
        self.destroyed.set(true);
        let canceled = std::mem::take(&mut *self.pings.borrow_mut());
        if !canceled.is_empty() {
            with_loop(|l| {
                l.complete(move |scope| {
                    for ping in canceled {
                        v8::scope!(let scope, scope);
                        ping.finish(scope, false, None);
                    }
                });
            });
        }
        if !self.writing.get() {
            self.done(scope);
        }
    }

    /// Whoever read before reads again.
    fn unbind(&self, scope: &mut v8::PinScope) {
        let under = self.under.borrow().clone();
        match under {
            Under::None => {}
            Under::Native(stream) => stream.set_reader(None),
            Under::Tls(connection) => connection.set_clear_reader(None),
            Under::Js => {
                self.handle.call_property(scope, "onunbind", &[]);
            }
        }
    }

    /// The last write has ended: the connection is JS's again, and everything else is freed.
    pub fn done(self: &Rc<Self>, scope: &mut v8::PinScope) {
        self.handle.call_property(scope, "ondone", &[]);
        // The end of the peer is still to be seen.
        self.flow(scope, true);
        *self.under.borrow_mut() = Under::None;
        self.free();
    }
}
