//! `LibuvStreamWrap`, the base class of `TCP`, `Pipe` and `TTY` in JS: the methods that every stream has.

use std::rc::Rc;

use deno_core::cppgc::{make_cppgc_object, try_unwrap_cppgc_base_object};
use deno_core::{CppgcBase, GarbageCollected, op2, v8};
use ops_core::JsCallback;

use crate::pending::Pending;
use crate::pipe::Pipe;
use crate::state;
use crate::stream::{StreamInner, StreamKind};
use crate::strings::{self, Encoding};
use crate::tcp::TCP;
use crate::tty::TTY;
use crate::write::{Done, Piece, Written};

/// The native part of a stream's JS object.
#[derive(CppgcBase)]
#[repr(C)]
pub struct LibuvStreamWrap {
    pub(crate) inner: Rc<StreamInner>,
}

// SAFETY: nothing in it is traced: the handles it reaches are `v8::Global`s.
unsafe impl GarbageCollected for LibuvStreamWrap {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"LibuvStreamWrap"
    }
}

/// A new JS handle for an open, connected descriptor. The stream owns it.
pub fn stream_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: StreamKind,
    fd: i32,
) -> v8::Local<'s, v8::Object> {
    let inner = StreamInner::new(scope, kind);
    inner.adopt(fd, true);
    let base = LibuvStreamWrap {
        inner: inner.clone(),
    };
    let object = match kind {
        StreamKind::Tcp => make_cppgc_object(scope, TCP { base }),
        StreamKind::Pipe => make_cppgc_object(scope, Pipe { base }),
        StreamKind::Tty => make_cppgc_object(scope, TTY { base }),
    };
    let class = match kind {
        StreamKind::Tcp => "TCP",
        StreamKind::Pipe => "Pipe",
        StreamKind::Tty => "TTY",
    };
    ops_core::adopt(scope, object, class);
    inner.keep(v8::Global::new(scope, object));
    object
}

/// The stream behind a JS value, when it is a `TCP`, `Pipe` or `TTY`.
pub fn stream_of(
    isolate: &mut v8::Isolate,
    value: v8::Local<v8::Value>,
) -> Option<Rc<StreamInner>> {
    // SAFETY of use: the pointer is read while `value` keeps the object.
    try_unwrap_cppgc_base_object::<LibuvStreamWrap>(isolate, value).map(|wrap| wrap.inner.clone())
}

fn told(result: Result<Written, i32>, total: usize) -> i32 {
    match result {
        Ok(written) => {
            state::set(state::BYTES_WRITTEN, total as f64);
            state::set(
                state::LAST_WRITE_WAS_ASYNC,
                if written == Written::Queued { 1.0 } else { 0.0 },
            );
            0
        }
        Err(error) => {
            state::set(state::BYTES_WRITTEN, 0.0);
            state::set(state::LAST_WRITE_WAS_ASYNC, 0.0);
            error
        }
    }
}

impl LibuvStreamWrap {
    fn write_string(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        string: v8::Local<v8::String>,
        encoding: Encoding,
        passed: v8::Local<v8::Value>,
    ) -> i32 {
        let descriptor = match passed.is_object() {
            true => crate::udp::descriptor_of(scope, passed),
            false => None,
        };
        strings::with_bytes(scope, string, encoding, |scope, bytes| {
            let keep = |pieces: &mut Vec<Piece>| pieces.push(Piece::Owned(bytes.to_vec()));
            let result = self.inner.submit(&[bytes], keep, descriptor, || {
                Done::Js(Pending::new(scope, request))
            });
            told(result, bytes.len())
        })
    }
}

#[op2(base)]
impl LibuvStreamWrap {
    /// Closes the descriptor; the callback comes in the close phase.
    #[nofast]
    fn close(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) {
        let callback = v8::Local::<v8::Function>::try_from(callback).ok();
        let callback = callback.map(|callback| JsCallback::new(scope, callback));
        self.inner.close(callback);
    }

    #[fast]
    #[rename("ref")]
    fn set_ref(&self) {
        self.inner.set_ref(true);
    }

    #[fast]
    fn unref(&self) {
        self.inner.set_ref(false);
    }

    #[fast]
    fn has_ref(&self) -> bool {
        self.inner.has_ref()
    }

    #[fast]
    fn read_start(&self) -> i32 {
        self.inner.read_start()
    }

    #[fast]
    fn read_stop(&self) -> i32 {
        self.inner.read_stop()
    }

    #[fast]
    fn set_blocking(&self, on: bool) -> i32 {
        crate::sys::set_nonblocking(self.inner.fd(), !on)
    }

    #[nofast]
    fn use_user_buffer(&self, view: v8::Local<v8::Value>) -> i32 {
        if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(view) {
            self.inner.use_user_buffer(view);
        }
        0
    }

    #[nofast]
    fn shutdown(&self, scope: &mut v8::PinScope, request: v8::Local<v8::Object>) -> i32 {
        self.inner.shutdown(|| Pending::new(scope, request))
    }

    #[nofast]
    fn write_buffer(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        buffer: v8::Local<v8::Value>,
    ) -> i32 {
        let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(buffer) else {
            return -libc::EINVAL;
        };
        let mut storage = [0u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
        let bytes = view.get_contents(&mut storage);
        let keep = |pieces: &mut Vec<Piece>| pieces.push(strings::piece(view, bytes));
        let result = self.inner.submit(&[bytes], keep, None, || {
            Done::Js(Pending::new(scope, request))
        });
        told(result, bytes.len())
    }

    #[nofast]
    fn writev(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        chunks: v8::Local<v8::Array>,
        all_buffers: bool,
    ) -> i32 {
        let Some(pieces) = strings::pieces(scope, chunks, all_buffers) else {
            return -libc::EINVAL;
        };
        let slices: Vec<&[u8]> = pieces.iter().map(strings::Chunk::bytes).collect();
        let total = slices.iter().map(|slice| slice.len()).sum();
        let keep = |list: &mut Vec<Piece>| list.extend(pieces.iter().map(strings::Chunk::keep));
        let result = self.inner.submit(&slices, keep, None, || {
            Done::Js(Pending::new(scope, request))
        });
        told(result, total)
    }

    #[nofast]
    #[rename("writeUtf8String")]
    fn write_utf8(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        string: v8::Local<v8::String>,
        passed: v8::Local<v8::Value>,
    ) -> i32 {
        self.write_string(scope, request, string, Encoding::Utf8, passed)
    }

    #[nofast]
    #[rename("writeAsciiString")]
    fn write_ascii(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        string: v8::Local<v8::String>,
        passed: v8::Local<v8::Value>,
    ) -> i32 {
        self.write_string(scope, request, string, Encoding::Latin1, passed)
    }

    #[nofast]
    #[rename("writeLatin1String")]
    fn write_latin1(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        string: v8::Local<v8::String>,
        passed: v8::Local<v8::Value>,
    ) -> i32 {
        self.write_string(scope, request, string, Encoding::Latin1, passed)
    }

    #[nofast]
    #[rename("writeUcs2String")]
    fn write_ucs2(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        string: v8::Local<v8::String>,
        passed: v8::Local<v8::Value>,
    ) -> i32 {
        self.write_string(scope, request, string, Encoding::Ucs2, passed)
    }

    #[getter]
    fn fd(&self) -> i32 {
        self.inner.fd()
    }

    #[getter]
    fn bytes_read(&self) -> f64 {
        self.inner.bytes_read.get() as f64
    }

    #[getter]
    fn bytes_written(&self) -> f64 {
        self.inner.bytes_written.get() as f64
    }

    #[getter]
    fn write_queue_size(&self) -> f64 {
        self.inner.write_queue_size() as f64
    }

    #[getter]
    fn is_stream_base(&self) -> bool {
        true
    }
}
