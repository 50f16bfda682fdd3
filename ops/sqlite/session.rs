//! Sessions, which record changes, and the changesets that they make.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::bytes;

use crate::connection::{Connection, Functions};
use crate::database::{error, name, name_or};
use crate::errors;
use crate::handle::SqliteDatabase;
use crate::values::{slice_of, string};

/// Where the filter of tables and the handler of conflicts lie among the functions of a connection.
const FILTER: u32 = 1;
const CONFLICT: u32 = 2;

type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// The session of SQLite, which the connection ends with itself.
pub struct RawSession {
    connection: Rc<Connection>,
    raw: Cell<*mut ffi::sqlite3_session>,
}

impl RawSession {
    /// Ends it.
    pub fn end(&self) {
        let _alone = self.connection.alone();
        let raw = self.raw.replace(ptr::null_mut());
        if !raw.is_null() {
            self.connection.remove_session(raw);
            // SAFETY: it was live, its connection is, and it is not used from here on.
            unsafe { ffi::sqlite3session_delete(raw) };
        }
    }
}

impl Drop for RawSession {
    fn drop(&mut self) {
        self.end();
    }
}

/// What lies behind a `Session`.
pub struct Session {
    session: Rc<RawSession>,
}

impl Session {
    pub fn new(scope: &mut v8::PinScope, args: &v8::FunctionCallbackArguments) -> Option<Self> {
        let database =
            deno_core::cppgc::try_unwrap_cppgc_object::<SqliteDatabase>(scope, args.get(0))?;
        let connection = database.inner.as_ref()?.connection.clone();
        let _alone = connection.alone();
        let raw = connection.open(scope)?;
        let table = args.get(1);
        let table = (!table.is_undefined()).then(|| name_or(scope, table, ""));
        let name = name(scope, args.get(2))?;
        let mut session = ptr::null_mut();
        // SAFETY: the connection is open, the texts end in NUL.
        let result = unsafe {
            let result = ffi::sqlite3session_create(raw, name.as_ptr(), &mut session);
            if result == ffi::SQLITE_OK {
                let table = table.as_ref().map_or(ptr::null(), |table| table.as_ptr());
                ffi::sqlite3session_attach(session, table)
            } else {
                result
            }
        };
        let made = Rc::new(RawSession {
            connection: connection.clone(),
            raw: Cell::new(session),
        });
        if result != ffi::SQLITE_OK {
            connection.throw_last(scope);
            return None;
        }
        connection.add_session(session, &made);
        Some(Self { session: made })
    }

    /// See `handle.rs`.
    pub fn run<'s>(&self, scope: &mut v8::PinScope<'s, '_>, kind: i32) -> Found<'s> {
        if kind == 3 && self.session.raw.get().is_null() {
            return None;
        }
        let _alone = self.session.connection.alone();
        self.session.connection.open(scope)?;
        let raw = self.session.raw.get();
        if raw.is_null() {
            errors::throw_state(scope, "session is not open");
            return None;
        }
        if kind >= 2 {
            self.session.end();
            return None;
        }
        let (mut length, mut start) = (0, ptr::null_mut());
        // SAFETY: it is live; what it has made for us is freed.
        unsafe {
            let result = if kind == 0 {
                ffi::sqlite3session_changeset(raw, &mut length, &mut start)
            } else {
                ffi::sqlite3session_patchset(raw, &mut length, &mut start)
            };
            if result != ffi::SQLITE_OK {
                self.session.connection.throw_last(scope);
                return None;
            }
            let array = bytes::uint8_array_of(scope, slice_of(start, length));
            ffi::sqlite3_free(start);
            Some(array?.into())
        }
    }
}

/// `applyChangeset(bytes, filter, conflict)`: false when a conflict has ended it.
pub fn apply<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    connection: &Rc<Connection>,
    functions: &Functions,
    raw: *mut ffi::sqlite3,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    let changes = v8::Local::<v8::ArrayBufferView>::try_from(args.get(1)).ok()?;
    // A copy: callbacks may change the bytes.
    let mut changes = bytes::copy(changes);
    let length = c_int::try_from(changes.len()).unwrap_or(0);
    let filters = args.get(2).is_true();
    let mut handles = (Rc::as_ptr(connection), args.get(3).is_true());
    let data = ptr::from_mut(&mut handles);
    let result = connection.enter(scope, functions, || {
        // SAFETY: the connection is open, and nothing closes it in callbacks; `handles` outlives the call.
        unsafe {
            ffi::sqlite3changeset_apply(
                raw,
                length,
                changes.as_mut_ptr().cast(),
                filters.then_some(filter as _),
                Some(conflict),
                data.cast(),
            )
        }
    });
    if connection.rethrow(scope) {
        return None;
    }
    match result {
        ffi::SQLITE_OK | ffi::SQLITE_ABORT => {
            Some(v8::Boolean::new(scope, result == ffi::SQLITE_OK).into())
        }
        _ => {
            let error = error(scope, result);
            scope.throw_exception(error);
            None
        }
    }
}

type Handles = (*const Connection, bool);

fn function<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    functions: v8::Local<v8::Array>,
    index: u32,
) -> Option<v8::Local<'s, v8::Function>> {
    v8::Local::<v8::Function>::try_from(functions.get_index(scope, index)?).ok()
}

unsafe extern "C" fn filter(data: *mut c_void, table: *const c_char) -> c_int {
    // SAFETY: `apply` gave it, and its caller keeps the connection; the text ends in NUL.
    let (connection, table) = unsafe {
        let handles = &*data.cast::<Handles>();
        (&*handles.0, CStr::from_ptr(table))
    };
    let wanted = connection.call_js(|scope, functions| {
        let function = function(scope, functions, FILTER)?;
        let undefined = v8::undefined(scope).into();
        let table = string(scope, table.to_bytes())?;
        let answer = function.call(scope, undefined, &[table])?;
        Some(answer.boolean_value(scope))
    });
    c_int::from(wanted.unwrap_or(false))
}

unsafe extern "C" fn conflict(
    data: *mut c_void,
    kind: c_int,
    _: *mut ffi::sqlite3_changeset_iter,
) -> c_int {
    // SAFETY: `apply` gave it, and its caller keeps the connection.
    let (connection, handles) = unsafe {
        let handles = &*data.cast::<Handles>();
        (&*handles.0, handles.1)
    };
    if !handles {
        return ffi::SQLITE_CHANGESET_ABORT;
    }
    let answer = connection.call_js(|scope, functions| {
        let function = function(scope, functions, CONFLICT)?;
        let undefined = v8::undefined(scope).into();
        let kind = v8::Integer::new(scope, kind).into();
        let answer = function.call(scope, undefined, &[kind])?;
        // SQLite complains of what it does not know.
        Some(match answer.is_int32() {
            true => answer.int32_value(scope)?,
            false => -1,
        })
    });
    answer.unwrap_or(ffi::SQLITE_CHANGESET_ABORT)
}
