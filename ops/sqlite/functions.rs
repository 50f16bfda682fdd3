//! Functions and aggregates of the program in SQL.
//!
//! `function(name, slot, count, flags)` and `aggregate(...)`: `slot` is where the function lies among the functions of the
//! connection, for an aggregate an array `[start, step, inverse, result]` of which all but `step` may be undefined; `count`
//! is -1 for any number of arguments; flags 1 BigInts, 2 deterministic, 4 direct only, 8 a window function.

use std::ffi::{c_int, c_void};
use std::rc::Rc;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::new_string;

use crate::connection::Connection;
use crate::database::name_or;
use crate::values::{self, Owned};

struct Function {
    connection: *const Connection,
    slot: u32,
    bigints: bool,
}

/// What an aggregate has gathered so far.
struct Sum {
    value: v8::Global<v8::Value>,
    /// Whether rows of a window have had its value: then nobody looks at the one at the end.
    window: bool,
}

type Gathered = *mut Sum;

pub fn create(
    scope: &mut v8::PinScope,
    connection: &Rc<Connection>,
    raw: *mut ffi::sqlite3,
    args: &v8::FunctionCallbackArguments,
    aggregate: bool,
) -> Option<()> {
    let name = name_or(scope, args.get(1), "undefined");
    let slot = args.get(2).uint32_value(scope)?;
    let count = args.get(3).int32_value(scope)?;
    let flags = args.get(4).int32_value(scope)?;
    let mut text = ffi::SQLITE_UTF8;
    if flags & 2 != 0 {
        text |= ffi::SQLITE_DETERMINISTIC;
    }
    if flags & 4 != 0 {
        text |= ffi::SQLITE_DIRECTONLY;
    }
    let function = Box::into_raw(Box::new(Function {
        connection: Rc::as_ptr(connection),
        slot,
        bigints: flags & 1 != 0,
    }));
    let data = function.cast();
    // SAFETY: the connection is open; it owns `function` from here on, also when it fails, and dies before its
    // `Connection`.
    let result = unsafe {
        if aggregate {
            let window = flags & 8 != 0;
            ffi::sqlite3_create_window_function(
                raw,
                name.as_ptr(),
                count,
                text,
                data,
                Some(step),
                Some(finish),
                window.then_some(value as _),
                window.then_some(inverse as _),
                Some(destroy),
            )
        } else {
            ffi::sqlite3_create_function_v2(
                raw,
                name.as_ptr(),
                count,
                text,
                data,
                Some(call),
                None,
                None,
                Some(destroy),
            )
        }
    };
    if result != ffi::SQLITE_OK {
        connection.throw_last(scope);
        return None;
    }
    Some(())
}

unsafe extern "C" fn destroy(function: *mut c_void) {
    // SAFETY: `create` made it, and SQLite gives it back once.
    drop(unsafe { Box::from_raw(function.cast::<Function>()) });
}

/// The function that `context` runs, and its connection.
///
/// # Safety
/// `context` is SQLite's.
unsafe fn of<'a>(context: *mut ffi::sqlite3_context) -> (&'a Function, &'a Connection) {
    // SAFETY: `create` gave it; SQLite keeps it while it runs.
    unsafe {
        let function = &*ffi::sqlite3_user_data(context).cast::<Function>();
        (function, &*function.connection)
    }
}

/// Ends the statement: why is told in JS.
unsafe fn fail(context: *mut ffi::sqlite3_context) {
    // SAFETY: `context` is SQLite's; an empty text.
    unsafe { ffi::sqlite3_result_error(context, c"".as_ptr(), 0) };
}

/// # Safety
/// As SQLite calls functions.
unsafe fn arguments<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    count: c_int,
    start: *mut *mut ffi::sqlite3_value,
    bigints: bool,
    args: &mut Vec<v8::Local<'s, v8::Value>>,
) -> Option<()> {
    for index in 0..usize::try_from(count).unwrap_or(0) {
        // SAFETY: there are `count` of them, and SQLite waits.
        args.push(unsafe { values::to_js(scope, *start.add(index), bigints)? });
    }
    Some(())
}

/// Gives `value` to SQLite; an error of SQL where that cannot be.
///
/// # Safety
/// `context` is SQLite's.
unsafe fn answer(
    scope: &mut v8::PinScope,
    context: *mut ffi::sqlite3_context,
    value: v8::Local<v8::Value>,
) {
    let error = |message: &std::ffi::CStr| {
        // SAFETY: the caller's; the text ends in NUL.
        unsafe { ffi::sqlite3_result_error(context, message.as_ptr(), -1) };
    };
    // SAFETY: the caller's; SQLite owns and frees the bytes it is given.
    unsafe {
        if value.is_null_or_undefined() {
            ffi::sqlite3_result_null(context);
        } else if let Ok(number) = v8::Local::<v8::Number>::try_from(value) {
            ffi::sqlite3_result_double(context, number.value());
        } else if let Ok(string) = v8::Local::<v8::String>::try_from(value) {
            match values::utf8(scope, string) {
                Some(Owned { start, length }) => ffi::sqlite3_result_text64(
                    context,
                    start.cast(),
                    length as u64,
                    Some(values::free),
                    ffi::SQLITE_UTF8 as u8,
                ),
                None => ffi::sqlite3_result_error_nomem(context),
            }
        } else if let Ok(bigint) = v8::Local::<v8::BigInt>::try_from(value) {
            let (number, lossless) = bigint.i64_value();
            if lossless {
                ffi::sqlite3_result_int64(context, number);
            } else {
                error(c"BigInt value is too large for SQLite");
            }
        } else if value.is_array_buffer_view() {
            match values::copy(value) {
                Some(Owned { start, length }) => ffi::sqlite3_result_blob64(
                    context,
                    start.cast(),
                    length as u64,
                    Some(values::free),
                ),
                None => ffi::sqlite3_result_error_nomem(context),
            }
        } else if value.is_promise() {
            error(c"Asynchronous user-defined functions are not supported");
        } else {
            error(c"Returned JavaScript value cannot be converted to a SQLite value");
        }
    }
}

unsafe extern "C" fn call(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    start: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls, here and below.
    let (function, connection) = unsafe { of(context) };
    let done = connection.call_js(|scope, functions| {
        let callee = functions.get_index(scope, function.slot)?;
        let callee = v8::Local::<v8::Function>::try_from(callee).ok()?;
        let mut args = Vec::new();
        // SAFETY: as above.
        unsafe { arguments(scope, count, start, function.bigints, &mut args)? };
        let undefined = v8::undefined(scope).into();
        let value = callee.call(scope, undefined, &args)?;
        // SAFETY: as above.
        unsafe { answer(scope, context, value) };
        Some(())
    });
    if done.is_none() {
        // SAFETY: as above.
        unsafe { fail(context) };
    }
}

/// The function of an aggregate with this name; `None` where there is none.
fn part<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    functions: v8::Local<v8::Array>,
    slot: u32,
    index: u32,
) -> Option<v8::Local<'s, v8::Value>> {
    let parts = v8::Local::<v8::Array>::try_from(functions.get_index(scope, slot)?).ok()?;
    parts.get_index(scope, index)
}

/// Where an aggregate gathers; at first what `start` is or gives.
///
/// # Safety
/// `context` is SQLite's.
unsafe fn gathered(
    scope: &mut v8::PinScope,
    functions: v8::Local<v8::Array>,
    context: *mut ffi::sqlite3_context,
    slot: u32,
) -> Option<*mut Gathered> {
    // SAFETY: the caller's. The memory is zeroed at first.
    let place = unsafe {
        ffi::sqlite3_aggregate_context(context, size_of::<Gathered>() as c_int).cast::<Gathered>()
    };
    if place.is_null() {
        let message = new_string(scope, "Failed to allocate memory");
        let error = v8::Exception::error(scope, message);
        scope.throw_exception(error);
        return None;
    }
    // SAFETY: it is there, and only these functions write into it.
    if unsafe { (*place).is_null() } {
        let mut value = part(scope, functions, slot, 0)?;
        if let Ok(function) = v8::Local::<v8::Function>::try_from(value) {
            let undefined = v8::undefined(scope).into();
            value = function.call(scope, undefined, &[])?;
        }
        let sum = Sum {
            value: v8::Global::new(scope, value),
            window: false,
        };
        // SAFETY: as above.
        unsafe { *place = Box::into_raw(Box::new(sum)) };
    }
    Some(place)
}

/// # Safety
/// As SQLite calls functions.
unsafe fn gather(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    start: *mut *mut ffi::sqlite3_value,
    index: u32,
) {
    // SAFETY: the caller's, here and below.
    let (function, connection) = unsafe { of(context) };
    let done = connection.call_js(|scope, functions| {
        // SAFETY: as above.
        let place = unsafe { gathered(scope, functions, context, function.slot)? };
        let callee = part(scope, functions, function.slot, index)?;
        let callee = v8::Local::<v8::Function>::try_from(callee).ok()?;
        // SAFETY: `gathered` filled it.
        let mut args = vec![v8::Local::new(scope, unsafe { &(**place).value })];
        // SAFETY: as above.
        unsafe { arguments(scope, count, start, function.bigints, &mut args)? };
        let undefined = v8::undefined(scope).into();
        let value = callee.call(scope, undefined, &args)?;
        // SAFETY: the place is still there: the aggregate has not ended.
        unsafe { (**place).value = v8::Global::new(scope, value) };
        Some(())
    });
    if done.is_none() {
        // SAFETY: as above.
        unsafe { fail(context) };
    }
}

/// # Safety
/// As SQLite calls functions.
unsafe fn give(context: *mut ffi::sqlite3_context, last: bool) {
    // SAFETY: the caller's, here and below.
    let (function, connection) = unsafe { of(context) };
    let done = connection.call_js(|scope, functions| {
        // SAFETY: as above; `gathered` filled it.
        let sum = unsafe { &mut **gathered(scope, functions, context, function.slot)? };
        if last && sum.window {
            return Some(());
        }
        sum.window = !last;
        let mut value = v8::Local::new(scope, &sum.value);
        let result = part(scope, functions, function.slot, 3)?;
        if let Ok(result) = v8::Local::<v8::Function>::try_from(result) {
            let undefined = v8::undefined(scope).into();
            value = result.call(scope, undefined, &[value])?;
        }
        // SAFETY: as above.
        unsafe { answer(scope, context, value) };
        Some(())
    });
    // SAFETY: as above. Without a size nothing is allocated, and null means that nothing was gathered.
    unsafe {
        if done.is_none() {
            fail(context);
        }
        if last {
            let place = ffi::sqlite3_aggregate_context(context, 0).cast::<Gathered>();
            if !place.is_null() && !(*place).is_null() {
                drop(Box::from_raw(*place));
                *place = std::ptr::null_mut();
            }
        }
    }
}

unsafe extern "C" fn step(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    start: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls.
    unsafe { gather(context, count, start, 1) };
}

unsafe extern "C" fn inverse(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    start: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls.
    unsafe { gather(context, count, start, 2) };
}

unsafe extern "C" fn value(context: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite calls.
    unsafe { give(context, false) };
}

unsafe extern "C" fn finish(context: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite calls.
    unsafe { give(context, true) };
}
