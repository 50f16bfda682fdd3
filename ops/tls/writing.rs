//! `TLSWrap`, writing: cleartext in, ciphertext to the stream.

use std::ffi::c_long;
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::with_loop;
use ops_net::{Pending, Written, state};

use crate::engine::{Door, TlsInner};
use crate::value;

/// How OpenSSL took cleartext.
pub(crate) enum WriteResult {
    Done,
    Later,
    Failed,
}

impl TlsInner {
    pub(crate) fn write_early(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door) {
        loop {
            let next = self.early.borrow_mut().pop_front();
            let Some((bytes, pending)) = next else { return };
            // Nothing is written before the connection is secure, not even nothing.
            let done = match bytes.is_empty() {
                true if self.established.get() => WriteResult::Done,
                true => WriteResult::Later,
                false => self.write_ssl(scope, &bytes),
            };
            match done {
                WriteResult::Done => self.waiting.borrow_mut().push(pending),
                WriteResult::Later => {
                    self.early.borrow_mut().push_front((bytes, pending));
                    return self.dispatch(scope, door);
                }
                WriteResult::Failed => {
                    // OpenSSL says why only once: whoever waits for the write hears it.
                    let error = crate::library::take_error(scope);
                    self.early.borrow_mut().push_front((bytes, pending));
                    self.dispatch(scope, door);
                    // Without an error the reading side finds what happened and tells it.
                    if let Some(error) = error {
                        self.fail_early(scope, error);
                    }
                    return;
                }
            }
            self.dispatch(scope, door);
        }
    }

    /// Ends the writes that waited for the handshake, which failed.
    fn fail_early(self: &Rc<Self>, scope: &mut v8::PinScope, error: v8::Local<v8::Value>) {
        if let Ok(error) = v8::Local::<v8::Object>::try_from(error) {
            let key = value::string(scope, "message");
            if let Some(message) = error.get(scope, key) {
                for (_, pending) in self.early.borrow().iter() {
                    let request = pending.request(scope);
                    value::set(scope, request, "error", message);
                }
            }
        }
        self.flush(scope);
        self.canceled(scope, -libc::EPROTO);
    }

    pub(crate) fn write_ssl(&self, scope: &mut v8::PinScope, bytes: &[u8]) -> WriteResult {
        let result = self.with_ssl(scope, |ssl| {
            let mut written = 0;
            // SAFETY: the slice lives through the call.
            unsafe {
                let done =
                    ffi::SSL_write_ex(ssl, bytes.as_ptr().cast(), bytes.len(), &raw mut written);
                if done == 1 {
                    0
                } else {
                    ffi::SSL_get_error(ssl, done)
                }
            }
        });
        match result {
            Some(0) => WriteResult::Done,
            Some(ffi::SSL_ERROR_SSL | ffi::SSL_ERROR_SYSCALL | ffi::SSL_ERROR_ZERO_RETURN)
            | None => WriteResult::Failed,
            Some(_) => WriteResult::Later,
        }
    }

    /// Sends the ciphertext that OpenSSL has made; 0 or a negative error.
    pub fn flush(self: &Rc<Self>, scope: &mut v8::PinScope) -> i32 {
        if self.ssl().is_null() || self.awaiting_session.get() {
            return 0;
        }
        let mut data: *mut u8 = ptr::null_mut();
        // SAFETY: the BIO lives with the SSL; 3 is `BIO_CTRL_INFO`, which gives the bytes it holds.
        let length = unsafe { ffi::BIO_ctrl(self.output, 3, 0, (&raw mut data).cast()) };
        if length <= 0 || data.is_null() {
            if self.in_flight.get() == 0 && self.has_waiting() {
                self.settle_later();
            }
            return 0;
        }
        // SAFETY: the bytes are the BIO's, which nothing changes before they are written.
        let bytes = unsafe { std::slice::from_raw_parts(data, length as usize) };
        let under = self.under.borrow().clone();
        let result = match under {
            Some(under) => {
                let this = self.clone();
                let done = Box::new(move |scope: &mut v8::PinScope, status| {
                    this.written(scope, status);
                });
                match under.write(bytes, None, Some(done)) {
                    Ok(Written::AtOnce) => 0,
                    Ok(Written::Queued) => {
                        self.in_flight.set(self.in_flight.get() + 1);
                        0
                    }
                    Err(error) => error,
                }
            }
            None => {
                let bytes = value::bytes(scope, bytes);
                self.reset_output();
                self.in_flight.set(self.in_flight.get() + 1);
                self.call_js(scope, Door::Js, "onencout", &[bytes]);
                return 0;
            }
        };
        self.reset_output();
        if self.in_flight.get() == 0 && self.has_waiting() {
            self.settle_later();
        }
        result
    }

    fn reset_output(&self) {
        // SAFETY: the BIO lives with the SSL; 1 is `BIO_CTRL_RESET`.
        unsafe { ffi::BIO_ctrl(self.output, 1, 0 as c_long, ptr::null_mut()) };
    }

    /// A write of the stream has ended.
    pub fn written(self: &Rc<Self>, scope: &mut v8::PinScope, status: i32) {
        self.in_flight.set(self.in_flight.get().saturating_sub(1));
        if status < 0 {
            return self.canceled(scope, status);
        }
        if self.in_flight.get() == 0 {
            self.settle(scope, 0);
            self.flush(scope);
        }
    }

    pub(crate) fn canceled(self: &Rc<Self>, scope: &mut v8::PinScope, status: i32) {
        let early: Vec<Pending> = self
            .early
            .borrow_mut()
            .drain(..)
            .map(|(_, pending)| pending)
            .collect();
        self.waiting.borrow_mut().extend(early);
        self.settle(scope, status);
    }

    fn settle_later(self: &Rc<Self>) {
        let this = self.clone();
        with_loop(|l| l.complete(move |scope| this.settle(scope, 0)));
    }

    pub(crate) fn settle(&self, scope: &mut v8::PinScope, status: i32) {
        self.queued.set(
            self.early
                .borrow()
                .iter()
                .fold(0.0, |sum, (bytes, _)| sum + bytes.len() as f64),
        );
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        for pending in waiting {
            v8::scope!(let scope, scope);
            let handle = self.object(scope);
            finish(scope, handle, pending, status);
        }
        let natively = std::mem::take(&mut *self.waiting_natively.borrow_mut());
        for done in natively {
            v8::scope!(let scope, scope);
            done(scope, status);
        }
    }

    /// Writes cleartext; 0 or a negative error.
    pub fn write_clear(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        bytes: &[u8],
    ) -> i32 {
        state::set(state::BYTES_WRITTEN, bytes.len() as f64);
        state::set(state::LAST_WRITE_WAS_ASYNC, 0.0);
        if self.ssl().is_null() {
            let text = value::string(scope, "Write after DestroySSL");
            value::set(scope, request, "error", text);
            return -libc::EPROTO;
        }
        self.bytes_written
            .set(self.bytes_written.get() + bytes.len() as f64);
        if !self.early.borrow().is_empty() || (bytes.is_empty() && !self.established.get()) {
            return self.write_later(scope, request, bytes);
        }
        if !bytes.is_empty() {
            match self.write_ssl(scope, bytes) {
                WriteResult::Done => {}
                WriteResult::Later => {
                    let result = self.write_later(scope, request, bytes);
                    self.dispatch(scope, Door::Js);
                    self.flush(scope);
                    return result;
                }
                WriteResult::Failed => {
                    if let Some(error) = crate::library::take_error(scope)
                        && let Ok(error) = v8::Local::<v8::Object>::try_from(error)
                    {
                        let key = value::string(scope, "message");
                        if let Some(message) = error.get(scope, key) {
                            value::set(scope, request, "error", message);
                        }
                    }
                    self.flush(scope);
                    return -libc::EPROTO;
                }
            }
        }
        self.dispatch(scope, Door::Js);
        if self.cycling.get() {
            // What is written while JS reads goes out with the rest of it.
            state::set(state::LAST_WRITE_WAS_ASYNC, 1.0);
            self.queued.set(self.queued.get() + bytes.len() as f64);
            self.waiting
                .borrow_mut()
                .push(Pending::new(scope, request).unheld());
            self.again.set(true);
            return 0;
        }
        let error = self.flush(scope);
        if error < 0 {
            return error;
        }
        if self.in_flight.get() > 0 || self.awaiting_session.get() {
            state::set(state::LAST_WRITE_WAS_ASYNC, 1.0);
            self.queued.set(self.queued.get() + bytes.len() as f64);
            self.waiting
                .borrow_mut()
                .push(Pending::new(scope, request).unheld());
        }
        0
    }

    fn write_later(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        bytes: &[u8],
    ) -> i32 {
        state::set(state::LAST_WRITE_WAS_ASYNC, 1.0);
        self.queued.set(self.queued.get() + bytes.len() as f64);
        let pending = Pending::new(scope, request).unheld();
        self.early.borrow_mut().push_back((bytes.to_vec(), pending));
        0
    }

    /// Says goodbye (`close_notify`).
    pub fn shutdown(self: &Rc<Self>, scope: &mut v8::PinScope) {
        self.with_ssl(scope, |ssl| {
            // SAFETY: the SSL lives. The first call may only have finished the handshake's part.
            unsafe {
                if ffi::SSL_shutdown(ssl) == 0 {
                    ffi::SSL_shutdown(ssl);
                }
            }
        });
        self.awaiting_session.set(false);
        self.flush(scope);
    }
}

/// Completes a write.
pub fn finish(
    scope: &mut v8::PinScope,
    handle: Option<v8::Local<v8::Object>>,
    pending: Pending,
    status: i32,
) {
    let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
    let handle = handle.map_or(undefined, Into::into);
    pending.complete(scope, status, &[handle, undefined]);
}
