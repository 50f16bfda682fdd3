//! A prepared statement.
//!
//! `ask(kind, ...)`: `columns()` (0), `stat(number)` (1), `resetStats()` (2), `sourceSQL` (3), `expandedSQL` (4),
//! `set(option, on)` (5) with the options 0 BigInts, 1 arrays, 2 bare names, 3 unknown names; `close()` (6) and the one that
//! does not complain (7).

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::text;

use crate::bind::Parameters;
use crate::connection::{Connection, Functions};
use crate::database::Results;
use crate::errors::{self, Class};
use crate::handle::SqliteDatabase;
use crate::rows::{Reader, Shape};

type Args<'a, 's> = &'a v8::FunctionCallbackArguments<'s>;
type Found<'s> = Option<v8::Local<'s, v8::Value>>;

/// The statement of SQLite, which the connection ends with itself.
pub struct RawStatement {
    connection: Rc<Connection>,
    raw: Cell<*mut ffi::sqlite3_stmt>,
}

impl RawStatement {
    /// Ends it.
    pub fn finalize(&self) {
        let _alone = self.connection.alone();
        let raw = self.raw.replace(ptr::null_mut());
        if !raw.is_null() {
            self.connection.remove_statement(raw);
            // SAFETY: it was live, and it is not used from here on.
            unsafe { ffi::sqlite3_finalize(raw) };
        }
    }
}

impl Drop for RawStatement {
    fn drop(&mut self) {
        self.finalize();
    }
}

/// What lies behind a `StatementSync`.
pub struct Statement {
    statement: Rc<RawStatement>,
    functions: Functions,
    results: Rc<Results>,
    pub parameters: Parameters,
    shape: Shape,
    busy: Cell<bool>,
    /// Whether it was not reset since it ran.
    open: Cell<bool>,
    round: Cell<f64>,
    bigints: Cell<bool>,
    arrays: Cell<bool>,
    pub bare_allowed: Cell<bool>,
    pub unknown_allowed: Cell<bool>,
}

/// While it lives, the statement runs; at its end it is reset.
struct Run<'a> {
    statement: &'a Statement,
    raw: *mut ffi::sqlite3_stmt,
    resets: bool,
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.statement.busy.set(false);
        self.statement.open.set(!self.resets);
        if self.resets {
            // SAFETY: nothing ends a statement that runs.
            unsafe { ffi::sqlite3_reset(self.raw) };
        }
    }
}

impl Statement {
    pub fn new(scope: &mut v8::PinScope, args: Args) -> Option<Self> {
        let database =
            deno_core::cppgc::try_unwrap_cppgc_object::<SqliteDatabase>(scope, args.get(0))?;
        let database = database.inner.as_ref()?;
        let connection = database.connection.clone();
        let _alone = connection.alone();
        let raw = connection.open(scope)?;
        let sql = v8::Local::<v8::String>::try_from(args.get(1)).ok()?;
        let flags = args.get(2).int32_value(scope)?;
        let mut statement = ptr::null_mut();
        let length = text::utf8_length(scope, sql);
        let result = ops_core::memory::with_scratch(length + 1, |buffer| {
            let written = text::write_utf8(scope, sql, buffer, None).min(length);
            buffer[written] = 0;
            let size = c_int::try_from(written + 1).unwrap_or(c_int::MAX);
            let start = buffer.as_ptr().cast();
            // The object of the connection is an argument, so it traces them while the authorizer runs.
            connection.enter(scope, &database.functions, || {
                // SAFETY: the connection is open, and the text ends in NUL within `size` bytes.
                unsafe {
                    ffi::sqlite3_prepare_v2(raw, start, size, &mut statement, ptr::null_mut())
                }
            })
        });
        let statement = Rc::new(RawStatement {
            connection: connection.clone(),
            raw: Cell::new(statement),
        });
        if result != ffi::SQLITE_OK {
            connection.throw_last(scope);
            return None;
        }
        if connection.rethrow(scope) {
            return None;
        }
        let raw = statement.raw.get();
        if raw.is_null() {
            let message = "The SQL query contains no statements.";
            errors::throw(scope, Class::Type, "ERR_INVALID_ARG_VALUE", message);
            return None;
        }
        connection.add_statement(raw, &statement);
        Some(Self {
            statement,
            functions: database.functions_in(scope),
            results: database.results.clone(),
            // SAFETY: it was made just now.
            parameters: unsafe { Parameters::new(raw) },
            shape: Shape::default(),
            busy: Cell::new(false),
            open: Cell::new(false),
            round: Cell::new(0.0),
            bigints: Cell::new(flags & 1 != 0),
            arrays: Cell::new(flags & 2 != 0),
            bare_allowed: Cell::new(flags & 4 != 0),
            unknown_allowed: Cell::new(flags & 8 != 0),
        })
    }

    pub fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        visitor.trace(&self.functions);
    }

    pub fn connection(&self) -> &Connection {
        &self.statement.connection
    }

    fn live(&self, scope: &mut v8::PinScope) -> Option<*mut ffi::sqlite3_stmt> {
        let raw = self.statement.raw.get();
        if raw.is_null() {
            errors::throw_state(scope, "statement has been finalized");
            return None;
        }
        Some(raw)
    }

    fn idle(&self, scope: &mut v8::PinScope) -> Option<*mut ffi::sqlite3_stmt> {
        let raw = self.live(scope)?;
        if self.busy.get() {
            errors::throw_state(scope, "statement is already being executed");
            return None;
        }
        Some(raw)
    }

    /// A new execution with these parameters.
    fn start(&self, scope: &mut v8::PinScope, args: Args) -> Option<Run<'_>> {
        let raw = self.idle(scope)?;
        self.busy.set(true);
        let run = Run {
            statement: self,
            raw,
            resets: true,
        };
        self.round.set(self.round.get() + 1.0);
        if self.open.get() {
            // SAFETY: it is live, and nothing ends it while it is busy.
            unsafe { ffi::sqlite3_reset(raw) };
        }
        self.bind(scope, raw, args)?;
        Some(run)
    }

    /// Whether there is another row; `None` when it has thrown.
    fn step(&self, scope: &mut v8::PinScope, raw: *mut ffi::sqlite3_stmt) -> Option<bool> {
        let connection = self.connection();
        let result = connection.enter(scope, &self.functions, || {
            // SAFETY: it is live, and nothing ends it while it is busy.
            unsafe { ffi::sqlite3_step(raw) }
        });
        match result {
            ffi::SQLITE_ROW | ffi::SQLITE_DONE => {
                (!connection.rethrow(scope)).then_some(result == ffi::SQLITE_ROW)
            }
            _ => {
                connection.throw_last(scope);
                None
            }
        }
    }

    fn reader<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        raw: *mut ffi::sqlite3_stmt,
    ) -> Option<Reader<'s>> {
        // SAFETY: it is live, and nothing ends it while it is busy.
        unsafe {
            Reader::new(
                scope,
                raw,
                &self.shape,
                self.arrays.get(),
                self.bigints.get(),
            )
        }
    }

    pub fn get<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection().alone();
        let run = self.start(scope, args)?;
        if !self.step(scope, run.raw)? {
            return None;
        }
        let reader = self.reader(scope, run.raw)?;
        let (row, parts) = reader.row_or_parts(scope)?;
        if parts {
            self.results.set(Results::PARTS, 1.0);
        }
        Some(row)
    }

    pub fn all<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection().alone();
        let run = self.start(scope, args)?;
        if !self.step(scope, run.raw)? {
            return Some(v8::Array::new(scope, 0).into());
        }
        let mut reader = self.reader(scope, run.raw)?;
        reader.rows(scope, &self.shape, |scope| self.step(scope, run.raw))
    }

    pub fn execute<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection().alone();
        let run = self.start(scope, args)?;
        self.step(scope, run.raw)?;
        drop(run);
        let raw = self.connection().open(scope)?;
        // SAFETY: the connection is open.
        let (changes, row) = unsafe {
            (
                ffi::sqlite3_changes64(raw),
                ffi::sqlite3_last_insert_rowid(raw),
            )
        };
        if self.bigints.get() {
            let changes = v8::BigInt::new_from_i64(scope, changes).into();
            let row = v8::BigInt::new_from_i64(scope, row).into();
            return Some(v8::Array::new_with_elements(scope, &[changes, row]).into());
        }
        for (place, value) in [changes, row].into_iter().enumerate() {
            self.results.set(place, value as f64);
        }
        None
    }

    pub fn begin<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection().alone();
        let mut run = self.start(scope, args)?;
        run.resets = false;
        Some(v8::Number::new(scope, self.round.get()).into())
    }

    pub fn advance<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        round: f64,
        end: bool,
    ) -> Found<'s> {
        let _alone = self.connection().alone();
        let raw = self.idle(scope)?;
        if end {
            if round == self.round.get() {
                // SAFETY: it is live.
                unsafe { ffi::sqlite3_reset(raw) };
            }
            return None;
        }
        if round != self.round.get() {
            errors::throw_state(scope, "iterator was invalidated");
            return None;
        }
        self.busy.set(true);
        let mut run = Run {
            statement: self,
            raw,
            resets: true,
        };
        if !self.step(scope, raw)? {
            return None;
        }
        let reader = self.reader(scope, raw)?;
        let (row, parts) = reader.row_or_parts(scope)?;
        let result = self.shape.result(scope)?.into();
        if parts {
            self.results.set(Results::PARTS, 1.0);
        }
        run.resets = false;
        Some(v8::Array::new_with_elements(scope, &[result, row]).into())
    }

    pub fn ask<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: Args<'_, 's>) -> Found<'s> {
        let _alone = self.connection().alone();
        let kind = args.get(0).int32_value(scope)?;
        if kind == 7 && self.statement.raw.get().is_null() {
            return None;
        }
        let raw = self.live(scope)?;
        match kind {
            0 => return self.columns(scope, raw),
            1 => {
                let counter = args.get(1).int32_value(scope)?;
                // SAFETY: it is live.
                let count = unsafe { ffi::sqlite3_stmt_status(raw, counter, 0) };
                return Some(v8::Integer::new(scope, count).into());
            }
            2 => {
                // All counters but the last one, which is not one.
                for counter in
                    ffi::SQLITE_STMTSTATUS_FULLSCAN_STEP..=ffi::SQLITE_STMTSTATUS_FILTER_HIT
                {
                    // SAFETY: it is live; there may be numbers between that mean nothing.
                    unsafe { ffi::sqlite3_stmt_status(raw, counter, 1) };
                }
                self.shape.forget();
            }
            3 => {
                // SAFETY: it is live, and its text ends in NUL.
                return unsafe { string(scope, ffi::sqlite3_sql(raw)) };
            }
            4 => {
                // SAFETY: as above; what SQLite has made for us is freed.
                return unsafe {
                    let start = ffi::sqlite3_expanded_sql(raw);
                    if start.is_null() {
                        let error = errors::sqlite(
                            scope,
                            "Expanded SQL text would exceed configured limits",
                            ffi::SQLITE_TOOBIG,
                            None,
                        );
                        scope.throw_exception(error);
                        return None;
                    }
                    let expanded = string(scope, start);
                    ffi::sqlite3_free(start.cast::<c_void>());
                    expanded
                };
            }
            5 => {
                let on = args.get(2).is_true();
                self.forget_names();
                match args.get(1).int32_value(scope)? {
                    0 => self.bigints.set(on),
                    1 => self.arrays.set(on),
                    2 => self.bare_allowed.set(on),
                    _ => self.unknown_allowed.set(on),
                }
            }
            _ => {
                self.idle(scope)?;
                self.statement.finalize();
            }
        }
        None
    }

    fn columns<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        raw: *mut ffi::sqlite3_stmt,
    ) -> Found<'s> {
        // Alphabetical, as in Node.
        type Question = unsafe extern "C" fn(*mut ffi::sqlite3_stmt, c_int) -> *const c_char;
        const QUESTIONS: [(&str, Question); 5] = [
            ("column", ffi::sqlite3_column_origin_name),
            ("database", ffi::sqlite3_column_database_name),
            ("name", ffi::sqlite3_column_name),
            ("table", ffi::sqlite3_column_table_name),
            ("type", ffi::sqlite3_column_decltype),
        ];
        let names = QUESTIONS
            .map(|(name, _)| v8::Local::<v8::Name>::from(ops_core::new_string(scope, name)));
        let none = v8::null(scope).into();
        // SAFETY: it is live.
        let count = unsafe { ffi::sqlite3_column_count(raw) };
        let mut columns = Vec::new();
        for index in 0..count {
            let mut values = [none; 5];
            for ((_, question), value) in QUESTIONS.iter().zip(&mut values) {
                // SAFETY: as above; the texts are null or end in NUL.
                *value = unsafe { string(scope, question(raw, index)) }?;
            }
            let column = v8::Object::with_prototype_and_properties(scope, none, &names, &values);
            columns.push(column.into());
        }
        Some(v8::Array::new_with_elements(scope, &columns).into())
    }
}

/// The text for JS, or null.
///
/// # Safety
/// `start` is null or ends in NUL.
pub unsafe fn string<'s>(scope: &mut v8::PinScope<'s, '_>, start: *const c_char) -> Found<'s> {
    if start.is_null() {
        return Some(v8::null(scope).into());
    }
    // SAFETY: the caller's.
    let text = unsafe { CStr::from_ptr(start) };
    crate::values::string(scope, text.to_bytes())
}
