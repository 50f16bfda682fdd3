//! The one door from native code into JS callbacks.
//!
//! Every callback that the loop makes passes [`call_raw`]: it calls the function, hands an exception to the
//! program's `uncaughtException` machinery, and drains `process.nextTick` and microtasks, as Node's
//! `InternalCallbackScope` does (<https://nodejs.org/api/process.html#processnexttickcallback-args>).

use std::cell::{Cell, RefCell};

use deno_core::{op2, v8};

struct Callbacks {
    /// `(error) => void`: reports an uncaught exception.
    report: v8::Global<v8::Function>,
    /// `() => void`: drains ticks, microtasks and rejections.
    drain: v8::Global<v8::Function>,
    /// The receiver of `drain`.
    process: v8::Global<v8::Object>,
    /// The object that holds ops and handle classes.
    ops: v8::Global<v8::Object>,
}

thread_local! {
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
}

/// Registers the two functions that [`call_raw`] needs, the object of ops and the receiver of `drain`: bootstrap calls it
/// once in each isolate.
#[op2(nofast)]
pub fn op_core_set_callbacks(
    scope: &mut v8::PinScope,
    report: v8::Local<v8::Function>,
    drain: v8::Local<v8::Function>,
    ops: v8::Local<v8::Object>,
    process: v8::Local<v8::Object>,
) {
    let callbacks = Callbacks {
        report: v8::Global::new(scope, report),
        drain: v8::Global::new(scope, drain),
        ops: v8::Global::new(scope, ops),
        process: v8::Global::new(scope, process),
    };
    CALLBACKS.with(|cell| *cell.borrow_mut() = Some(callbacks));
}

/// Gives an object that native code made the prototype of its class in JS, with its methods: what deno_core makes such
/// objects of is not the class that JS sees, which is bound at first use.
pub fn adopt(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, class: &str) {
    let ops = CALLBACKS.with(|cell| {
        cell.borrow()
            .as_ref()
            .map(|c| v8::Local::new(scope, &c.ops))
    });
    let prototype = ops.and_then(|ops| {
        let class = property(scope, ops, class)?;
        property(scope, class, "prototype")
    });
    if let Some(prototype) = prototype {
        object.set_prototype(scope, prototype.into());
    }
}

fn property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<v8::Object>,
    name: &str,
) -> Option<v8::Local<'s, v8::Object>> {
    let key =
        v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    v8::Local::<v8::Object>::try_from(object.get(scope, key.into())?).ok()
}

/// Forgets the two functions: before the isolate of this thread is dropped.
pub fn uninstall_callbacks() {
    let last = CALLBACKS.with(|cell| cell.borrow_mut().take());
    drop(last);
    TICK_INFO.with(|cell| cell.borrow_mut().take());
    REMEMBERED.with(|cell| cell.borrow_mut().take());
}

/// Calls `func`, reports what it throws, or else drains ticks and microtasks. Returns its result, or `None` when it
/// threw or the isolate is being terminated.
pub fn call_raw<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<v8::Value>,
    func: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let result = guarded(scope, receiver, func, args);
    // After an exception the queue waits: the handler of the exception has set an immediate, which drains it.
    if result.is_some() {
        drain(scope);
    }
    result
}

thread_local! {
    /// See [`set_debugged`].
    static DEBUGGED: Cell<bool> = const { Cell::new(false) };
}

/// Whether V8 asks for what nothing in JavaScript catches: it is told that the catching on this side does not count.
/// Somebody must listen to V8's messages then, or V8 prints them.
pub fn set_debugged(debugged: bool) {
    DEBUGGED.set(debugged);
}

thread_local! {
    /// How many verbose calls of [`guarded`] are under way.
    static VERBOSE: Cell<u32> = const { Cell::new(0) };
}

/// Whether V8 tells its listeners of an exception that [`guarded`] is about to report: they must not report it too.
pub fn is_reported_by_caller() -> bool {
    VERBOSE.get() > 0
}

/// Calls `func` and reports what it throws; does not drain. For callbacks that come in a group with one drain at its end.
pub fn guarded<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<v8::Value>,
    func: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    if crate::is_stopping() {
        return None;
    }
    v8::tc_scope!(let tc, scope);
    let verbose = u32::from(DEBUGGED.get());
    tc.set_verbose(verbose > 0);
    VERBOSE.set(VERBOSE.get() + verbose);
    let result = func.call(tc, receiver, args);
    VERBOSE.set(VERBOSE.get() - verbose);
    if result.is_some() {
        return result;
    }
    if tc.has_terminated() || tc.is_execution_terminating() {
        return None;
    }
    let exception = tc.exception()?;
    let place = tc.message().and_then(|message| place_of(tc, message));
    THROWN.with(|cell| {
        *cell.borrow_mut() = place.map(|place| (v8::Global::new(tc, exception), place))
    });
    tc.reset();
    let report = CALLBACKS.with(|cell| {
        cell.borrow()
            .as_ref()
            .map(|c| v8::Local::new(tc, &c.report))
    });
    if let Some(report) = report {
        let undefined = v8::undefined(tc).into();
        report.call(tc, undefined, &[exception]);
    }
    THROWN.with(|cell| cell.borrow_mut().take());
    None
}

/// Where an exception was thrown, for the text of an uncaught one.
#[derive(Clone)]
pub struct Place {
    /// The script's name.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// The text of that line.
    pub source: String,
    /// Columns of the marked text, counted from 0.
    pub start: usize,
    pub end: usize,
    /// The frames of the throw, a line each; empty unless V8 was told to capture them (`--trace-uncaught`).
    pub frames: String,
}

thread_local! {
    /// The exception that is being reported.
    static THROWN: Kept = const { RefCell::new(None) };
}

/// An exception and where it came from.
type Kept = RefCell<Option<(v8::Global<v8::Value>, Place)>>;

thread_local! {
    /// An exception that JS may catch and throw again: where it came from first.
    static REMEMBERED: Kept = const { RefCell::new(None) };
}

/// Runs `f`; where an exception that leaves it was thrown is remembered, also when JS throws it again elsewhere.
pub fn remembering_place<'s, R>(
    scope: &mut v8::PinScope<'s, '_>,
    f: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<R>,
) -> Option<R> {
    // Never a verbose one: V8 does not hand what leaves it to a `catch` in JavaScript.
    v8::tc_scope!(let tc, scope);
    let result = f(tc);
    if tc.has_terminated() {
        // The termination stays what it is; thrown again it would be a `null` that JS can catch.
        return None;
    }
    if let Some(exception) = tc.exception() {
        let place = tc.message().and_then(|message| place_of(tc, message));
        REMEMBERED.with(|cell| {
            *cell.borrow_mut() = place.map(|place| (v8::Global::new(tc, exception), place))
        });
        tc.rethrow();
    }
    result
}

/// Calls `function(first, second)` on `receiver`; the place of what it throws is remembered, so that JS may catch it.
#[op2(reentrant)]
pub fn op_core_call_remembering<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: v8::Local<'s, v8::Function>,
    receiver: v8::Local<'s, v8::Value>,
    first: v8::Local<'s, v8::Value>,
    second: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    remembering_place(scope, |scope| {
        function.call(scope, receiver, &[first, second])
    })
    .unwrap_or_else(|| v8::undefined(scope).into())
}

fn kept_place(
    scope: &mut v8::PinScope,
    kept: &'static std::thread::LocalKey<Kept>,
    exception: v8::Local<v8::Value>,
) -> Option<Place> {
    kept.with(|cell| {
        let cell = cell.borrow();
        let (value, place) = cell.as_ref()?;
        v8::Local::new(scope, value)
            .strict_equals(exception)
            .then(|| place.clone())
    })
}

fn place_of(scope: &mut v8::PinScope, message: v8::Local<v8::Message>) -> Option<Place> {
    let name = message.get_script_resource_name(scope)?;
    if name.is_undefined() {
        return None;
    }
    Some(Place {
        file: name.to_rust_string_lossy(scope),
        line: message.get_line_number(scope)?,
        source: message.get_source_line(scope)?.to_rust_string_lossy(scope),
        start: message.get_start_column(),
        end: message.get_end_column(),
        frames: frames_of(scope, message),
    })
}

fn frames_of(scope: &mut v8::PinScope, message: v8::Local<v8::Message>) -> String {
    let mut text = String::new();
    let Some(stack) = message.get_stack_trace(scope) else {
        return text;
    };
    for index in 0..stack.get_frame_count() {
        let Some(frame) = stack.get_frame(scope, index) else {
            continue;
        };
        let script = frame.get_script_name_or_source_url(scope);
        let script = script.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
        let function = frame.get_function_name(scope);
        let function = function.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
        let place = format!(
            "{script}:{}:{}",
            frame.get_line_number(),
            frame.get_column()
        );
        text.push_str(&match function.is_empty() {
            true => format!("    at {place}\n"),
            false => format!("    at {function} ({place})\n"),
        });
    }
    text
}

/// Where `exception` was thrown: exact while it is being reported, else as far as its stack tells.
pub fn thrown_at(scope: &mut v8::PinScope, exception: v8::Local<v8::Value>) -> Option<Place> {
    let kept =
        kept_place(scope, &REMEMBERED, exception).or_else(|| kept_place(scope, &THROWN, exception));
    if kept.is_some() {
        return kept;
    }
    let message = v8::Exception::create_message(scope, exception);
    place_of(scope, message)
}

thread_local! {
    /// `[tick scheduled, rejection to report]`, shared with JS.
    static TICK_INFO: RefCell<Option<v8::SharedRef<v8::BackingStore>>> = const { RefCell::new(None) };
}

/// Two bytes that JS sets: `[tick scheduled, rejection to report]`. While both are 0 a drain stays native.
#[op2]
pub fn op_core_tick_info<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let buffer = v8::ArrayBuffer::new(scope, 2);
    TICK_INFO.with(|cell| *cell.borrow_mut() = Some(buffer.get_backing_store()));
    v8::Uint8Array::new(scope, buffer, 0, 2)
}

fn tick_info(index: usize) -> bool {
    TICK_INFO.with(|cell| {
        cell.borrow()
            .as_ref()
            .and_then(|s| s.get(index).map(|b| b.get() != 0))
            .unwrap_or(true)
    })
}

/// Whether a tick waits.
pub fn has_ticks() -> bool {
    tick_info(0)
}

/// Drains `process.nextTick`, microtasks and rejections. What a tick throws is reported; those behind it wait for the
/// next drain.
pub fn drain(scope: &mut v8::PinScope) {
    if !tick_info(0) {
        // Without ticks the promise jobs run with no frame of ours below them, as in Node.
        scope.perform_microtask_checkpoint();
        if !tick_info(0) && !tick_info(1) {
            return;
        }
    }
    let function = CALLBACKS.with(|cell| {
        cell.borrow().as_ref().map(|c| {
            (
                v8::Local::new(scope, &c.drain),
                v8::Local::new(scope, &c.process),
            )
        })
    });
    let Some((function, process)) = function else {
        return;
    };
    guarded(scope, process.into(), function, &[]);
}

/// Calls the method `name` of `object` through the door; nothing happens when it is not a function.
pub fn call_method<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<v8::Object>,
    name: &str,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let key =
        v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    let function = v8::Local::<v8::Function>::try_from(object.get(scope, key.into())?).ok()?;
    call_raw(scope, object.into(), function, args)
}

/// A JS function to be called once or more from the loop, with the async context in which it was handed over.
pub struct JsCallback {
    function: v8::Global<v8::Function>,
    context: Option<v8::Global<v8::Value>>,
    _active: Option<Active>,
}

thread_local! {
    /// How many requests of each kind wait for their answer.
    static ACTIVE: RefCell<Vec<(&'static str, usize)>> = const { RefCell::new(Vec::new()) };
}

/// Counts a request for as long as it is there.
struct Active(&'static str);

impl Active {
    fn new(kind: &'static str) -> Self {
        ACTIVE.with(|active| {
            let mut active = active.borrow_mut();
            match active.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, count)) => *count += 1,
                None => active.push((kind, 1)),
            }
        });
        Self(kind)
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        // At the end of the thread the list may be gone already.
        let _ = ACTIVE.try_with(|active| {
            let mut active = active.borrow_mut();
            if let Some((_, count)) = active.iter_mut().find(|(kind, _)| *kind == self.0) {
                *count = count.saturating_sub(1);
            }
        });
    }
}

/// The kinds of the requests that wait, one after the other, with spaces between.
#[op2]
#[string]
pub fn op_core_active_requests() -> String {
    ACTIVE.with(|active| {
        let kinds = active.borrow();
        let all = kinds
            .iter()
            .flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count));
        all.collect::<Vec<_>>().join(" ")
    })
}

impl JsCallback {
    /// Keeps `function` and the current async context (`AsyncLocalStorage`).
    pub fn new(scope: &mut v8::PinScope, function: v8::Local<v8::Function>) -> Self {
        let context = scope.get_continuation_preserved_embedder_data();
        let context = (!context.is_undefined()).then(|| v8::Global::new(scope, context));
        Self {
            function: v8::Global::new(scope, function),
            context,
            _active: None,
        }
    }

    /// As [`JsCallback::new`], for a request of the type `kind` that JS can see in `node:async_hooks`.
    pub fn request<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        function: v8::Local<'s, v8::Function>,
        kind: &'static str,
    ) -> Self {
        let function = crate::wrap_request(scope, function, kind);
        Self {
            _active: Some(Active::new(kind)),
            ..Self::new(scope, function)
        }
    }

    /// Calls it through the door, inside its async context.
    pub fn call(&self, scope: &mut v8::PinScope, args: &[v8::Local<v8::Value>]) {
        let function = v8::Local::new(scope, &self.function);
        let receiver = v8::undefined(scope).into();
        if let Some(context) = &self.context {
            let context = v8::Local::new(scope, context);
            scope.set_continuation_preserved_embedder_data(context);
        }
        let succeeded = guarded(scope, receiver, function, args).is_some();
        if self.context.is_some() {
            let none = v8::undefined(scope).into();
            scope.set_continuation_preserved_embedder_data(none);
        }
        if succeeded {
            drain(scope);
        }
    }
}
