//! `structuredClone()` (<https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone>).

use deno_core::{op2, v8};

use crate::{deserialize, serialize};

/// The copy of `value`; `list` is a plain array of what is transferred, or undefined.
#[op2(reentrant)]
pub fn op_messaging_structured_clone<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    list: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let list = v8::Local::<v8::Array>::try_from(list).ok();
    let copy = serialize(scope, value, list, None).and_then(|message| deserialize(scope, message));
    // Without a copy an exception is pending.
    copy.map_or_else(|| v8::undefined(scope).into(), |read| read.value)
}
