//! The handle class. Node has five (`Zlib`, `BrotliEncoder`, `BrotliDecoder`, `ZstdCompress`, `ZstdDecompress`); they have
//! one protocol, so that here the mode tells the format, and JS gives the handles their names. One class costs each
//! start of the program less than five.
//!
//! `init` makes the stream, `write` and `writeSync` move bytes, `run` and `runSync` do a whole stream in one go. A
//! failure is `[message, errno, code]`; nothing is thrown.

use std::ffi::CStr;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{CodedError, JsCallback};

use crate::handle::{Inner, Write, outcome};

#[cfg(feature = "codecs")]
use crate::open::open;

#[cfg(not(feature = "codecs"))]
fn open(_: &mut v8::PinScope, _: i32, _: &[v8::Local<v8::Value>; 6]) -> crate::codec::Opened {
    Err(crate::codec::Failure::initialization("no codecs"))
}

/// A stream's handle.
pub struct Zlib {
    inner: Rc<Inner>,
    mode: i32,
}

// SAFETY: nothing in it is traced: it holds no reference into V8's heap.
unsafe impl GarbageCollected for Zlib {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"Zlib"
    }
}

#[op2]
impl Zlib {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, #[smi] mode: i32) -> Zlib {
        Zlib {
            inner: Inner::new(scope),
            mode,
        }
    }

    /// `init(results, ...settings)`: the stream with its settings.
    fn init<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        results: v8::Local<'s, v8::Value>,
        a: v8::Local<'s, v8::Value>,
        b: v8::Local<'s, v8::Value>,
        c: v8::Local<'s, v8::Value>,
        d: v8::Local<'s, v8::Value>,
        e: v8::Local<'s, v8::Value>,
        f: v8::Local<'s, v8::Value>,
    ) -> v8::Local<'s, v8::Value> {
        let opened = open(scope, self.mode, &[a, b, c, d, e, f]);
        outcome(scope, opened.map(|codec| self.inner.open(codec, results)))
    }

    /// `write(flush, in, inOffset, inLength, out, outOffset, outLength, callback)`: on the thread pool.
    fn write<'s>(
        &self,
        #[this] this: v8::Global<v8::Object>,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] flush: i32,
        input: v8::Local<'s, v8::Value>,
        in_offset: f64,
        in_length: f64,
        output: v8::Local<'s, v8::Value>,
        out_offset: f64,
        out_length: f64,
        callback: v8::Local<'s, v8::Function>,
    ) -> v8::Local<'s, v8::Value> {
        let write = Write {
            flush,
            input,
            in_offset,
            in_length,
            output,
            out_offset,
            out_length,
        };
        let callback = v8::Global::new(scope, callback);
        let result = self.inner.write(&write, this, callback);
        outcome(scope, result)
    }

    /// The same at once, without a callback.
    fn write_sync<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] flush: i32,
        input: v8::Local<'s, v8::Value>,
        in_offset: f64,
        in_length: f64,
        output: v8::Local<'s, v8::Value>,
        out_offset: f64,
        out_length: f64,
    ) -> v8::Local<'s, v8::Value> {
        let write = Write {
            flush,
            input,
            in_offset,
            in_length,
            output,
            out_offset,
            out_length,
        };
        let result = self.inner.write_sync(&write);
        outcome(scope, result)
    }

    /// `run(flush, in, limit, callback)`: a whole stream on the thread pool, to `callback(result)`.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] flush: i32,
        input: v8::Local<'s, v8::Value>,
        limit: f64,
        callback: v8::Local<'s, v8::Function>,
    ) -> v8::Local<'s, v8::Value> {
        let callback = JsCallback::request(scope, callback, "ZLIB");
        let result = self.inner.run(flush, input, limit, callback);
        outcome(scope, result)
    }

    /// `runSync(flush, in, limit)`: the bytes, a number when they are more than `limit`, or the failure.
    fn run_sync<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] flush: i32,
        input: v8::Local<'s, v8::Value>,
        limit: f64,
    ) -> v8::Local<'s, v8::Value> {
        self.inner.run_sync(scope, flush, input, limit)
    }

    /// `params(level, strategy)`, between two writes.
    fn params<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] level: i32,
        #[smi] strategy: i32,
    ) -> v8::Local<'s, v8::Value> {
        outcome(scope, self.inner.params(level, strategy))
    }

    /// Back to the beginning.
    fn reset<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Result<v8::Local<'s, v8::Value>, CodedError> {
        if self.inner.is_busy() {
            let message = "Cannot reset zlib stream while a write is in progress";
            return Err(CodedError::new("Error", "", message));
        }
        Ok(outcome(scope, self.inner.reset()))
    }

    /// Gives the memory back.
    #[fast]
    fn close(&self) {
        self.inner.close();
    }

    /// A number of its own for `async_hooks`.
    #[fast]
    fn get_async_id(&self) -> i32 {
        -1
    }
}
