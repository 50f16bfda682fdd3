//! What the handle classes share: one stream each, which is either here or on the thread pool.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use deno_core::v8;
use ops_core::{JsCallback, bytes, call_raw, submit_named};

use crate::codec::{Codec, Failure, Io};
use crate::memory::Region;
use crate::whole;

/// The stream of a handle and what JS wants of it while it is on the pool.
pub struct Inner {
    isolate: v8::UnsafeRawIsolatePtr,
    codec: RefCell<Option<Box<dyn Codec>>>,
    /// Two numbers that JS reads: what is left of the output and of the input.
    results: RefCell<Option<v8::SharedRef<v8::BackingStore>>>,
    busy: Cell<bool>,
    /// Level and strategy that were set while the codec was at work.
    params_later: Cell<Option<(i32, i32)>>,
    closing: Cell<bool>,
    /// Bytes of native memory that V8 knows of.
    told: Cell<i64>,
}

/// A failure as JS gets it: `[message, errno, code]`.
pub fn failure_to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    failure: &Failure,
) -> v8::Local<'s, v8::Value> {
    let message = text(scope, &failure.message);
    let errno = v8::Integer::new(scope, failure.errno).into();
    let code = text(scope, &failure.code);
    v8::Array::new_with_elements(scope, &[message, errno, code]).into()
}

fn text<'s>(scope: &mut v8::PinScope<'s, '_>, text: &str) -> v8::Local<'s, v8::Value> {
    v8::String::new(scope, text)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// `undefined`, or the failure.
pub fn outcome<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    result: Result<(), Failure>,
) -> v8::Local<'s, v8::Value> {
    match result {
        Ok(()) => v8::undefined(scope).into(),
        Err(failure) => failure_to_js(scope, &failure),
    }
}

fn wrong_arguments() -> Failure {
    Failure::new("Bad argument", -2, "Z_STREAM_ERROR")
}

fn not_open() -> Failure {
    Failure::new("zlib binding closed", -2, "Z_STREAM_ERROR")
}

/// The arguments of a write: `flush, in, inOffset, inLength, out, outOffset, outLength`.
pub struct Write<'s> {
    pub flush: i32,
    pub input: v8::Local<'s, v8::Value>,
    pub in_offset: f64,
    pub in_length: f64,
    pub output: v8::Local<'s, v8::Value>,
    pub out_offset: f64,
    pub out_length: f64,
}

impl Inner {
    pub fn new(scope: &mut v8::PinScope) -> Rc<Self> {
        Rc::new(Self {
            // SAFETY: it is used only on this thread, by a handle that the isolate owns.
            isolate: unsafe { scope.as_raw_isolate_ptr() },
            codec: RefCell::default(),
            results: RefCell::default(),
            busy: Cell::default(),
            params_later: Cell::default(),
            closing: Cell::default(),
            told: Cell::default(),
        })
    }

    /// Takes over a stream and the memory of the two results.
    pub fn open(&self, codec: Box<dyn Codec>, results: v8::Local<v8::Value>) {
        let view = v8::Local::<v8::Uint32Array>::try_from(results).ok();
        let view = view.filter(|view| view.byte_offset() == 0 && view.length() >= 2);
        *self.results.borrow_mut() = view.and_then(|view| view.get_backing_store());
        *self.codec.borrow_mut() = Some(codec);
        self.tell();
    }

    /// Lets V8 know how much memory the handle keeps, so that it collects handles that nobody closed.
    fn tell(&self) {
        let memory = self
            .codec
            .borrow()
            .as_ref()
            .map_or(0, |codec| codec.memory());
        self.tell_of(memory as i64);
    }

    fn tell_of(&self, memory: i64) {
        let change = memory - self.told.replace(memory);
        if change != 0 {
            let mut pointer = self.isolate;
            // SAFETY: the isolate owns the handle, and this is its thread.
            let isolate =
                unsafe { v8::Isolate::ref_from_raw_isolate_ptr_mut_unchecked(&mut pointer) };
            isolate.adjust_amount_of_external_allocated_memory(change);
        }
    }

    fn report(&self, io: &Io) {
        if let Some(store) = &*self.results.borrow() {
            let numbers = [io.avail_out() as u32, io.avail_in() as u32];
            for (cell, byte) in store
                .iter()
                .zip(numbers.map(u32::to_ne_bytes).as_flattened())
            {
                cell.set(*byte);
            }
        }
    }

    /// Works at once.
    pub fn write_sync(&self, write: &Write) -> Result<(), Failure> {
        let mut codec = self.codec.borrow_mut();
        let codec = codec.as_mut().ok_or_else(not_open)?;
        let (input, output) = ranges(write).ok_or_else(wrong_arguments)?;
        // SAFETY: V8 gave both ranges, and no JS runs during the step.
        let mut io = unsafe { Io::new(input, output) };
        codec.step(write.flush, &mut io);
        codec.check(write.flush, &io)?;
        self.report(&io);
        Ok(())
    }

    /// Works on the pool, then calls `callback(handle, message?, errno?, code?)`.
    pub fn write(
        self: &Rc<Self>,
        write: &Write,
        handle: v8::Global<v8::Object>,
        callback: v8::Global<v8::Function>,
    ) -> Result<(), Failure> {
        let flush = write.flush;
        let input = Region::new(
            write.input,
            write.in_offset as usize,
            write.in_length as usize,
        );
        let output = Region::new(
            write.output,
            write.out_offset as usize,
            write.out_length as usize,
        );
        let (input, output) = input.zip(output).ok_or_else(wrong_arguments)?;
        output.output().ok_or_else(wrong_arguments)?;
        let mut codec = self.codec.borrow_mut().take().ok_or_else(not_open)?;
        self.busy.set(true);
        let this = self.clone();
        submit_named(
            "zlib",
            move || {
                let target = output.output().unwrap_or((std::ptr::null_mut(), 0));
                // SAFETY: the regions keep both ranges allocated, and they live as long as `io`.
                let mut io = unsafe { Io::new(input.input(), target) };
                codec.step(flush, &mut io);
                let checked = codec.check(flush, &io);
                Done {
                    codec,
                    checked,
                    io,
                    _regions: (input, output),
                }
            },
            move |scope, done: Done| this.finish(scope, done, handle, callback),
        );
        Ok(())
    }

    fn finish(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        mut done: Done,
        handle: v8::Global<v8::Object>,
        callback: v8::Global<v8::Function>,
    ) {
        self.busy.set(false);
        if let Some((level, strategy)) = self.params_later.take() {
            let _ = done.codec.params(level, strategy);
        }
        *self.codec.borrow_mut() = (!self.closing.get()).then_some(done.codec);
        self.tell();
        v8::scope!(let scope, scope);
        let handle = v8::Local::new(scope, handle);
        let callback = v8::Local::new(scope, callback);
        let undefined = v8::undefined(scope).into();
        match done.checked {
            Ok(()) => {
                self.report(&done.io);
                call_raw(scope, undefined, callback, &[handle.into()]);
            }
            Err(failure) => {
                let message = text(scope, &failure.message);
                let errno = v8::Integer::new(scope, failure.errno).into();
                let code = text(scope, &failure.code);
                let args = [handle.into(), message, errno, code];
                call_raw(scope, undefined, callback, &args);
            }
        }
    }

    /// Whether the codec is at work on another thread.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    pub fn reset(&self) -> Result<(), Failure> {
        match self.codec.borrow_mut().as_mut() {
            Some(codec) => codec.reset(),
            None => Err(not_open()),
        }
    }

    pub fn params(&self, level: i32, strategy: i32) -> Result<(), Failure> {
        if self.busy.get() {
            self.params_later.set(Some((level, strategy)));
            return Ok(());
        }
        match self.codec.borrow_mut().as_mut() {
            Some(codec) => codec.params(level, strategy),
            None => Err(not_open()),
        }
    }

    /// Gives the memory back, after the work that is under way.
    pub fn close(&self) {
        if self.busy.get() {
            self.closing.set(true);
            return;
        }
        let last = self.codec.borrow_mut().take();
        drop(last);
        self.tell_of(0);
    }

    /// The whole stream in one call. Returns its bytes, a number when there are more than `limit`, or the failure.
    pub fn run_sync<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        flush: i32,
        input: v8::Local<v8::Value>,
        limit: f64,
    ) -> v8::Local<'s, v8::Value> {
        let codec = self.codec.borrow_mut().take();
        let result = match (codec, bytes::parts(input)) {
            (Some(mut codec), Some((start, length))) => {
                // SAFETY: V8 gave the range, and no JS runs during the work.
                let input = unsafe { whole::Input::new(start, length) };
                whole::run(&mut *codec, flush, input, limit)
            }
            (None, _) => Err(not_open()),
            (_, None) => Err(wrong_arguments()),
        };
        self.tell_of(0);
        self.deliver(scope, result)
    }

    fn deliver<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        result: Result<whole::Outcome, Failure>,
    ) -> v8::Local<'s, v8::Value> {
        match result {
            Ok(whole::Outcome::Done { bytes, left }) => {
                if let Some(store) = &*self.results.borrow() {
                    let left = u32::try_from(left).unwrap_or(u32::MAX);
                    for (cell, byte) in store.iter().skip(4).zip(left.to_ne_bytes()) {
                        cell.set(byte);
                    }
                }
                match whole::to_js(scope, bytes) {
                    Some(array) => array.into(),
                    None => v8::Integer::new(scope, 0).into(),
                }
            }
            Ok(whole::Outcome::TooLong) => v8::Integer::new(scope, 0).into(),
            Err(failure) => failure_to_js(scope, &failure),
        }
    }

    /// As [`Inner::run_sync`], on the pool: the result goes to `callback(result)`.
    pub fn run(
        self: &Rc<Self>,
        flush: i32,
        input: v8::Local<v8::Value>,
        limit: f64,
        callback: JsCallback,
    ) -> Result<(), Failure> {
        let (_, length) = bytes::parts(input).ok_or_else(wrong_arguments)?;
        let input = Region::new(input, 0, length).ok_or_else(wrong_arguments)?;
        let mut codec = self.codec.borrow_mut().take().ok_or_else(not_open)?;
        let this = self.clone();
        submit_named(
            "zlib",
            move || {
                let (start, length) = input.input();
                // SAFETY: the region keeps the range allocated while the work runs.
                let bytes = unsafe { whole::Input::new(start, length) };
                let result = whole::run(&mut *codec, flush, bytes, limit);
                drop(input);
                result
            },
            move |scope, result| {
                this.tell_of(0);
                v8::scope!(let scope, scope);
                let result = this.deliver(scope, result);
                callback.call(scope, &[result]);
            },
        );
        Ok(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.tell_of(0);
    }
}

/// What comes back from the pool.
struct Done {
    codec: Box<dyn Codec>,
    checked: Result<(), Failure>,
    io: Io,
    /// Kept until the numbers of `io` have been read.
    _regions: (Region, Region),
}

// SAFETY: the pointers of `io` lie inside the regions, which come along.
unsafe impl Send for Done {}

type Ranges = ((*const u8, usize), (*mut u8, usize));

fn ranges(write: &Write) -> Option<Ranges> {
    let (offset, length) = (write.in_offset as usize, write.in_length as usize);
    let input = if write.input.is_null_or_undefined() {
        (length == 0).then_some((std::ptr::null(), 0))?
    } else {
        let bytes = bytes::slice(bytes::view(write.input)?, offset, length)?;
        (bytes.as_ptr(), bytes.len())
    };
    let (offset, length) = (write.out_offset as usize, write.out_length as usize);
    let output = bytes::slice_mut(bytes::view_mut(write.output)?, offset, length)?;
    Some((input, (output.as_mut_ptr(), output.len())))
}
