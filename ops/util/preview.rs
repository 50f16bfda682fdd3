//! A look into objects that no JavaScript can have without a side effect.

use deno_core::{op2, v8};

/// The entries of a weak collection, or those that are left in the iterator of a `Map` or `Set`, without taking them.
/// For an iterator the answer is `[entries, areKeysAndValues]`.
#[op2]
pub fn op_util_preview_entries<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    is_iterator: bool,
) -> v8::Local<'s, v8::Value> {
    let Ok(object) = v8::Local::<v8::Object>::try_from(value) else {
        return v8::undefined(scope).into();
    };
    let (entries, is_key_value) = object.preview_entries(scope);
    let entries = entries.unwrap_or_else(|| v8::Array::new(scope, 0));
    if !is_iterator {
        return entries.into();
    }
    let flag = v8::Boolean::new(scope, is_key_value);
    v8::Array::new_with_elements(scope, &[entries.into(), flag.into()]).into()
}

/// Whether the value is a pointer that native code handed out.
#[op2(fast)]
pub fn op_util_is_external(value: &v8::Value) -> bool {
    value.is_external()
}

/// The pointer in a `v8::External`, in hexadecimal digits.
#[op2]
#[string]
pub fn op_util_external_address<'s>(value: v8::Local<'s, v8::Value>) -> String {
    match v8::Local::<v8::External>::try_from(value) {
        Ok(external) => format!("{:x}", external.value() as usize),
        Err(_) => "0".to_string(),
    }
}

/// Keeps a rejection of the promise from being reported as unhandled.
#[op2(fast)]
pub fn op_util_mark_promise_as_handled<'s>(value: v8::Local<'s, v8::Value>) {
    if let Ok(promise) = v8::Local::<v8::Promise>::try_from(value) {
        promise.mark_as_handled();
    }
}
