//! The mark of objects that structured cloning does not take property by property: a private symbol, which no program
//! can see, copy or remove.

use std::cell::RefCell;

use deno_core::{op2, v8};

use crate::hooks;

/// The object may be named in a transfer list.
pub(crate) const TRANSFERABLE: u32 = 1;
/// The mark, on a prototype, is for the objects of its class.
const CLASS: u32 = 4;
/// How far up its prototypes an object is looked at: the instance, its class, and some that extend it.
const CHAIN: usize = 5;

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

/// The mark of `object`, its own or one of its class; `None` when it has none.
pub(crate) fn mode(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> Option<u32> {
    let key = known_key(scope);
    if let Some(own) = own_mode(scope, object, key)
        && own & CLASS == 0
    {
        return Some(own);
    }
    // No class with a mark is one of errors.
    if object.is_native_error() {
        return None;
    }
    // A proxy is no object of a class, and its prototype may be anything.
    let mut at = object;
    for _ in 0..CHAIN {
        if at.is_proxy() {
            return None;
        }
        let prototype = at.get_prototype(scope)?;
        if hooks::is_object_prototype(scope, prototype) {
            return None;
        }
        at = v8::Local::try_from(prototype).ok()?;
        if let Some(mode) = own_mode(scope, at, key)
            && mode & CLASS != 0
        {
            // The prototype of a class that extends it is a plain object.
            let name = v8::String::new(scope, "constructor")?;
            let is_prototype = object.has_own_property(scope, name.into())?;
            return (!is_prototype).then_some(mode & !CLASS);
        }
    }
    None
}

thread_local! {
    /// The key of this thread's isolate: making it anew costs more than asking with it.
    static KEY: RefCell<Option<v8::Global<v8::Private>>> = const { RefCell::new(None) };
}

fn known_key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let known = KEY.with_borrow(|cell| cell.as_ref().map(|known| v8::Local::new(scope, known)));
    known.unwrap_or_else(|| {
        let made = key(scope);
        KEY.set(Some(v8::Global::new(scope, made)));
        made
    })
}

/// Whether `object` itself has a mark, whatever its class has.
pub(crate) fn has_own(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    let key = known_key(scope);
    object.has_private(scope, key).unwrap_or(true)
}

/// Before the isolate of this thread goes.
pub(crate) fn forget() {
    KEY.take();
}

fn own_mode(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    key: v8::Local<v8::Private>,
) -> Option<u32> {
    if !object.has_private(scope, key)? {
        return None;
    }
    object.get_private(scope, key)?.uint32_value(scope)
}

pub(crate) fn is_marked(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    mode(scope, object).is_some()
}

pub(crate) fn mark(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, mode: u32) {
    let key = key(scope);
    let mode = v8::Integer::new_from_unsigned(scope, mode).into();
    object.set_private(scope, key, mode);
}

/// Marks `object` or, with [`CLASS`] on a prototype, the objects of a class. Without another bit they can be neither cloned
/// nor transferred.
#[op2(fast)]
pub fn op_messaging_mark(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, mode: u32) {
    mark(scope, object, mode);
}

/// The mark, or -1.
#[op2(fast)]
pub fn op_messaging_mode(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> i32 {
    mode(scope, object).map_or(-1, |mode| mode as i32)
}
