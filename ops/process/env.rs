//! The environment and the object `process.env` (<https://nodejs.org/api/process.html#processenv>).
//!
//! The environment belongs to the process: the standard library's lock around it is the one lock, and all threads
//! that share it see the same. A worker has a copy of its own unless it was given `SHARE_ENV`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use deno_core::{op2, v8};
use v8::Intercepted;

thread_local! {
    /// A worker's copy; `None` where the process's own environment is used.
    static COPY: RefCell<Option<BTreeMap<String, String>>> = const { RefCell::new(None) };
    static ON_DEPRECATED: RefCell<Option<v8::Global<v8::Function>>> = const { RefCell::new(None) };
}

/// Whether the system can hold a variable of this name; the standard library panics on the others.
fn is_valid(name: &str) -> bool {
    !name.is_empty() && !name.bytes().any(|byte| byte == 0 || byte == b'=')
}

fn get(name: &str) -> Option<String> {
    if !is_valid(name) {
        return None;
    }
    if let Some(found) = COPY.with(|copy| copy.borrow().as_ref().map(|map| map.get(name).cloned()))
    {
        return found;
    }
    std::env::var_os(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn names() -> Vec<String> {
    if let Some(names) = COPY.with(|copy| {
        copy.borrow()
            .as_ref()
            .map(|map| map.keys().cloned().collect())
    }) {
        return names;
    }
    std::env::vars_os()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .collect()
}

fn set(isolate: &mut v8::Isolate, name: &str, value: &str) {
    if !is_valid(name) {
        return;
    }
    // As in C, the value ends at the first NUL.
    let value = value.split('\0').next().unwrap_or("");
    let copied = COPY.with(|copy| match copy.borrow_mut().as_mut() {
        Some(map) => {
            map.insert(name.to_owned(), value.to_owned());
            true
        }
        None => false,
    });
    if !copied {
        // SAFETY: every reader and writer of this program goes through the standard library, which locks.
        unsafe { std::env::set_var(OsStr::new(name), OsStr::new(value)) };
        after_change(isolate, name);
    }
}

fn delete(isolate: &mut v8::Isolate, name: &str) {
    if !is_valid(name) {
        return;
    }
    let copied = COPY.with(|copy| match copy.borrow_mut().as_mut() {
        Some(map) => {
            map.remove(name);
            true
        }
        None => false,
    });
    if !copied {
        // SAFETY: every reader and writer of this program goes through the standard library, which locks.
        unsafe { std::env::remove_var(OsStr::new(name)) };
        after_change(isolate, name);
    }
}

/// V8 keeps what it knows about the time zone.
fn after_change(isolate: &mut v8::Isolate, name: &str) {
    if name == "TZ" {
        unsafe extern "C" {
            fn tzset();
        }
        // SAFETY: reads the environment, which only the standard library's lock protects; a thread that sets it in
        // this moment is the same race as in any C program.
        unsafe { tzset() };
        isolate.date_time_configuration_change_notification(v8::TimeZoneDetection::Redetect);
    }
}

/// From now on this thread has an environment of its own: `pairs` is `[name, value, ...]`.
#[op2]
pub fn op_process_env_use_copy(#[serde] pairs: Vec<String>) {
    let map = pairs
        .chunks_exact(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect();
    COPY.with(|copy| *copy.borrow_mut() = Some(map));
}

/// Forgets what this thread keeps: before its isolate is dropped.
pub fn uninstall() {
    COPY.with(|copy| copy.borrow_mut().take());
    let last = ON_DEPRECATED.with(|callback| callback.borrow_mut().take());
    drop(last);
}

/// The object `process.env`. With a function, it is called when something is assigned that is neither a string nor
/// a number nor a boolean.
#[op2]
pub fn op_process_env_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    on_deprecated: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Object>> {
    let callback = v8::Local::<v8::Function>::try_from(on_deprecated)
        .ok()
        .map(|f| v8::Global::new(scope, f));
    ON_DEPRECATED.with(|cell| *cell.borrow_mut() = callback);
    let class = v8::FunctionTemplate::new(
        scope,
        |_: &mut v8::PinScope, _: v8::FunctionCallbackArguments, _: v8::ReturnValue| {},
    );
    let template = class.instance_template(scope);
    template.set_named_property_handler(
        v8::NamedPropertyHandlerConfiguration::new()
            .getter(on_get)
            .setter(on_set)
            .query(on_query)
            .deleter(on_delete)
            .enumerator(on_enumerate)
            .definer(on_define)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT),
    );
    template.set_indexed_property_handler(
        v8::IndexedPropertyHandlerConfiguration::new()
            .getter(on_get_index)
            .setter(on_set_index)
            .query(on_query_index)
            .deleter(on_delete_index)
            .definer(on_define_index)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT),
    );
    let class = class.get_function(scope)?;
    class.new_instance(scope, &[])
}

/// The text of a property key; `None` for a symbol.
fn text(scope: &mut v8::PinScope, key: v8::Local<v8::Name>) -> Option<String> {
    v8::Local::<v8::String>::try_from(key)
        .ok()
        .map(|key| key.to_rust_string_lossy(scope))
}

fn on_get<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    key: v8::Local<'s, v8::Name>,
    _: v8::PropertyCallbackArguments<'s>,
    result: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    match text(scope, key) {
        Some(name) => answer(scope, &name, result),
        None => Intercepted::kNo,
    }
}

fn answer(
    scope: &mut v8::PinScope,
    name: &str,
    mut result: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    let Some(value) = get(name) else {
        return Intercepted::kNo;
    };
    if let Some(value) = v8::String::new(scope, &value) {
        result.set(value.into());
    }
    Intercepted::kYes
}

fn on_set<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    key: v8::Local<'s, v8::Name>,
    value: v8::Local<'s, v8::Value>,
    _: v8::PropertyCallbackArguments<'s>,
    _: v8::ReturnValue<()>,
) -> Intercepted {
    let Some(name) = text(scope, key) else {
        // Symbols have no text: this throws the engine's own error.
        let _ = v8::Local::<v8::Value>::from(key).to_string(scope);
        return Intercepted::kYes;
    };
    assign(scope, &name, value);
    Intercepted::kYes
}

fn assign(scope: &mut v8::PinScope, name: &str, value: v8::Local<v8::Value>) {
    if !(value.is_string() || value.is_number() || value.is_boolean()) {
        let callback =
            ON_DEPRECATED.with(|cell| cell.borrow().as_ref().map(|f| v8::Local::new(scope, f)));
        if let Some(callback) = callback {
            let receiver = v8::undefined(scope).into();
            if callback.call(scope, receiver, &[]).is_none() {
                return;
            }
        }
    }
    // None: the conversion threw, which stays pending.
    if let Some(value) = value.to_string(scope) {
        let value = value.to_rust_string_lossy(scope);
        set(scope, name, &value);
    }
}

fn on_query<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    key: v8::Local<'s, v8::Name>,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Integer>,
) -> Intercepted {
    match text(scope, key) {
        Some(name) if get(&name).is_some() => {
            result.set_int32(0);
            Intercepted::kYes
        }
        _ => Intercepted::kNo,
    }
}

fn on_delete<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    key: v8::Local<'s, v8::Name>,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Boolean>,
) -> Intercepted {
    if let Some(name) = text(scope, key) {
        delete(scope, &name);
    }
    // What is not there counts as deleted.
    result.set_bool(true);
    Intercepted::kYes
}

fn on_enumerate<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Array>,
) {
    let names: Vec<v8::Local<v8::Value>> = names()
        .iter()
        .filter_map(|name| v8::String::new(scope, name))
        .map(Into::into)
        .collect();
    result.set(v8::Array::new_with_elements(scope, &names));
}

fn on_define<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    key: v8::Local<'s, v8::Name>,
    descriptor: &v8::PropertyDescriptor,
    _: v8::PropertyCallbackArguments<'s>,
    _: v8::ReturnValue<()>,
) -> Intercepted {
    let Some(name) = text(scope, key) else {
        let _ = v8::Local::<v8::Value>::from(key).to_string(scope);
        return Intercepted::kYes;
    };
    define(scope, &name, descriptor);
    Intercepted::kYes
}

fn define(scope: &mut v8::PinScope, name: &str, descriptor: &v8::PropertyDescriptor) {
    if descriptor.has_get() || descriptor.has_set() {
        refuse(
            scope,
            "'process.env' does not accept an accessor(getter/setter) descriptor",
        );
        return;
    }
    let is_plain = descriptor.has_configurable()
        && descriptor.configurable()
        && descriptor.has_writable()
        && descriptor.writable()
        && descriptor.has_enumerable()
        && descriptor.enumerable();
    if !is_plain {
        refuse(
            scope,
            "'process.env' only accepts a configurable, writable, and enumerable data descriptor",
        );
        return;
    }
    if descriptor.has_value() {
        let value = descriptor.value();
        assign(scope, name, value);
    }
}

/// Throws Node's error for a descriptor that an environment cannot hold.
fn refuse(scope: &mut v8::PinScope, message: &str) {
    let (Some(message), Some(key), Some(code)) = (
        v8::String::new(scope, message),
        v8::String::new(scope, "code"),
        v8::String::new(scope, "ERR_INVALID_OBJECT_DEFINE_PROPERTY"),
    ) else {
        return;
    };
    let error = v8::Exception::type_error(scope, message);
    if let Ok(object) = v8::Local::<v8::Object>::try_from(error) {
        object.set(scope, key.into(), code.into());
    }
    scope.throw_exception(error);
}

fn on_get_index<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    index: u32,
    _: v8::PropertyCallbackArguments<'s>,
    result: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    answer(scope, &index.to_string(), result)
}

fn on_set_index<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    index: u32,
    value: v8::Local<'s, v8::Value>,
    _: v8::PropertyCallbackArguments<'s>,
    _: v8::ReturnValue<()>,
) -> Intercepted {
    assign(scope, &index.to_string(), value);
    Intercepted::kYes
}

fn on_query_index<'s, 'i>(
    _: &mut v8::PinScope<'s, 'i>,
    index: u32,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Integer>,
) -> Intercepted {
    if get(&index.to_string()).is_none() {
        return Intercepted::kNo;
    }
    result.set_int32(0);
    Intercepted::kYes
}

fn on_delete_index<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    index: u32,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<v8::Boolean>,
) -> Intercepted {
    delete(scope, &index.to_string());
    result.set_bool(true);
    Intercepted::kYes
}

fn on_define_index<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    index: u32,
    descriptor: &v8::PropertyDescriptor,
    _: v8::PropertyCallbackArguments<'s>,
    _: v8::ReturnValue<()>,
) -> Intercepted {
    define(scope, &index.to_string(), descriptor);
    Intercepted::kYes
}
