//! Native code above a connection instead of JS (`node:http2`): it takes the cleartext and writes it.

use std::rc::Rc;

use deno_core::v8;
use ops_net::{NativeDone, StreamInner, Written};

use crate::engine::{Door, TlsInner};
use crate::writing::WriteResult;

/// Takes a connection's cleartext instead of the JS function `onread`, which still hears of its end.
pub trait ClearReader {
    /// Cleartext came; `below_js` tells that JS is on the stack.
    fn read(self: Rc<Self>, scope: &mut v8::PinScope, bytes: &[u8], below_js: bool);
}

/// The connection of a `TLSWrap` that lies on a native stream.
pub fn connection_of(
    scope: &mut v8::PinScope,
    value: v8::Local<v8::Value>,
) -> Option<Rc<TlsInner>> {
    let handle = deno_core::cppgc::try_unwrap_cppgc_object::<crate::handle::TLSWrap>(scope, value)?;
    let inner = handle.inner.borrow().clone()?;
    inner.native_under().is_some().then_some(inner)
}

impl TlsInner {
    /// Lets native code take the cleartext; `None` gives it back to `onread`.
    pub fn set_clear_reader(&self, reader: Option<Rc<dyn ClearReader>>) {
        let last = std::mem::replace(&mut *self.clear_reader.borrow_mut(), reader);
        drop(last);
    }

    /// The native stream below.
    pub fn native_under(&self) -> Option<Rc<StreamInner>> {
        self.under.borrow().clone()
    }

    /// Whether somebody waits for the end of a write.
    pub(crate) fn has_waiting(&self) -> bool {
        !self.waiting.borrow().is_empty() || !self.waiting_natively.borrow().is_empty()
    }

    /// Writes cleartext of native code, after the handshake. `done` is called when the write does not end at once.
    pub fn write_native(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        bytes: &[u8],
        done: NativeDone,
    ) -> Result<Written, i32> {
        if self.ssl().is_null() || !self.early.borrow().is_empty() {
            return Err(-libc::EPROTO);
        }
        self.bytes_written
            .set(self.bytes_written.get() + bytes.len() as f64);
        if !matches!(self.write_ssl(scope, bytes), WriteResult::Done) {
            self.flush(scope);
            return Err(-libc::EPROTO);
        }
        self.dispatch(scope, Door::Js);
        let error = self.flush(scope);
        if error < 0 {
            return Err(error);
        }
        if self.in_flight.get() == 0 && !self.awaiting_session.get() {
            return Ok(Written::AtOnce);
        }
        self.waiting_natively.borrow_mut().push(done);
        Ok(Written::Queued)
    }
}
