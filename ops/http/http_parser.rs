//! `HTTPParser`: the parser as JS sees it. `js/internal/http/parser_pool.js` sets its callbacks.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::rc::Rc;

use deno_core::cppgc::try_unwrap_cppgc_object;
use deno_core::{GarbageCollected, op2, v8};
use ops_net::{StreamInner, StreamReader, stream_of};

use crate::collector::{Collecting, Collector};
use crate::connections_list::{ConnectionsList, Entries, Entry};
use crate::failure::Failure;
use crate::listener::{self, JsListener, Mode, Notable, call, callback};
use crate::machine::{Halt, Kind, Machine};

/// What `initialize()` makes.
struct Core {
    machine: Machine,
    collector: Collector,
}

/// What the callbacks of a run may ask for while the core is out.
#[derive(Clone, Copy)]
enum Request {
    Pause,
    Resume,
}

/// The parser without its JS object.
#[derive(Default)]
pub(crate) struct Inner {
    /// Out while bytes are being parsed.
    core: RefCell<Option<Box<Core>>>,
    /// Counts `initialize()`: a run that finds another number has lost its connection.
    pub(crate) generation: Cell<u32>,
    /// Whether the callbacks are those of `op_http_set_callbacks`, not the parser's own properties.
    pub(crate) defaults: Cell<bool>,
    pub(crate) notable: Cell<Notable>,
    request: Cell<Option<Request>>,
    /// Bytes that a callback has handed in while others were being parsed.
    waiting: RefCell<Vec<u8>>,
    pub(crate) context: RefCell<Option<v8::Global<v8::Value>>>,
    object: RefCell<Option<v8::Global<v8::Object>>>,
    pub(crate) entry: RefCell<Option<(Rc<Entries>, Rc<Entry>)>>,
    stream: RefCell<Option<Rc<StreamInner>>>,
    /// The bytes that were read last, for `getCurrentBuffer()`.
    current: RefCell<Vec<u8>>,
}

/// What a run has come to.
enum Outcome {
    /// So many bytes have been taken.
    Taken(usize),
    Failed(Failure, usize),
    Thrown,
    /// The parser is at other bytes, or it has not been initialized.
    Busy,
}

impl Inner {
    fn leave_list(&self) {
        let entry = self.entry.borrow_mut().take();
        if let Some((entries, entry)) = entry {
            entries.remove(&entry);
        }
    }

    /// Lets the responses to requests that arrived together go out together.
    pub(crate) fn hold_writes(&self, on: bool) {
        if let Some(stream) = &*self.stream.borrow() {
            stream.hold_writes(on);
        }
    }

    fn leave_stream(&self) {
        let stream = self.stream.borrow_mut().take();
        if let Some(stream) = stream {
            stream.set_reader(None);
        }
    }

    fn run(
        &self,
        scope: &mut v8::PinScope,
        this: v8::Local<v8::Object>,
        mode: Mode,
        work: impl FnOnce(&mut Machine, &mut Collecting<JsListener>) -> (usize, Result<(), Halt>),
    ) -> Outcome {
        let taken = self.core.borrow_mut().take();
        let Some(mut core) = taken else {
            return Outcome::Busy;
        };
        let generation = self.generation.get();
        let Core { machine, collector } = &mut *core;
        let listener = JsListener {
            scope,
            this,
            inner: self,
            generation,
            mode,
            completed: false,
        };
        let (position, result) = work(
            machine,
            &mut Collecting {
                collector,
                listener,
            },
        );
        let upgraded = machine.is_upgrade();
        match self.request.take() {
            Some(Request::Pause) => machine.pause(),
            Some(Request::Resume) => machine.resume(),
            None => {}
        }
        if self.generation.get() == generation {
            *self.core.borrow_mut() = Some(core);
        }
        match result {
            Err(Halt::Stopped) => Outcome::Thrown,
            Err(Halt::Failed(failed)) if !upgraded => Outcome::Failed(failed, position),
            _ => Outcome::Taken(position),
        }
    }

    fn execute(
        &self,
        scope: &mut v8::PinScope,
        this: v8::Local<v8::Object>,
        mode: Mode,
        bytes: &[u8],
    ) -> Outcome {
        let outcome = self.run(scope, this, mode, |machine, sink| {
            machine.execute(bytes, sink)
        });
        match outcome {
            // The run that is under way takes them after its own.
            Outcome::Busy => {
                self.waiting.borrow_mut().extend_from_slice(bytes);
                Outcome::Taken(bytes.len())
            }
            Outcome::Taken(position) => loop {
                let more = std::mem::take(&mut *self.waiting.borrow_mut());
                if more.is_empty() || position < bytes.len() {
                    break Outcome::Taken(position);
                }
                let outcome = self.run(scope, this, mode, |machine, sink| {
                    machine.execute(&more, sink)
                });
                if !matches!(outcome, Outcome::Taken(_)) {
                    break outcome;
                }
            },
            other => other,
        }
    }

    /// Does now what pause() and resume() ask for, or after the run that has the core.
    fn ask(&self, request: Request) {
        match (self.core.borrow_mut().as_mut(), request) {
            (Some(core), Request::Pause) => core.machine.pause(),
            (Some(core), Request::Resume) => core.machine.resume(),
            (None, _) => self.request.set(Some(request)),
        }
    }
}

impl StreamReader for Inner {
    fn read(
        self: Rc<Self>,
        scope: &mut v8::PinScope,
        stream: &Rc<StreamInner>,
        bytes: &[u8],
        _: Vec<std::os::fd::OwnedFd>,
    ) {
        let this = self
            .object
            .borrow()
            .as_ref()
            .map(|object| v8::Local::new(scope, object));
        let Some(this) = this else { return };
        self.notable.set(Notable::Unknown);
        let outcome = self.execute(scope, this, Mode::Loop, bytes);
        stream.release();
        if self.notable.get() == Notable::Quiet
            && matches!(outcome, Outcome::Taken(position) if position == bytes.len())
        {
            return ops_core::drain(scope);
        }
        let result: v8::Local<v8::Value> = match outcome {
            Outcome::Taken(position) => v8::Number::new(scope, position as f64).into(),
            Outcome::Failed(failed, position) => listener::error(scope, &failed, position),
            Outcome::Thrown | Outcome::Busy => return ops_core::drain(scope),
        };
        if let Some(function) = callback(scope, &self, this, listener::ON_EXECUTE) {
            // Who needs the bytes again, after an error or an upgrade, asks in this callback.
            let again =
                result.is_object() || result.uint32_value(scope) != Some(bytes.len() as u32);
            if again {
                *self.current.borrow_mut() = bytes.to_vec();
            }
            call(scope, &self, Mode::Loop, this, function, &[result]);
            if again {
                self.current.borrow_mut().clear();
            }
        }
        ops_core::drain(scope);
    }

    fn end(self: Rc<Self>, scope: &mut v8::PinScope, stream: &Rc<StreamInner>, error: i32) {
        stream.deliver_end(scope, error);
    }
}

/// The JS class.
pub struct HTTPParser {
    inner: Rc<Inner>,
}

// SAFETY: the references to JS objects are strong handles that are dropped when the parser is given back.
unsafe impl GarbageCollected for HTTPParser {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"HTTPParser"
    }
}

impl HTTPParser {
    /// Cuts every link to the connection. A run that is under way ends after the callback that it is in.
    fn release(&self) {
        let generation = &self.inner.generation;
        generation.set(generation.get().wrapping_add(1));
        self.inner.waiting.borrow_mut().clear();
        self.inner.leave_list();
        self.inner.leave_stream();
        self.inner.object.borrow_mut().take();
        self.inner.context.borrow_mut().take();
    }
}

/// The bytes of a view. The store is kept by the caller; the callbacks may write to it, but not free it.
fn backing(store: &v8::BackingStore, offset: usize, length: usize) -> &[u8] {
    let available = store.byte_length().saturating_sub(offset).min(length);
    match store.data() {
        // SAFETY: the range lies inside the store, which outlives the slice. JS that changes the bytes while they are
        // parsed changes what is parsed: each byte is read where it is used, and nothing is assumed of it.
        Some(data) if available > 0 => unsafe {
            std::slice::from_raw_parts(data.as_ptr().cast::<u8>().add(offset), available)
        },
        _ => &[],
    }
}

#[op2]
impl HTTPParser {
    #[constructor]
    #[cppgc]
    fn new() -> HTTPParser {
        HTTPParser {
            inner: Rc::default(),
        }
    }

    /// `initialize(type, resource, maxHeaderSize, lenientFlags, connections)`.
    #[nofast]
    fn initialize<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) {
        let Some(args) = args else { return };
        self.release();
        let inner = &self.inner;
        let response = args.get(0).uint32_value(scope) == Some(listener::RESPONSE);
        let kind = if response {
            Kind::Response
        } else {
            Kind::Request
        };
        let max = args.get(2).number_value(scope).unwrap_or(0.0);
        let max = if max > 0.0 {
            max as u64
        } else {
            listener::MAX_HEADER_SIZE
        };
        let lenient = args.get(3).uint32_value(scope).unwrap_or(0);
        *inner.core.borrow_mut() = Some(Box::new(Core {
            machine: Machine::new(kind, lenient),
            collector: Collector::new(max),
        }));
        let context = scope.get_continuation_preserved_embedder_data();
        if !context.is_undefined() {
            *inner.context.borrow_mut() = Some(v8::Global::new(scope, context));
        }
        let this = v8::Global::new(scope, args.this());
        let connections = args.get(4);
        if let Some(list) = try_unwrap_cppgc_object::<ConnectionsList>(scope, connections) {
            let entry = list.entries.add(this.clone());
            *inner.entry.borrow_mut() = Some((list.entries.clone(), entry));
        }
        *inner.object.borrow_mut() = Some(this);
    }

    /// Calls the callbacks of `op_http_set_callbacks` from now on, which saves looking for its own.
    #[fast]
    fn use_defaults(&self) {
        self.inner.defaults.set(true);
    }

    /// Parses bytes: how many were taken, or an error. Undefined when a callback threw.
    #[reentrant]
    fn execute<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let undefined = v8::undefined(scope).into();
        let Some(args) = args else { return undefined };
        let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(args.get(0)) else {
            return undefined;
        };
        let Some(store) = view.get_backing_store() else {
            return undefined;
        };
        let bytes = backing(&store, view.byte_offset(), view.byte_length());
        // A callback could shrink such a buffer under the parser.
        let copy = store
            .is_resizable_by_user_javascript()
            .then(|| bytes.to_vec());
        let bytes = copy.as_deref().unwrap_or(bytes);
        match self.inner.execute(scope, args.this(), Mode::Call, bytes) {
            Outcome::Taken(position) => v8::Number::new(scope, position as f64).into(),
            Outcome::Failed(failed, position) => listener::error(scope, &failed, position),
            Outcome::Thrown | Outcome::Busy => undefined,
        }
    }

    /// Tells that no more bytes come: undefined, or an error when they should.
    #[reentrant]
    fn finish<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let undefined = v8::undefined(scope).into();
        let Some(args) = args else { return undefined };
        match self
            .inner
            .run(scope, args.this(), Mode::Call, |machine, sink| {
                (0, machine.finish(sink))
            }) {
            Outcome::Failed(failed, position) => listener::error(scope, &failed, position),
            _ => undefined,
        }
    }

    #[fast]
    fn pause(&self) {
        self.inner.ask(Request::Pause);
    }

    #[fast]
    fn resume(&self) {
        self.inner.ask(Request::Resume);
    }

    /// Reads from a stream handle by itself from now on.
    #[nofast]
    fn consume(&self, scope: &mut v8::PinScope, handle: v8::Local<v8::Value>) {
        let Some(stream) = stream_of(scope, handle) else {
            return;
        };
        self.inner.leave_stream();
        stream.set_reader(Some(self.inner.clone()));
        *self.inner.stream.borrow_mut() = Some(stream);
    }

    /// Gives the bytes back to the handle's `onread`.
    #[fast]
    fn unconsume(&self) {
        self.inner.leave_stream();
    }

    /// A copy of the bytes that were read last.
    fn get_current_buffer<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Uint8Array>> {
        listener::buffer(scope, &self.inner.current.borrow())
    }

    /// Leaves the list of connections.
    #[fast]
    fn remove(&self) {
        self.inner.leave_list();
        self.inner.object.borrow_mut().take();
    }

    /// The parser goes back to the pool.
    #[fast]
    fn free(&self) {
        self.release();
    }

    /// The parser will not be used again.
    #[fast]
    fn close(&self) {
        self.release();
        self.inner.core.borrow_mut().take();
    }
}
