//! The two functions of V8's binding that the `v8` crate wraps in a way that ends the process where V8 has no answer.

use std::ffi::c_void;
use std::ptr::{null, null_mut};

use deno_core::v8;

unsafe extern "C" {
    fn v8__Isolate__GetCurrent() -> *mut c_void;
    fn v8__Context__New(
        isolate: *mut c_void,
        template: *const v8::ObjectTemplate,
        global: *const v8::Value,
        queue: *mut v8::MicrotaskQueue,
    ) -> *const v8::Context;
    fn v8__Context__GetNumberOfEmbedderDataFields(context: *const v8::Context) -> u32;
}

/// A new context; `None` when the stack is full or the isolate is being terminated.
pub(crate) fn new_context<'s>(
    _scope: &mut v8::PinScope<'s, '_>,
    template: Option<v8::Local<'s, v8::ObjectTemplate>>,
    queue: Option<*mut v8::MicrotaskQueue>,
) -> Option<v8::Local<'s, v8::Context>> {
    // SAFETY: the isolate is the entered one, whose handle scope `_scope` is: the handle that V8 answers with lives as
    // long as that. A `Local` is a pointer that is not null, so the type below is a pointer or null.
    unsafe {
        let context = ops_core::with_steady_v8_flags(|| {
            v8__Context__New(
                v8__Isolate__GetCurrent(),
                template.map_or_else(null, |t| &raw const *t),
                null(),
                queue.unwrap_or_else(null_mut),
            )
        });
        std::mem::transmute::<*const v8::Context, Option<v8::Local<'s, v8::Context>>>(context)
    }
}

/// The embedder data `slot` of `context`; `None` where nothing was ever stored that far.
pub(crate) fn embedder_data<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    context: v8::Local<'s, v8::Context>,
    slot: i32,
) -> Option<v8::Local<'s, v8::Value>> {
    // The `v8` crate keeps the first two fields for itself.
    const OWN: i32 = 2;
    // SAFETY: the handle is live.
    let fields = unsafe { v8__Context__GetNumberOfEmbedderDataFields(&raw const *context) };
    if i64::from(fields) <= i64::from(slot + OWN) {
        return None;
    }
    context.get_embedder_data(scope, slot)
}
