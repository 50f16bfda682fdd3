//! Frames out: nghttp2's output is gathered and written at once.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use deno_core::v8;
use libnghttp2_sys as ffi;
use ops_core::with_loop;
use ops_net::Written;

use crate::frames;
use crate::js;
use crate::session::{Session, Under};

/// Bytes that are gathered for one write.
const GATHERED: usize = 128 * 1024;
/// The same for a write of JS's, which gets memory of its own.
const GATHERED_FOR_JS: usize = 64 * 1024;
/// Memory for them that is kept between writes.
const KEPT: usize = 512 * 1024;

thread_local! {
    /// Memory for the output of whichever session sends.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// How a write below went.
enum Sent {
    Done,
    Later,
    Failed,
}

fn told(result: Result<Written, i32>) -> Sent {
    match result {
        Ok(Written::AtOnce) => Sent::Done,
        Ok(Written::Queued) => Sent::Later,
        Err(_) => Sent::Failed,
    }
}

impl Session {
    /// Sends on the loop's next turn, if there is something to send. What is submitted while nghttp2 reads is sent after it.
    pub fn schedule(self: &Rc<Self>) {
        let raw = self.raw();
        if self.scheduled.get() || self.receiving.get() || self.destroyed.get() || raw.is_null() {
            return;
        }
        // SAFETY: the session lives.
        if unsafe { ffi::nghttp2_session_want_write(raw) } == 0 {
            return;
        }
        self.scheduled.set(true);
        let this = self.clone();
        with_loop(|l| {
            l.complete(move |scope| {
                if this.scheduled.get() {
                    v8::scope!(let scope, scope);
                    this.send(scope);
                }
            });
        });
    }

    /// Sends what nghttp2 has. True when something is being sent, so that this must wait.
    pub fn send(self: &Rc<Self>, scope: &mut v8::PinScope) -> bool {
        if self.destroyed.get() || self.raw().is_null() {
            return false;
        }
        self.scheduled.set(false);
        if self.sending.get() {
            return true;
        }
        self.clock.set(Instant::now());
        let mut more = true;
        while more {
            self.sending.set(true);
            more = self.gather(scope);
            match self.write_out(scope) {
                Sent::Done => {
                    self.clear(scope);
                    self.notify_graceful(scope);
                }
                Sent::Later => break,
                Sent::Failed => self.clear(scope),
            }
            if self.destroyed.get() {
                more = false;
            }
        }
        self.maybe_stop_reading(scope);
        if self.internal_goaway.take() && !self.closing.get() && !self.destroyed.get() {
            self.error(scope, ffi::NGHTTP2_ERR_PROTO);
        }
        false
    }

    /// Takes nghttp2's output; true when there may be more than one write should have.
    fn gather(&self, scope: &mut v8::PinScope) -> bool {
        let most = match &*self.under.borrow() {
            Under::Js => GATHERED_FOR_JS,
            _ => GATHERED,
        };
        *self.out.borrow_mut() = ROOM.with(Cell::take);
        loop {
            let mut data = std::ptr::null();
            // SAFETY: nghttp2 writes the pointer.
            let length = self.enter(scope, |raw| unsafe {
                ffi::nghttp2_session_mem_send2(raw, &raw mut data)
            });
            let length = length.unwrap_or(0);
            if length <= 0 || self.raw().is_null() {
                return false;
            }
            // SAFETY: the bytes are nghttp2's until it is called again.
            let bytes = unsafe { std::slice::from_raw_parts(data, length as usize) };
            self.append(bytes);
            if self.out.borrow().len() >= most {
                return true;
            }
        }
    }

    /// A part of the output.
    pub fn append(&self, bytes: &[u8]) {
        let mut out = self.out.borrow_mut();
        out.extend_from_slice(bytes);
        if self.split.get() && !bytes.is_empty() {
            self.marks.borrow_mut().push(out.len());
        }
    }

    fn write_out(self: &Rc<Self>, scope: &mut v8::PinScope) -> Sent {
        let mut out = std::mem::take(&mut *self.out.borrow_mut());
        let sent = self.write_bytes(scope, &out);
        if out.capacity() <= KEPT {
            out.clear();
            ROOM.with(|cell| cell.set(out));
        }
        sent
    }

    fn write_bytes(self: &Rc<Self>, scope: &mut v8::PinScope, out: &[u8]) -> Sent {
        let under = self.under.borrow().clone();
        if matches!(under, Under::None) {
            return Sent::Failed;
        }
        if out.is_empty() {
            return Sent::Done;
        }
        let statistics = &self.statistics;
        statistics
            .sent
            .set(statistics.sent.get() + out.len() as f64);
        self.chunks_sent.set(self.chunks_sent.get().wrapping_add(1));
        self.writing.set(true);
        let done = |this: Rc<Self>| {
            Box::new(move |scope: &mut v8::PinScope, _| {
                v8::scope!(let scope, scope);
                this.written(scope);
            })
        };
        let sent = match under {
            Under::Native(stream) => told(stream.write(out, None, Some(done(self.clone())))),
            Under::Tls(connection) => told(connection.write_native(scope, out, done(self.clone()))),
            _ => {
                let bytes = js::array_buffer(scope, out).into();
                let marks = std::mem::take(&mut *self.marks.borrow_mut());
                let marks: Vec<f64> = marks.into_iter().map(|mark| mark as f64).collect();
                let marks = frames::numbers(scope, &marks).into();
                let answer = self.handle.call_property(scope, "onsend", &[bytes, marks]);
                match answer.and_then(|answer| answer.int32_value(scope)) {
                    Some(0) => Sent::Done,
                    Some(1) => Sent::Later,
                    _ => Sent::Failed,
                }
            }
        };
        if !matches!(sent, Sent::Later) {
            self.writing.set(false);
        }
        sent
    }

    /// A write below that did not end at once has ended; what went wrong the reading side hears.
    pub fn written(self: &Rc<Self>, scope: &mut v8::PinScope) {
        if !self.writing.replace(false) {
            return;
        }
        self.notify_graceful(scope);
        self.clear(scope);
        let raw = self.raw();
        if self.reading_stopped.get() && !raw.is_null() {
            // SAFETY: the session lives.
            let wanted = unsafe { ffi::nghttp2_session_want_read(raw) } != 0;
            if wanted {
                self.flow(scope, true);
            }
        }
        if self.destroyed.get() {
            self.done(scope);
            return;
        }
        self.schedule();
    }

    /// What was gathered is written, or never will be: the writes of JS have ended, as in Node without an error either way,
    /// and streams that waited for it are reset.
    fn clear(self: &Rc<Self>, scope: &mut v8::PinScope) {
        self.sending.set(false);
        let finished = std::mem::take(&mut *self.finished.borrow_mut());
        for (request, stream) in finished {
            v8::scope!(let scope, scope);
            let handle = stream.handle.object(scope);
            request.complete(scope, 0, handle);
        }
        let resets = std::mem::take(&mut *self.pending_resets.borrow_mut());
        if resets.is_empty() {
            return;
        }
        self.send(scope);
        for id in resets {
            if let Some(stream) = self.stream(id) {
                stream.flush_reset(self);
            }
        }
    }

    /// Tells JS when a graceful close has nothing more to do.
    fn notify_graceful(&self, scope: &mut v8::PinScope) {
        if self.graceful.get() && !self.raw().is_null() && !self.has_pending_data() {
            self.handle
                .call_property(scope, "ongracefulclosecomplete", &[]);
        }
    }

    /// Whether nghttp2 wants to write or to read.
    pub fn has_pending_data(&self) -> bool {
        let raw = self.raw();
        // SAFETY: the session lives if it is not null.
        !raw.is_null()
            && unsafe {
                ffi::nghttp2_session_want_write(raw) != 0
                    || ffi::nghttp2_session_want_read(raw) != 0
            }
    }
}
