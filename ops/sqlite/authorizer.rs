//! The authorizer of a connection: the first of its functions.

use std::ffi::{c_char, c_int, c_void};
use std::rc::Rc;

use deno_core::v8;
use libsqlite3_sys as ffi;

use crate::connection::Connection;
use crate::errors::{self, Class};
use crate::statement::string;

/// The index of the function.
const SLOT: u32 = 0;

pub fn set(connection: &Rc<Connection>, raw: *mut ffi::sqlite3, on: bool) {
    let data = Rc::as_ptr(connection).cast_mut().cast();
    let function = on.then_some(authorize as _);
    // SAFETY: the connection is open, and its `Connection` outlives it.
    unsafe { ffi::sqlite3_set_authorizer(raw, function, data) };
}

unsafe extern "C" fn authorize(
    data: *mut c_void,
    action: c_int,
    a: *const c_char,
    b: *const c_char,
    c: *const c_char,
    d: *const c_char,
) -> c_int {
    // SAFETY: `set` gave it.
    let connection = unsafe { &*data.cast::<Connection>() };
    let answer = connection.call_js(|scope, functions| {
        let function = functions.get_index(scope, SLOT)?;
        let function = v8::Local::<v8::Function>::try_from(function).ok()?;
        let mut args = [v8::Integer::new(scope, action).into(); 5];
        for (arg, text) in args.iter_mut().skip(1).zip([a, b, c, d]) {
            // SAFETY: SQLite's texts are null or end in NUL.
            *arg = unsafe { string(scope, text) }?;
        }
        let undefined = v8::undefined(scope).into();
        let answer = function.call(scope, undefined, &args)?;
        if !answer.is_int32() {
            let message = "Authorizer callback must return an integer authorization code";
            errors::throw(scope, Class::Type, "", message);
            return None;
        }
        let answer = answer.int32_value(scope)?;
        if ![ffi::SQLITE_OK, ffi::SQLITE_DENY, ffi::SQLITE_IGNORE].contains(&answer) {
            let message = "Authorizer callback returned a invalid authorization code";
            errors::throw(scope, Class::Range, "", message);
            return None;
        }
        Some(answer)
    });
    answer.unwrap_or(ffi::SQLITE_DENY)
}
