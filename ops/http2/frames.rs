//! Frames that nghttp2 has read, for JS.

use std::rc::Rc;

use deno_core::v8;
use libnghttp2_sys as ffi;

use crate::callbacks::frame_id;
use crate::js;
use crate::session::{
    HAS_ALTSVC_LISTENERS, HAS_PING_LISTENERS, HAS_REMOTE_SETTINGS_LISTENERS, Outstanding,
    REMOTE_SETTINGS_UP_TO_DATE, Session,
};
use crate::shared::Callback;

/// Bytes of nghttp2's.
///
/// # Safety
/// Start and length belong together; the bytes live as long as the result is used.
unsafe fn bytes<'a>(start: *const u8, length: usize) -> &'a [u8] {
    if length == 0 || start.is_null() {
        return &[];
    }
    // SAFETY: the caller's.
    unsafe { std::slice::from_raw_parts(start, length) }
}

impl Session {
    /// A whole frame was read; not 0 ends the connection.
    pub fn frame(self: &Rc<Self>, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) -> i32 {
        // SAFETY: every frame has a head.
        let head = unsafe { frame.hd };
        match u32::from(head.type_) {
            ffi::NGHTTP2_DATA => return self.data_frame(scope, head),
            ffi::NGHTTP2_HEADERS | ffi::NGHTTP2_PUSH_PROMISE => {
                return self.headers_frame(scope, frame);
            }
            ffi::NGHTTP2_RST_STREAM => {
                if let Some(stream) = self.stream(head.stream_id) {
                    stream.peer_reset.set(true);
                }
            }
            ffi::NGHTTP2_SETTINGS => self.settings_frame(scope, frame),
            ffi::NGHTTP2_PRIORITY => self.priority_frame(scope, frame),
            ffi::NGHTTP2_GOAWAY => self.goaway_frame(scope, frame),
            ffi::NGHTTP2_PING => self.ping_frame(scope, frame),
            ffi::NGHTTP2_ALTSVC => self.altsvc_frame(scope, frame),
            ffi::NGHTTP2_ORIGIN => self.origin_frame(scope, frame),
            _ => {}
        }
        0
    }

    fn data_frame(&self, scope: &mut v8::PinScope, head: ffi::nghttp2_frame_hd) -> i32 {
        let stream = self.stream(head.stream_id);
        if let Some(stream) = stream.filter(|stream| !stream.destroyed.get())
            && u32::from(head.flags) & ffi::NGHTTP2_FLAG_END_STREAM != 0
        {
            if stream.message.end().is_err() {
                return i32::from(self.malformed(stream.id));
            }
            stream.deliver_end(scope);
        } else if head.length == 0 && self.is_flooded() {
            return 1;
        }
        0
    }

    fn headers_frame(self: &Rc<Self>, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) -> i32 {
        // SAFETY: a frame of headers or a promise.
        let (id, head) = unsafe { (frame_id(frame), frame.hd) };
        let Some(stream) = self.stream(id).filter(|stream| !stream.destroyed.get()) else {
            return 0;
        };
        let end = u32::from(head.flags) & ffi::NGHTTP2_FLAG_END_STREAM != 0;
        let category = stream.category.get();
        if self
            .check_block(&stream, u32::from(head.type_), category, end)
            .is_err()
        {
            return i32::from(self.malformed(id));
        }
        stream.retain_headers();
        let (headers, sensitive) = self.block.borrow().to_js(scope);
        let args = [
            stream.make_object(scope).into(),
            v8::Integer::new(scope, id).into(),
            v8::Integer::new_from_unsigned(scope, category).into(),
            v8::Integer::new(scope, i32::from(head.flags)).into(),
            headers,
            sensitive,
        ];
        self.handle.call(scope, Callback::Headers, &args);
        0
    }

    fn priority_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        if !self.has_priority_listeners() {
            return;
        }
        // SAFETY: a frame of priority.
        let priority = unsafe { frame.priority };
        let args = [
            v8::Integer::new(scope, priority.hd.stream_id).into(),
            v8::Integer::new(scope, priority.pri_spec.stream_id).into(),
            v8::Integer::new(scope, priority.pri_spec.weight).into(),
            v8::Boolean::new(scope, priority.pri_spec.exclusive != 0).into(),
        ];
        self.handle.call(scope, Callback::Priority, &args);
    }

    fn goaway_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        // SAFETY: a GOAWAY frame.
        let (goaway, data) = unsafe {
            let goaway = frame.goaway;
            (goaway, bytes(goaway.opaque_data, goaway.opaque_data_len))
        };
        let data = match data.is_empty() {
            true => v8::undefined(scope).into(),
            false => js::array_buffer(scope, data).into(),
        };
        let args = [
            v8::Integer::new_from_unsigned(scope, goaway.error_code).into(),
            v8::Integer::new(scope, goaway.last_stream_id).into(),
            data,
        ];
        self.handle.call(scope, Callback::GoawayData, &args);
    }

    fn ping_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        // SAFETY: a PING frame.
        let ping = unsafe { frame.ping };
        if u32::from(ping.hd.flags) & ffi::NGHTTP2_FLAG_ACK != 0 {
            let next = self.pop_ping();
            match next {
                Some(next) => {
                    let millis = next.since.elapsed().as_secs_f64() * 1e3;
                    self.statistics.ping.set(millis);
                    next.finish(scope, true, Some(&ping.opaque_data));
                }
                // Nobody asked.
                None => self.error(scope, ffi::NGHTTP2_ERR_PROTO),
            }
            return;
        }
        if self.has(HAS_PING_LISTENERS) {
            let payload = js::array_buffer(scope, &ping.opaque_data).into();
            self.handle.call(scope, Callback::Ping, &[payload]);
        }
    }

    fn settings_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        // SAFETY: a SETTINGS frame.
        let settings = unsafe { frame.settings };
        if u32::from(settings.hd.flags) & ffi::NGHTTP2_FLAG_ACK != 0 {
            let next = self.pop_settings();
            match next {
                Some(next) => next.finish(scope, true, None),
                None => self.error(scope, ffi::NGHTTP2_ERR_PROTO),
            }
            return;
        }
        self.unset(REMOTE_SETTINGS_UP_TO_DATE);
        if settings.niv > 0 && !settings.iv.is_null() {
            // SAFETY: the entries are the frame's.
            let entries = unsafe { std::slice::from_raw_parts(settings.iv, settings.niv) };
            self.note_remote(entries);
        }
        if self.has(HAS_REMOTE_SETTINGS_LISTENERS) {
            self.handle.call(scope, Callback::Settings, &[]);
        }
    }

    fn altsvc_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        if !self.has(HAS_ALTSVC_LISTENERS) {
            return;
        }
        // SAFETY: an ALTSVC frame, whose payload nghttp2 has read.
        let (id, origin, value) = unsafe {
            let Some(payload) = frame.ext.payload.cast::<ffi::nghttp2_ext_altsvc>().as_ref() else {
                return;
            };
            (
                frame.hd.stream_id,
                bytes(payload.origin, payload.origin_len),
                bytes(payload.field_value, payload.field_value_len),
            )
        };
        let args = [
            v8::Integer::new(scope, id).into(),
            js::latin1(scope, origin),
            js::latin1(scope, value),
        ];
        self.handle.call(scope, Callback::AltSvc, &args);
    }

    fn origin_frame(&self, scope: &mut v8::PinScope, frame: &ffi::nghttp2_frame) {
        let mut list: Vec<v8::Local<v8::Value>> = Vec::new();
        // SAFETY: an ORIGIN frame, whose payload nghttp2 has read.
        unsafe {
            let Some(payload) = frame.ext.payload.cast::<ffi::nghttp2_ext_origin>().as_ref() else {
                return;
            };
            for index in 0..payload.nov {
                let entry = *payload.ov.add(index);
                list.push(js::latin1(scope, bytes(entry.origin, entry.origin_len)));
            }
        }
        let list = v8::Array::new_with_elements(scope, &list).into();
        self.handle.call(scope, Callback::Origin, &[list]);
    }

    pub fn pop_ping(&self) -> Option<Outstanding> {
        let next = self.pings.borrow_mut().pop_front()?;
        self.memory.sub(size_of::<Outstanding>());
        Some(next)
    }

    fn pop_settings(&self) -> Option<Outstanding> {
        let next = self.settings.borrow_mut().pop_front()?;
        self.memory.sub(size_of::<Outstanding>());
        Some(next)
    }
}

impl Outstanding {
    /// `kind` is the type of the request in `node:async_hooks`.
    pub fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        callback: v8::Local<'s, v8::Function>,
        kind: &'static str,
    ) -> Self {
        let callback = ops_core::wrap_request(scope, callback, kind);
        Self {
            callback: v8::Global::new(scope, callback),
            context: ops_net::context_of(scope),
            since: std::time::Instant::now(),
        }
    }

    /// `callback(acknowledged, milliseconds, payload?)`
    pub fn finish(self, scope: &mut v8::PinScope, acknowledged: bool, payload: Option<&[u8]>) {
        let millis = self.since.elapsed().as_secs_f64() * 1e3;
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let callback = v8::Local::new(scope, &self.callback);
        let args = [
            v8::Boolean::new(scope, acknowledged).into(),
            v8::Number::new(scope, millis).into(),
            payload.map_or(undefined, |bytes| js::array_buffer(scope, bytes).into()),
        ];
        let context = js::of(scope, &self.context);
        js::call(scope, undefined, callback, context, &args);
    }
}

/// An array of numbers.
pub fn numbers<'s>(scope: &mut v8::PinScope<'s, '_>, numbers: &[f64]) -> v8::Local<'s, v8::Array> {
    let list: Vec<v8::Local<v8::Value>> = numbers
        .iter()
        .map(|number| v8::Number::new(scope, *number).into())
        .collect();
    v8::Array::new_with_elements(scope, &list)
}
