//! Properties whose value is made when they are first read. To programs they are plain data properties, as V8's own lazy ones
//! are in Node; in the snapshot each is one object, where an accessor would be six.

use std::cell::RefCell;

use deno_core::{op2, v8};
use v8::MapFnTo;

thread_local! {
    /// The realm object of this thread's world, whose `loadValue(name)` makes a value.
    static REALM: RefCell<Option<v8::Global<v8::Object>>> = const { RefCell::new(None) };
}

/// Names the realm that makes the values in this thread.
pub(crate) fn install(realm: &v8::Global<v8::Object>) {
    REALM.set(Some(realm.clone()));
}

/// Forgets the realm: before the isolate of this thread is dropped.
pub(crate) fn uninstall() {
    drop(REALM.take());
}

/// Calls the function `name` that the builtin `id` exports with a number and a text. Nothing is drained: the program may be in the middle of a call.
pub(crate) fn call_builtin(
    scope: &mut v8::PinScope,
    id: &str,
    name: &str,
    number: u32,
    text: &str,
) -> Option<()> {
    let realm =
        REALM.with_borrow(|realm| realm.as_ref().map(|realm| v8::Local::new(scope, realm)))?;
    let id = v8::String::new(scope, id)?;
    let exports = call(scope, realm, "require", &[id.into()])?;
    let exports = v8::Local::<v8::Object>::try_from(exports).ok()?;
    let number = v8::Integer::new_from_unsigned(scope, number).into();
    let text = v8::String::new(scope, text)?.into();
    call(scope, exports, name, &[number, text]).map(|_| ())
}

fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<'s, v8::Object>,
    name: &str,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let name = v8::String::new(scope, name)?;
    let function = receiver.get(scope, name.into())?;
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    ops_core::guarded(scope, receiver.into(), function, args)
}

/// `(target, name, enumerable)`: defines the property `name` of `target`. Its first reading calls `loadValue(name)` of the
/// realm; an assignment before that replaces it.
#[op2(nofast)]
pub fn op_builtins_lazy_property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    target: v8::Local<'s, v8::Object>,
    name: v8::Local<'s, v8::String>,
    enumerable: bool,
) {
    let attributes = if enumerable {
        v8::PropertyAttribute::NONE
    } else {
        v8::PropertyAttribute::DONT_ENUM
    };
    define(scope, target, name.into(), attributes);
}

fn define(
    scope: &mut v8::PinScope,
    target: v8::Local<v8::Object>,
    name: v8::Local<v8::Name>,
    attributes: v8::PropertyAttribute,
) {
    // The data of such a property goes into the part of the snapshot that no context may be reached from: it stays empty.
    let data = v8::undefined(scope).into();
    target.set_lazy_data_property_with_data(
        scope,
        name,
        read,
        data,
        attributes,
        v8::SideEffectType::HasSideEffect,
        v8::SideEffectType::HasSideEffect,
    );
}

/// The getter, as the snapshot refers to it.
pub(crate) fn reference() -> v8::ExternalReference {
    let getter: v8::AccessorNameGetterCallback = read.map_fn_to();
    v8::ExternalReference {
        pointer: getter as *mut std::ffi::c_void,
    }
}

fn read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::Name>,
    arguments: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Value>,
) {
    let holder = arguments.holder();
    let attributes = holder.get_property_attributes(scope, name.into());
    // Without a value there is an exception, which V8 throws on.
    if let Some(value) = load(scope, name) {
        // V8 ends the process when it does not find here what it has left; a reading from within may have changed it.
        define(scope, holder, name, attributes.unwrap_or_default());
        result.set(value);
    }
}

fn load<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::Name>,
) -> Option<v8::Local<'s, v8::Value>> {
    let realm = REALM.with_borrow(|realm| Some(v8::Local::new(scope, realm.as_ref()?)))?;
    let key = v8::String::new(scope, "loadValue")?.into();
    let load = v8::Local::<v8::Function>::try_from(realm.get(scope, key)?).ok()?;
    load.call(scope, realm.into(), &[name.into()])
}
