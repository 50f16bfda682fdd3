//! The mark of objects that structured cloning does not take property by property: a private symbol, which no program
//! can see, copy or remove.

use deno_core::{op2, v8};

/// The object may be named in a transfer list.
pub(crate) const TRANSFERABLE: u32 = 1;
/// The object may be cloned.
pub(crate) const CLONEABLE: u32 = 2;

fn key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = v8::String::new_from_one_byte(
        scope,
        b"node:transfer_mode_private_symbol",
        v8::NewStringType::Internalized,
    );
    v8::Private::for_api(scope, name)
}

/// The mark of `object`; `None` when it has none.
pub(crate) fn mode(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> Option<u32> {
    let key = key(scope);
    if !object.has_private(scope, key)? {
        return None;
    }
    object.get_private(scope, key)?.uint32_value(scope)
}

pub(crate) fn is_marked(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    let key = key(scope);
    object.has_private(scope, key).unwrap_or(false)
}

pub(crate) fn mark(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, mode: u32) {
    let key = key(scope);
    let mode = v8::Integer::new_from_unsigned(scope, mode).into();
    object.set_private(scope, key, mode);
}

/// Marks `object`; 0 means that it can be neither cloned nor transferred.
#[op2(fast)]
pub fn op_messaging_mark(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, mode: u32) {
    mark(scope, object, mode);
}

/// The mark, or -1.
#[op2(fast)]
pub fn op_messaging_mode(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> i32 {
    mode(scope, object).map_or(-1, |mode| mode as i32)
}
