//! The classes, as the snapshot knows them.

use std::ffi::CStr;

use deno_core::{GarbageCollected, op2, v8};

#[cfg(feature = "library")]
pub(crate) use crate::{
    backup::Backup, database::Database, session::Session, statement::Statement,
};

#[cfg(not(feature = "library"))]
pub(crate) use without_library::{Backup, Database, Session, Statement};

type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// A connection.
pub struct SqliteDatabase {
    pub(crate) inner: Option<Database>,
}

/// A prepared statement.
pub struct SqliteStatement {
    pub(crate) inner: Option<Statement>,
}

/// A recorder of changes.
pub struct SqliteSession {
    inner: Option<Session>,
}

/// A copy that is being made.
pub struct SqliteBackup {
    inner: Option<Backup>,
}

// SAFETY: the one handle that it holds is traced.
unsafe impl GarbageCollected for SqliteDatabase {
    fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        if let Some(inner) = &self.inner {
            inner.trace(visitor);
        }
    }

    fn get_name(&self) -> &'static CStr {
        c"SqliteDatabase"
    }
}

// SAFETY: as above. The names of the columns are strings, which refer to nothing.
unsafe impl GarbageCollected for SqliteStatement {
    fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        if let Some(inner) = &self.inner {
            inner.trace(visitor);
        }
    }

    fn get_name(&self) -> &'static CStr {
        c"SqliteStatement"
    }
}

// SAFETY: it holds no reference into V8's heap.
unsafe impl GarbageCollected for SqliteSession {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"SqliteSession"
    }
}

// SAFETY: as above.
unsafe impl GarbageCollected for SqliteBackup {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"SqliteBackup"
    }
}

fn or_undefined<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: Found<'s>,
) -> v8::Local<'s, v8::Value> {
    value.unwrap_or_else(|| v8::undefined(scope).into())
}

#[op2]
impl SqliteDatabase {
    /// `new SqliteDatabase(functions, results)`: not yet open.
    #[constructor]
    #[cppgc]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> SqliteDatabase {
        SqliteDatabase {
            inner: args.and_then(|args| Database::new(scope, args)),
        }
    }

    /// `run(kind, ...)`: see `database.rs`. It calls JS.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.run(scope, args));
        or_undefined(scope, result)
    }
}

#[op2]
impl SqliteStatement {
    /// `new SqliteStatement(database, sql, flags)`. It calls JS.
    #[constructor]
    #[cppgc]
    #[reentrant]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> SqliteStatement {
        SqliteStatement {
            inner: args.and_then(|args| Statement::new(scope, args)),
        }
    }

    /// `all(...parameters)`: every row. It calls JS, as all of these do.
    #[reentrant]
    fn all<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.all(scope, args));
        or_undefined(scope, result)
    }

    /// `get(...parameters)`: the first row, or its parts, see `rows.rs`; `results` tells which.
    #[reentrant]
    fn get<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.get(scope, args));
        or_undefined(scope, result)
    }

    /// `execute(...parameters)`: what it changed is in `results`, or is returned as two BigInts.
    #[reentrant]
    fn execute<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.execute(scope, args));
        or_undefined(scope, result)
    }

    /// `begin(...parameters)`: for `advance`; a number that tells one round from the next.
    #[reentrant]
    fn begin<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.begin(scope, args));
        or_undefined(scope, result)
    }

    /// `advance(round, end)`: the next row of that round, and before it an object to put it into; `undefined` after the last
    /// one. With `end` the rest is given up.
    #[reentrant]
    fn advance<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        round: f64,
        end: bool,
    ) -> v8::Local<'s, v8::Value> {
        let inner = self.inner.as_ref();
        let result = inner.and_then(|inner| inner.advance(scope, round, end));
        or_undefined(scope, result)
    }

    /// `ask(kind, ...)`: see `statement.rs`.
    #[reentrant]
    fn ask<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let found = self.inner.as_ref().zip(args);
        let result = found.and_then(|(inner, args)| inner.ask(scope, args));
        or_undefined(scope, result)
    }
}

#[op2]
impl SqliteSession {
    /// `new SqliteSession(database, table, name)`
    #[constructor]
    #[cppgc]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> SqliteSession {
        SqliteSession {
            inner: args.and_then(|args| Session::new(scope, args)),
        }
    }

    /// `run(kind)`: the changes (0), without the old values (1), the end (2), the end that does not complain (3).
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] kind: i32,
    ) -> v8::Local<'s, v8::Value> {
        let inner = self.inner.as_ref();
        let result = inner.and_then(|inner| inner.run(scope, kind));
        or_undefined(scope, result)
    }
}

#[op2]
impl SqliteBackup {
    /// `new SqliteBackup(database, path, source, target)`
    #[constructor]
    #[cppgc]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> SqliteBackup {
        SqliteBackup {
            inner: args.and_then(|args| Backup::new(scope, args)),
        }
    }

    /// `step(pages, callback)`: on the thread pool, to `callback(error, done, total, remaining)`; without a callback the
    /// copy ends here.
    #[nofast]
    fn step<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] pages: i32,
        callback: v8::Local<'s, v8::Value>,
    ) {
        if let Some(inner) = &self.inner {
            inner.step(scope, pages, callback);
        }
    }
}

/// `op_sqlite_throw(class, code, message)`: as native code of Node throws; class 0 is `Error`, 1 `TypeError`, 2
/// `RangeError`.
#[op2(nofast)]
pub fn op_sqlite_throw(
    scope: &mut v8::PinScope,
    #[smi] class: i32,
    #[string] code: &str,
    #[string] message: &str,
) {
    crate::errors::throw(scope, crate::errors::Class::of(class), code, message);
}

#[cfg(not(feature = "library"))]
mod without_library {
    use super::{Found, v8};

    type Args<'a, 's> = &'a v8::FunctionCallbackArguments<'s>;

    macro_rules! nothing {
        ($($name:ident { $($method:ident)* })*) => {$(
            pub(crate) struct $name;

            impl $name {
                pub fn new(_: &mut v8::PinScope, _: Args) -> Option<Self> {
                    None
                }

                $(pub fn $method<'s>(
                    &self,
                    _: &mut v8::PinScope<'s, '_>,
                    _: Args<'_, 's>,
                ) -> Found<'s> {
                    None
                })*
            }
        )*};
    }

    nothing! {
        Database { run }
        Statement { all get execute begin ask }
        Session {}
        Backup {}
    }

    impl Database {
        pub fn trace(&self, _: &mut v8::cppgc::Visitor) {}
    }

    impl Statement {
        pub fn trace(&self, _: &mut v8::cppgc::Visitor) {}

        pub fn advance<'s>(&self, _: &mut v8::PinScope<'s, '_>, _: f64, _: bool) -> Found<'s> {
            None
        }
    }

    impl Session {
        pub fn run<'s>(&self, _: &mut v8::PinScope<'s, '_>, _: i32) -> Found<'s> {
            None
        }
    }

    impl Backup {
        pub fn step(&self, _: &mut v8::PinScope, _: i32, _: v8::Local<v8::Value>) {}
    }
}
