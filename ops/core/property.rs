//! Texts and properties of objects that native code makes for JS.

use deno_core::v8;

/// `text` as a string of V8; empty where it is longer than V8's longest.
pub fn new_string<'s>(scope: &mut v8::PinScope<'s, '_>, text: &str) -> v8::Local<'s, v8::String> {
    v8::String::new(scope, text).unwrap_or_else(|| v8::String::empty(scope))
}

/// Defines `object[key]`, past setters of its prototypes.
pub fn define(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    key: &str,
    value: v8::Local<v8::Value>,
) {
    let key = new_string(scope, key);
    object.create_data_property(scope, key.into(), value);
}

/// Defines `object[key]` as a text.
pub fn define_text(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, key: &str, text: &str) {
    let value = new_string(scope, text).into();
    define(scope, object, key, value);
}
