//! Bytes of the connection, and its end.

use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::time::Instant;

use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_net::{StreamInner, StreamReader};
use ops_tls::ClearReader;

use crate::js;
use crate::session::{Session, Under};
use crate::shared::Callback;
use crate::stream::Stream;

impl StreamReader for Session {
    fn read(
        self: Rc<Self>,
        scope: &mut v8::PinScope,
        _stream: &Rc<StreamInner>,
        bytes: &[u8],
        _descriptors: Vec<OwnedFd>,
    ) {
        self.received(scope, bytes);
    }

    fn end(self: Rc<Self>, scope: &mut v8::PinScope, stream: &Rc<StreamInner>, error: i32) {
        stream.deliver_end(scope, error);
    }
}

impl ClearReader for Session {
    fn read(self: Rc<Self>, scope: &mut v8::PinScope, bytes: &[u8], below_js: bool) {
        let _below = below_js.then(js::below_js);
        self.received(scope, bytes);
    }
}

impl Session {
    /// Bytes came. After the end of the session they are let be.
    pub fn received(self: &Rc<Self>, scope: &mut v8::PinScope, bytes: &[u8]) {
        if self.destroyed.get() || self.raw().is_null() || bytes.is_empty() {
            return;
        }
        let statistics = &self.statistics;
        statistics
            .received
            .set(statistics.received.get() + bytes.len() as f64);
        if self.receiving.get() {
            self.backlog.borrow_mut().extend_from_slice(bytes);
            return;
        }
        self.consume(scope, bytes);
        loop {
            let more = std::mem::take(&mut *self.backlog.borrow_mut());
            if more.is_empty() || self.destroyed.get() {
                return;
            }
            self.consume(scope, &more);
        }
    }

    fn consume(self: &Rc<Self>, scope: &mut v8::PinScope, bytes: &[u8]) {
        self.memory.add(bytes.len());
        self.clock.set(Instant::now());
        self.failure.set(None);
        self.receiving.set(true);
        self.input.set((bytes.as_ptr(), bytes.len()));
        // SAFETY: nghttp2 reads the slice during the call.
        let result = self.enter(scope, |raw| unsafe {
            ffi::nghttp2_session_mem_recv2(raw, bytes.as_ptr(), bytes.len())
        });
        self.receiving.set(false);
        self.input.set((std::ptr::null(), 0));
        let last = self.input_buffer.borrow_mut().take();
        drop(last);
        self.memory.sub(bytes.len());
        if let Some((code, socket_closed)) = self.close_pending.take() {
            self.finish_close(scope, code, socket_closed);
        }
        let result = result.unwrap_or(0);
        if result >= 0 {
            self.send(scope);
        } else {
            let failure: v8::Local<v8::Value> = match self.failure.take() {
                Some(code) => js::latin1(scope, code.as_bytes()),
                None => v8::null(scope).into(),
            };
            let number = v8::Integer::new(scope, result as i32).into();
            self.handle.call(scope, Callback::Error, &[number, failure]);
        }
        loop {
            let ended = std::mem::take(&mut *self.ended.borrow_mut());
            if ended.is_empty() {
                break;
            }
            ended.iter().for_each(Stream::clean_up);
        }
        self.maybe_stop_reading(scope);
    }

    /// The memory for JS in which `part` of what is being read lies, and where. All parts of one read share a copy of it.
    pub fn part<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        part: &[u8],
    ) -> (v8::Local<'s, v8::ArrayBuffer>, usize) {
        let (start, length) = self.input.get();
        let offset = (part.as_ptr() as usize).wrapping_sub(start as usize);
        if start.is_null() || offset >= length || part.len() > length - offset {
            return (js::array_buffer(scope, part), 0);
        }
        let known = self.input_buffer.borrow();
        if let Some(buffer) = &*known {
            return (v8::Local::new(scope, buffer), offset);
        }
        drop(known);
        // SAFETY: the bytes live while nghttp2 reads them, and this is called by it.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        let buffer = js::array_buffer(scope, bytes);
        *self.input_buffer.borrow_mut() = Some(v8::Global::new(scope, buffer));
        (buffer, offset)
    }

    /// Reads no more when nghttp2 wants nothing: unless the end of the peer is waited for.
    pub fn maybe_stop_reading(&self, scope: &mut v8::PinScope) {
        let raw = self.raw();
        if self.reading_stopped.get() || self.closing.get() || raw.is_null() {
            return;
        }
        // SAFETY: the session lives.
        if unsafe { ffi::nghttp2_session_want_read(raw) } == 0 {
            self.flow(scope, false);
        }
    }

    /// Starts or stops the reading below.
    pub fn flow(&self, scope: &mut v8::PinScope, on: bool) {
        self.reading_stopped.set(!on);
        let under = self.under.borrow().clone();
        match under {
            Under::None => {}
            Under::Native(stream) => {
                if on {
                    stream.read_start();
                } else {
                    stream.read_stop();
                }
            }
            Under::Tls(connection) => {
                let Some(stream) = connection.native_under() else {
                    return;
                };
                if on {
                    stream.read_start();
                } else {
                    stream.read_stop();
                }
            }
            Under::Js => {
                let on = v8::Boolean::new(scope, on).into();
                self.handle.call_property(scope, "onflow", &[on]);
            }
        }
    }
}
