//! The function that words `error.stack`: `js/internal/errors/stack.js` registers it once for each isolate.

use deno_core::{op2, v8};

struct PrepareStackTrace(v8::Global<v8::Function>);

/// Registers `(globalThis, error, callSites) => string`.
#[op2(fast)]
pub fn op_util_set_prepare_stack_trace(
    scope: &mut v8::PinScope<'_, '_>,
    callback: v8::Local<v8::Function>,
) {
    let callback = v8::Global::new(scope, callback);
    scope.set_slot(PrepareStackTrace(callback));
}

/// The text of the stack by the registered function. What the function throws stays pending, and the answer is then
/// undefined. `None` before a function was registered.
pub fn prepare_stack_trace<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> Option<v8::Local<'s, v8::Value>> {
    let callback = scope.get_slot::<PrepareStackTrace>()?.0.clone();
    let callback = v8::Local::new(scope, callback);
    let global: v8::Local<v8::Value> = scope.get_current_context().global(scope).into();
    let receiver = v8::undefined(scope).into();
    let result = callback.call(scope, receiver, &[global, error, sites.into()]);
    Some(result.unwrap_or_else(|| v8::undefined(scope).into()))
}
