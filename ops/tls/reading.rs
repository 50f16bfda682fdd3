//! `TLSWrap`, reading: ciphertext in, cleartext to `onread`.

use std::ffi::c_int;
use std::rc::Rc;

use deno_core::v8;
use openssl_sys as ffi;
use ops_net::{EOF, state};

use crate::engine::{CHUNK, Door, READ_SIZE, ROOM, TlsInner};

impl TlsInner {
    pub(crate) fn read_clear(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door) {
        let mut clear: Vec<u8> = Vec::new();
        let mut room = ROOM.take();
        room.resize(CHUNK, 0);
        self.read_records(scope, door, &mut clear, &mut room);
        ROOM.set(room);
    }

    fn read_records(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        door: Door,
        clear: &mut Vec<u8>,
        room: &mut [u8],
    ) {
        loop {
            let start = clear.len();
            let result = self.with_ssl(scope, |ssl| {
                let mut count = 0;
                // SAFETY: the length is that of the memory.
                let done = unsafe {
                    ffi::SSL_read_ex(ssl, room.as_mut_ptr().cast(), room.len(), &raw mut count)
                };
                // SAFETY: the call was the last one of this SSL.
                let error = unsafe { ffi::SSL_get_error(ssl, done) };
                (count, error)
            });
            let Some((count, error)) = result else { return };
            if error == 0 {
                clear.extend_from_slice(&room[..count]);
            }
            if !self.events.borrow().is_empty() {
                // What came before the event is heard before it.
                let rest = clear.split_off(start);
                self.deliver(scope, door, std::mem::take(clear));
                let failure = self.failure(scope, error);
                self.dispatch(scope, door);
                *clear = rest;
                if self.ssl().is_null() {
                    return;
                }
                if error != 0 {
                    self.deliver(scope, door, std::mem::take(clear));
                    return self.end_of_read(scope, door, error, failure);
                }
            }
            if error != 0 {
                let failure = self.failure(scope, error);
                self.deliver(scope, door, std::mem::take(clear));
                return self.end_of_read(scope, door, error, failure);
            }
            // Full records go together, as far as there is no end of them in sight.
            if count < CHUNK || clear.len() + CHUNK > READ_SIZE {
                self.deliver(scope, door, std::mem::take(clear));
                if self.ssl().is_null() {
                    return;
                }
            }
        }
    }

    /// The error of a call of OpenSSL as JS gets it.
    fn failure<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        error: c_int,
    ) -> Option<v8::Local<'s, v8::Value>> {
        if error != ffi::SSL_ERROR_SSL && error != ffi::SSL_ERROR_SYSCALL {
            return None;
        }
        let error = crate::library::take_error(scope);
        match self.thrown.borrow_mut().take() {
            Some(thrown) => Some(v8::Local::new(scope, thrown)),
            None => error,
        }
    }

    fn end_of_read(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        door: Door,
        error: c_int,
        failure: Option<v8::Local<v8::Value>>,
    ) {
        if self.ssl().is_null() {
            return;
        }
        if error == ffi::SSL_ERROR_ZERO_RETURN && !self.eof.replace(true) {
            self.deliver_end(scope, door, EOF);
        }
        if let Some(error) = failure
            && !self.failed.replace(true)
        {
            // The alert goes out before JS closes the stream.
            self.flush(scope);
            self.call_js(scope, door, "onerror", &[error]);
        }
    }

    fn deliver(&self, scope: &mut v8::PinScope, door: Door, mut bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        if self.user_buffer.borrow().is_some() {
            return self.deliver_to_program(scope, door, &bytes);
        }
        let reader = self.clear_reader.borrow().clone();
        if let Some(reader) = reader {
            let read = self.bytes_read.get() + bytes.len() as f64;
            self.bytes_read.set(read);
            v8::scope!(let scope, scope);
            return reader.read(scope, &bytes, door == Door::Js);
        }
        bytes.shrink_to_fit();
        self.bytes_read
            .set(self.bytes_read.get() + bytes.len() as f64);
        v8::scope!(let scope, scope);
        state::set(state::READ_BYTES_OR_ERROR, bytes.len() as f64);
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        self.call_js(scope, door, "onread", &[buffer.into()]);
    }

    /// The bytes go to memory of the program's (`useUserBuffer`), as much at once as it holds.
    fn deliver_to_program(&self, scope: &mut v8::PinScope, door: Door, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            v8::scope!(let scope, scope);
            let view = self
                .user_buffer
                .borrow()
                .as_ref()
                .map(|view| v8::Local::new(scope, view));
            let Some(target) = view.and_then(|view| ops_core::bytes::view_mut(view.into())) else {
                return;
            };
            let count = target.len().min(bytes.len());
            if count == 0 {
                return;
            }
            target[..count].copy_from_slice(&bytes[..count]);
            bytes = &bytes[count..];
            self.bytes_read.set(self.bytes_read.get() + count as f64);
            state::set(state::READ_BYTES_OR_ERROR, count as f64);
            let undefined = v8::undefined(scope).into();
            self.call_js(scope, door, "onread", &[undefined]);
        }
    }

    pub(crate) fn deliver_end(&self, scope: &mut v8::PinScope, door: Door, error: i32) {
        v8::scope!(let scope, scope);
        state::set(state::READ_BYTES_OR_ERROR, f64::from(error));
        let undefined = v8::undefined(scope).into();
        self.call_js(scope, door, "onread", &[undefined]);
    }

    /// Ciphertext came.
    pub fn received(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.ssl().is_null() {
            let part = &bytes[..bytes.len().min(1 << 30)];
            // SAFETY: the BIO lives with the SSL.
            let taken =
                unsafe { ffi::BIO_write(self.input, part.as_ptr().cast(), part.len() as c_int) };
            if taken <= 0 {
                break;
            }
            bytes = &bytes[taken as usize..];
        }
        self.cycle(scope, door);
    }

    /// The stream ended or failed.
    pub fn received_end(self: &Rc<Self>, scope: &mut v8::PinScope, door: Door, error: i32) {
        if self.ssl().is_null() {
            return;
        }
        self.read_clear(scope, door);
        if error == EOF && self.eof.replace(true) {
            return;
        }
        self.deliver_end(scope, door, error);
    }
}
