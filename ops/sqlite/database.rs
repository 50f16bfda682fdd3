//! A connection as JS has it.
//!
//! `run(kind, ...)`, where names of attached databases are strings or undefined:
//! - `open(path, flags, timeout, limits)` (0): a string or bytes; flags 1 read only, 2 foreign keys, 4 double-quoted
//!   strings, 8 extensions, 16 defensive; `limits` is an array with numbers at the indices of SQLite, or undefined
//! - `close()` (1), `exec(sql)` (2), `isOpen` (3), `isTransaction` (4), `location(name)` (5)
//! - `limit(number, value)` (6): the last value; nothing changes when the new one is negative
//! - `function(name, slot, count, flags)` (7), `aggregate(...)` (8): see `functions.rs`
//! - `authorizer(on)` (9), `enableLoadExtension(on)` (10), `loadExtension(path, entry)` (11), `defensive(on)` (12)
//! - `serialize(name)` (13), `deserialize(bytes, name)` (14), `applyChangeset(bytes, filter, conflict)` (15): the last two
//!   tell whether there are such functions

use std::ffi::{CString, c_char, c_int};
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::bytes;

use crate::connection::{Connection, Functions, last_error, sqlite3_close_v2, text, words};
use crate::errors::{self, Class};
use crate::statement::string;
use crate::values::{self, Owned};
use crate::{authorizer, functions, session};

type Args<'a, 's> = &'a v8::FunctionCallbackArguments<'s>;
type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// What lies behind a `DatabaseSync`.
pub struct Database {
    pub connection: Rc<Connection>,
    pub functions: Functions,
    pub results: Rc<Results>,
}

/// Three numbers that JS reads: how many rows a statement has changed, the last one that it has made, and whether a row
/// comes in parts.
pub struct Results {
    store: v8::SharedRef<v8::BackingStore>,
}

impl Results {
    pub const PARTS: usize = 2;

    pub fn set(&self, place: usize, number: f64) {
        let size = size_of::<f64>();
        if let Some(start) = self.store.data()
            && (place + 1) * size <= self.store.byte_length()
        {
            // SAFETY: the memory is the store's, which cannot shrink, and the place lies inside.
            unsafe { start.cast::<f64>().add(place).write_unaligned(number) };
        }
    }
}

impl Database {
    pub fn new(scope: &mut v8::PinScope, args: Args) -> Option<Self> {
        let functions = v8::Local::<v8::Array>::try_from(args.get(0)).ok()?;
        let results = v8::Local::<v8::Float64Array>::try_from(args.get(1)).ok()?;
        let results = results.buffer(scope)?.get_backing_store();
        Some(Self {
            connection: Connection::new(),
            functions: Functions::new(scope, functions),
            results: Rc::new(Results { store: results }),
        })
    }

    pub fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        visitor.trace(&self.functions);
    }

    /// The same functions, for another object that traces them.
    pub fn functions_in(&self, scope: &mut v8::PinScope) -> Functions {
        match self.functions.get(scope) {
            Some(functions) => Functions::new(scope, functions),
            None => Functions::empty(),
        }
    }

    pub fn run<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection.alone();
        let kind = args.get(0).int32_value(scope)?;
        match kind {
            0 => {
                self.open(scope, args)?;
                return None;
            }
            3 => return Some(v8::Boolean::new(scope, self.connection.raw().is_some()).into()),
            _ => {}
        }
        let raw = self.connection.open(scope)?;
        match kind {
            1 => {
                self.is_free(scope)?;
                self.connection.close();
            }
            2 => self.exec(scope, raw, args)?,
            4 => {
                // SAFETY: the connection is open, here and below.
                let inside = unsafe { ffi::sqlite3_get_autocommit(raw) } == 0;
                return Some(v8::Boolean::new(scope, inside).into());
            }
            5 => {
                let name = name(scope, args.get(1))?;
                // SAFETY: as above; the texts end in NUL.
                unsafe {
                    let file = ffi::sqlite3_db_filename(raw, name.as_ptr());
                    if file.is_null() || *file == 0 {
                        return Some(v8::null(scope).into());
                    }
                    return string(scope, file);
                }
            }
            6 => {
                let (id, value) = (
                    args.get(1).int32_value(scope)?,
                    args.get(2).int32_value(scope)?,
                );
                // SAFETY: as above.
                let last = unsafe { ffi::sqlite3_limit(raw, id, value) };
                return Some(v8::Integer::new(scope, last).into());
            }
            7 | 8 => functions::create(scope, &self.connection, raw, args, kind == 8)?,
            9 => authorizer::set(&self.connection, raw, args.get(1).is_true()),
            10 => {
                let on = args.get(1).is_true();
                // SAFETY: as above; these are the arguments of this setting.
                self.check(scope, unsafe {
                    ffi::sqlite3_db_config(
                        raw,
                        ffi::SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                        c_int::from(on),
                        ptr::null_mut::<c_int>(),
                    )
                })?;
            }
            11 => self.load_extension(scope, raw, args)?,
            12 => {
                let on = args.get(1).is_true();
                // SAFETY: as above.
                self.check(scope, unsafe {
                    ffi::sqlite3_db_config(
                        raw,
                        ffi::SQLITE_DBCONFIG_DEFENSIVE,
                        c_int::from(on),
                        ptr::null_mut::<c_int>(),
                    )
                })?;
            }
            13 => return self.serialize(scope, raw, args),
            14 => self.deserialize(scope, raw, args)?,
            _ => {
                return session::apply(scope, &self.connection, &self.functions, raw, args);
            }
        }
        None
    }

    fn is_free(&self, scope: &mut v8::PinScope) -> Option<()> {
        if self.connection.is_in_callback() {
            errors::throw_state(scope, "database cannot be closed while in a callback");
            return None;
        }
        Some(())
    }

    fn check(&self, scope: &mut v8::PinScope, result: c_int) -> Option<()> {
        if result != ffi::SQLITE_OK {
            self.connection.throw_last(scope);
            return None;
        }
        Some(())
    }

    fn open(&self, scope: &mut v8::PinScope, args: Args) -> Option<()> {
        if self.connection.raw().is_some() {
            errors::throw_state(scope, "database is already open");
            return None;
        }
        let path = path(scope, args.get(1))?;
        let flags = args.get(2).int32_value(scope)?;
        let timeout = args.get(3).int32_value(scope)?;
        let limits = limits(scope, args.get(4));
        let mode = match flags & 1 {
            0 => ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE,
            _ => ffi::SQLITE_OPEN_READONLY,
        };
        let mut raw = ptr::null_mut();
        // SAFETY: the path ends in NUL. Also a connection that could not be opened is one, unless there was no memory.
        unsafe {
            let mode = mode | ffi::SQLITE_OPEN_URI | ffi::SQLITE_OPEN_NOMUTEX;
            let mut result = ffi::sqlite3_open_v2(path.as_ptr(), &mut raw, mode, ptr::null());
            let settings = [
                (ffi::SQLITE_DBCONFIG_DQS_DML, flags & 4),
                (ffi::SQLITE_DBCONFIG_DQS_DDL, flags & 4),
                (ffi::SQLITE_DBCONFIG_ENABLE_FKEY, flags & 2),
                (ffi::SQLITE_DBCONFIG_DEFENSIVE, flags & 16),
                (ffi::SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, flags & 8),
            ];
            for (setting, on) in settings {
                if result == ffi::SQLITE_OK {
                    let on = c_int::from(on != 0);
                    result = ffi::sqlite3_db_config(raw, setting, on, ptr::null_mut::<c_int>());
                }
            }
            if result != ffi::SQLITE_OK {
                let error = last_error(scope, raw);
                sqlite3_close_v2(raw);
                scope.throw_exception(error);
                return None;
            }
            ffi::sqlite3_busy_timeout(raw, timeout);
            for (id, value) in limits {
                ffi::sqlite3_limit(raw, id, value);
            }
        }
        self.connection.set(raw);
        Some(())
    }

    fn exec(&self, scope: &mut v8::PinScope, raw: *mut ffi::sqlite3, args: Args) -> Option<()> {
        let sql = v8::Local::<v8::String>::try_from(args.get(1)).ok()?;
        let sql = terminated(sql.to_rust_string_lossy(scope));
        let result = self.connection.enter(scope, &self.functions, || {
            // SAFETY: the connection is open, and nothing closes it in callbacks; the text ends in NUL.
            unsafe { ffi::sqlite3_exec(raw, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) }
        });
        if self.connection.rethrow(scope) {
            return None;
        }
        self.check(scope, result)
    }

    fn load_extension(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3,
        args: Args,
    ) -> Option<()> {
        let path = name_or(scope, args.get(1), "");
        let entry = args.get(2);
        let entry = (!entry.is_undefined()).then(|| name_or(scope, entry, ""));
        let entry = entry.as_ref().map_or(ptr::null(), |entry| entry.as_ptr());
        let mut message: *mut c_char = ptr::null_mut();
        let result = self.connection.enter(scope, &self.functions, || {
            // SAFETY: the connection is open, the texts end in NUL.
            unsafe { ffi::sqlite3_load_extension(raw, path.as_ptr(), entry, &mut message) }
        });
        // SAFETY: SQLite's text ends in NUL and is ours to free.
        let words = unsafe {
            let words = text(message);
            ffi::sqlite3_free(message.cast());
            words
        };
        if result != ffi::SQLITE_OK {
            errors::throw(scope, Class::Error, "ERR_LOAD_SQLITE_EXTENSION", &words);
            return None;
        }
        Some(())
    }

    fn serialize<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        raw: *mut ffi::sqlite3,
        args: Args<'_, 's>,
    ) -> Found<'s> {
        let name = name(scope, args.get(1))?;
        let mut size = 0;
        // SAFETY: the connection is open; what it has made for us is freed.
        unsafe {
            let start = ffi::sqlite3_serialize(raw, name.as_ptr(), &mut size, 0);
            if start.is_null() {
                if size == 0 {
                    return Some(bytes::uint8_array_of(scope, &[])?.into());
                }
                self.connection.throw_last(scope);
                return None;
            }
            let size = usize::try_from(size).unwrap_or(0);
            let array = bytes::uint8_array_of(scope, std::slice::from_raw_parts(start, size));
            ffi::sqlite3_free(start.cast());
            Some(array?.into())
        }
    }

    fn deserialize(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3,
        args: Args,
    ) -> Option<()> {
        self.is_free(scope)?;
        let name = name(scope, args.get(2))?;
        let Some(Owned { start, length }) = values::copy(args.get(1)) else {
            errors::throw(
                scope,
                Class::Error,
                "ERR_MEMORY_ALLOCATION_FAILED",
                "Failed to allocate memory",
            );
            return None;
        };
        self.connection.finalize_statements();
        let size = i64::try_from(length).unwrap_or(0);
        let flags = ffi::SQLITE_DESERIALIZE_FREEONCLOSE | ffi::SQLITE_DESERIALIZE_RESIZEABLE;
        // SAFETY: the connection is open and nothing runs on it; it owns the bytes from here on, also when it fails.
        let result =
            unsafe { ffi::sqlite3_deserialize(raw, name.as_ptr(), start, size, size, flags) };
        self.check(scope, result)
    }
}

/// The name of an attached database: `main` when there is none.
pub fn name(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<CString> {
    Some(name_or(scope, value, "main"))
}

/// A text for SQLite, up to its first NUL.
pub fn name_or(scope: &mut v8::PinScope, value: v8::Local<v8::Value>, otherwise: &str) -> CString {
    if value.is_undefined() {
        return terminated(otherwise.to_string());
    }
    terminated(value.to_rust_string_lossy(scope))
}

fn terminated(text: String) -> CString {
    let mut bytes = text.into_bytes();
    if let Some(end) = bytes.iter().position(|byte| *byte == 0) {
        bytes.truncate(end);
    }
    CString::new(bytes).unwrap_or_default()
}

/// A path: a string or bytes. JS has looked for NULs.
pub fn path(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<CString> {
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        return CString::new(bytes::copy(view)).ok();
    }
    Some(terminated(value.to_rust_string_lossy(scope)))
}

fn limits(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Vec<(c_int, c_int)> {
    let mut limits = Vec::new();
    if let Ok(array) = v8::Local::<v8::Array>::try_from(value) {
        for id in 0..array.length() {
            let value = array.get_index(scope, id).filter(|value| value.is_int32());
            if let Some(value) = value.and_then(|value| value.int32_value(scope)) {
                limits.push((id as c_int, value));
            }
        }
    }
    limits
}

/// An error of SQLite that is not the last one of a connection.
pub fn error<'s>(scope: &mut v8::PinScope<'s, '_>, number: c_int) -> v8::Local<'s, v8::Value> {
    errors::sqlite(scope, &words(number), number, None)
}
