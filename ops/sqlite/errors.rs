//! Errors as native code of Node throws them: plain ones with the code as a property.

use deno_core::v8;
use ops_core::{define, define_text, new_string};

/// The class of an error.
#[derive(Clone, Copy)]
pub enum Class {
    Error,
    Type,
    Range,
}

impl Class {
    pub fn of(number: i32) -> Self {
        match number {
            1 => Self::Type,
            2 => Self::Range,
            _ => Self::Error,
        }
    }
}

/// An error with `code` (unless that is empty).
pub fn new<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    class: Class,
    code: &str,
    message: &str,
) -> v8::Local<'s, v8::Value> {
    let message = new_string(scope, message);
    let error = match class {
        Class::Error => v8::Exception::error(scope, message),
        Class::Type => v8::Exception::type_error(scope, message),
        Class::Range => v8::Exception::range_error(scope, message),
    };
    if let Ok(object) = v8::Local::<v8::Object>::try_from(error)
        && !code.is_empty()
    {
        define_text(scope, object, "code", code);
    }
    error
}

/// Throws it.
pub fn throw(scope: &mut v8::PinScope, class: Class, code: &str, message: &str) {
    let error = new(scope, class, code, message);
    scope.throw_exception(error);
}

/// `ERR_INVALID_STATE`
pub fn throw_state(scope: &mut v8::PinScope, message: &str) {
    throw(scope, Class::Error, "ERR_INVALID_STATE", message);
}

/// `ERR_SQLITE_ERROR` with the number of SQLite, and with its words for that where there are any.
pub fn sqlite<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    message: &str,
    number: i32,
    words: Option<&str>,
) -> v8::Local<'s, v8::Value> {
    let error = new(scope, Class::Error, "ERR_SQLITE_ERROR", message);
    if let Ok(object) = v8::Local::<v8::Object>::try_from(error) {
        let number = v8::Integer::new(scope, number).into();
        define(scope, object, "errcode", number);
        if let Some(words) = words {
            define_text(scope, object, "errstr", words);
        }
    }
    error
}
