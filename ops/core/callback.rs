//! The one door from native code into JS callbacks.
//!
//! Every callback that the loop makes passes [`call_raw`]: it calls the function, hands an exception to the
//! program's `uncaughtException` machinery, and drains `process.nextTick` and microtasks, as Node's
//! `InternalCallbackScope` does (<https://nodejs.org/api/process.html#processnexttickcallback-args>).

use std::cell::RefCell;

use deno_core::{op2, v8};

struct Callbacks {
    /// `(error) => void`: reports an uncaught exception.
    report: v8::Global<v8::Function>,
    /// `() => void`: drains ticks, microtasks and rejections.
    drain: v8::Global<v8::Function>,
}

thread_local! {
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
}

/// Registers the two functions that [`call_raw`] needs: bootstrap calls it once in each isolate.
#[op2(nofast)]
pub fn op_core_set_callbacks(
    scope: &mut v8::PinScope,
    report: v8::Local<v8::Function>,
    drain: v8::Local<v8::Function>,
) {
    install_callbacks(v8::Global::new(scope, report), v8::Global::new(scope, drain));
}

fn install_callbacks(report: v8::Global<v8::Function>, drain: v8::Global<v8::Function>) {
    CALLBACKS.with(|cell| *cell.borrow_mut() = Some(Callbacks { report, drain }));
}

/// Forgets the two functions: before the isolate of this thread is dropped.
pub fn uninstall_callbacks() {
    let last = CALLBACKS.with(|cell| cell.borrow_mut().take());
    drop(last);
}

/// Calls `func`, reports what it throws, then drains ticks and microtasks. Returns its result, or `None` when it
/// threw or the isolate is being terminated.
pub fn call_raw<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<v8::Value>,
    func: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let result = guarded(scope, receiver, func, args);
    drain(scope);
    result
}

/// Calls `func` and reports what it throws; does not drain.
fn guarded<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<v8::Value>,
    func: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    v8::tc_scope!(let tc, scope);
    let result = func.call(tc, receiver, args);
    if result.is_some() {
        return result;
    }
    if tc.has_terminated() || tc.is_execution_terminating() {
        return None;
    }
    let exception = tc.exception()?;
    tc.reset();
    let report = CALLBACKS.with(|cell| cell.borrow().as_ref().map(|c| v8::Local::new(tc, &c.report)));
    if let Some(report) = report {
        let undefined = v8::undefined(tc).into();
        report.call(tc, undefined, &[exception]);
    }
    None
}

/// Drains `process.nextTick`, microtasks and rejections.
pub fn drain(scope: &mut v8::PinScope) {
    let function = CALLBACKS.with(|cell| cell.borrow().as_ref().map(|c| v8::Local::new(scope, &c.drain)));
    if let Some(function) = function {
        let undefined = v8::undefined(scope).into();
        guarded(scope, undefined, function, &[]);
    }
}

/// Calls the method `name` of `object` through the door; nothing happens when it is not a function.
pub fn call_method<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<v8::Object>,
    name: &str,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let key = v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    let function = v8::Local::<v8::Function>::try_from(object.get(scope, key.into())?).ok()?;
    call_raw(scope, object.into(), function, args)
}

/// A JS function to be called once or more from the loop, with the async context in which it was handed over.
pub struct JsCallback {
    function: v8::Global<v8::Function>,
    context: Option<v8::Global<v8::Value>>,
}

impl JsCallback {
    /// Keeps `function` and the current async context (`AsyncLocalStorage`).
    pub fn new(scope: &mut v8::PinScope, function: v8::Local<v8::Function>) -> Self {
        let context = scope.get_continuation_preserved_embedder_data();
        let context = (!context.is_undefined()).then(|| v8::Global::new(scope, context));
        Self { function: v8::Global::new(scope, function), context }
    }

    /// Calls it through the door, inside its async context.
    pub fn call(&self, scope: &mut v8::PinScope, args: &[v8::Local<v8::Value>]) {
        let function = v8::Local::new(scope, &self.function);
        let receiver = v8::undefined(scope).into();
        if let Some(context) = &self.context {
            let context = v8::Local::new(scope, context);
            scope.set_continuation_preserved_embedder_data(context);
        }
        guarded(scope, receiver, function, args);
        if self.context.is_some() {
            let none = v8::undefined(scope).into();
            scope.set_continuation_preserved_embedder_data(none);
        }
        drain(scope);
    }
}
