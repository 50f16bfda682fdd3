//! One connection of SQLite, shared by the objects that work on it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use deno_core::v8;
use libsqlite3_sys as ffi;

use crate::errors;
use crate::session::RawSession;
use crate::statement::RawStatement;

/// The functions of the program that SQLite calls: an array, see `functions.rs`.
pub type Functions = v8::TracedReference<v8::Array>;

unsafe extern "C" {
    /// The crate leaves it out. It waits with the end until nothing uses the connection any more.
    pub fn sqlite3_close_v2(connection: *mut ffi::sqlite3) -> c_int;
}

type Ends<T> = RefCell<HashMap<usize, Weak<T>>>;

/// Keeps threads that copy a connection and its own thread apart: SQLite itself does not, which makes each call of it
/// cheaper.
pub struct Lock(*mut ffi::sqlite3_mutex);

// SAFETY: it is what it is for.
unsafe impl Send for Lock {}
// SAFETY: as above.
unsafe impl Sync for Lock {}

impl Lock {
    fn new() -> Self {
        // SAFETY: a mutex that its owner may enter again.
        Self(unsafe { ffi::sqlite3_mutex_alloc(ffi::SQLITE_MUTEX_RECURSIVE) })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // SAFETY: nobody has it any more.
        unsafe { ffi::sqlite3_mutex_free(self.0) };
    }
}

/// While it lives, no other thread works on the connection.
pub struct Alone(Arc<Lock>);

impl Alone {
    pub fn new(lock: Arc<Lock>) -> Self {
        // SAFETY: the lock is alive.
        unsafe { ffi::sqlite3_mutex_enter(lock.0) };
        Self(lock)
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // SAFETY: `new` entered it, on this thread: it is not `Send`.
        unsafe { ffi::sqlite3_mutex_leave(self.0.0) };
    }
}

/// A connection, open or not.
pub struct Connection {
    raw: Cell<*mut ffi::sqlite3>,
    statements: Ends<RawStatement>,
    sessions: Ends<RawSession>,
    /// Copies that other threads are at work on.
    backups: Cell<usize>,
    lock: RefCell<Option<Arc<Lock>>>,
    /// Calls of SQLite into JS that run now.
    callbacks: Cell<usize>,
    /// The scope of the innermost call of SQLite, and the functions that it may call.
    scope: Cell<*mut c_void>,
    functions: Cell<*const Functions>,
    /// Whether JS has thrown, or was ended, below the call of SQLite that runs now; and what it threw.
    failed: Cell<bool>,
    exception: RefCell<Option<v8::Global<v8::Value>>>,
}

thread_local! {
    /// The connections of this thread, to be closed at its end.
    static OPEN: RefCell<Vec<Weak<Connection>>> = const { RefCell::new(Vec::new()) };
    static PREPARED: Cell<bool> = const { Cell::new(false) };
}

/// Closes what the program has left open: a log is written back then, and its file goes. What SQLite works on stays as it
/// is: the process ends in a callback of it.
fn close_all(_: &mut v8::PinScope) {
    for connection in OPEN.take() {
        if let Some(connection) = connection.upgrade()
            && !connection.is_in_callback()
        {
            connection.close();
        }
    }
    PREPARED.set(false);
}

impl Connection {
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            raw: Cell::new(ptr::null_mut()),
            statements: Ends::default(),
            sessions: Ends::default(),
            backups: Cell::new(0),
            lock: RefCell::new(None),
            callbacks: Cell::new(0),
            scope: Cell::new(ptr::null_mut()),
            functions: Cell::new(ptr::null()),
            failed: Cell::new(false),
            exception: RefCell::new(None),
        })
    }

    /// Takes an open connection over.
    pub fn set(self: &Rc<Self>, raw: *mut ffi::sqlite3) {
        self.raw.set(raw);
        if !PREPARED.replace(true) {
            ops_core::before_exit(close_all);
        }
        OPEN.with_borrow_mut(|open| {
            if open.len().is_power_of_two() {
                open.retain(|other| other.strong_count() > 0);
            }
            open.push(Rc::downgrade(self));
        });
    }

    /// The connection while it is open.
    pub fn raw(&self) -> Option<*mut ffi::sqlite3> {
        let raw = self.raw.get();
        (!raw.is_null()).then_some(raw)
    }

    /// As [`Connection::raw`], or else throws.
    pub fn open(&self, scope: &mut v8::PinScope) -> Option<*mut ffi::sqlite3> {
        let raw = self.raw();
        if raw.is_none() {
            errors::throw_state(scope, "database is not open");
        }
        raw
    }

    /// Another thread begins to work on the connection, under this lock.
    pub fn begin_backup(&self) -> Arc<Lock> {
        self.backups.set(self.backups.get() + 1);
        let mut lock = self.lock.borrow_mut();
        lock.get_or_insert_with(|| Arc::new(Lock::new())).clone()
    }

    /// It has ended.
    pub fn end_backup(&self) {
        self.backups.set(self.backups.get().saturating_sub(1));
    }

    /// Every use of SQLite holds this.
    pub fn alone(&self) -> Option<Alone> {
        if self.backups.get() == 0 {
            return None;
        }
        let lock = self.lock.borrow().clone();
        lock.map(Alone::new)
    }

    /// Whether SQLite is calling JS now.
    pub fn is_in_callback(&self) -> bool {
        self.callbacks.get() > 0
    }

    /// Runs `call`, which may run JS, so that nothing is closed below it.
    pub fn guarded<R>(&self, call: impl FnOnce() -> R) -> R {
        self.callbacks.set(self.callbacks.get() + 1);
        let result = call();
        self.callbacks.set(self.callbacks.get().saturating_sub(1));
        result
    }

    pub fn add_statement(&self, raw: *mut ffi::sqlite3_stmt, statement: &Rc<RawStatement>) {
        let weak = Rc::downgrade(statement);
        self.statements.borrow_mut().insert(raw as usize, weak);
    }

    pub fn remove_statement(&self, raw: *mut ffi::sqlite3_stmt) {
        self.statements.borrow_mut().remove(&(raw as usize));
    }

    pub fn add_session(&self, raw: *mut ffi::sqlite3_session, session: &Rc<RawSession>) {
        let weak = Rc::downgrade(session);
        self.sessions.borrow_mut().insert(raw as usize, weak);
    }

    pub fn remove_session(&self, raw: *mut ffi::sqlite3_session) {
        self.sessions.borrow_mut().remove(&(raw as usize));
    }

    /// Ends every statement.
    pub fn finalize_statements(&self) {
        let statements = self.statements.take();
        for statement in statements.into_values().filter_map(|one| one.upgrade()) {
            statement.finalize();
        }
    }

    /// Closes it, with its statements and sessions. A copy that is being made keeps SQLite's part alive.
    pub fn close(&self) {
        let _alone = self.alone();
        self.finalize_statements();
        let sessions = self.sessions.take();
        for session in sessions.into_values().filter_map(|one| one.upgrade()) {
            session.end();
        }
        let raw = self.raw.replace(ptr::null_mut());
        if !raw.is_null() {
            // SAFETY: it was open, and it is not used from here on.
            unsafe { sqlite3_close_v2(raw) };
        }
    }

    /// Calls SQLite, which may call JS: `functions` are what it may call.
    pub fn enter<R>(
        &self,
        scope: &mut v8::PinScope,
        functions: &Functions,
        call: impl FnOnce() -> R,
    ) -> R {
        let scope = self.scope.replace(ptr::from_mut(scope).cast());
        let functions = self.functions.replace(functions);
        let result = call();
        self.scope.set(scope);
        self.functions.set(functions);
        result
    }

    /// Whether JS has failed below the last call of SQLite; what it threw is thrown on.
    pub fn rethrow(&self, scope: &mut v8::PinScope) -> bool {
        if !self.failed.replace(false) {
            return false;
        }
        if let Some(exception) = self.exception.take() {
            let exception = v8::Local::new(scope, exception);
            scope.throw_exception(exception);
        }
        true
    }

    /// For callbacks: gives `call` the scope of the call of SQLite and the functions. `None` means that it has failed, now
    /// or before, and that SQLite had better end what it does.
    pub fn call_js<R>(
        &self,
        call: impl FnOnce(&mut v8::PinScope, v8::Local<v8::Array>) -> Option<R>,
    ) -> Option<R> {
        if self.failed.get() {
            return None;
        }
        let pointer = self.scope.get().cast::<v8::PinScope<'static, 'static>>();
        // SAFETY: `enter` set both from references that its caller keeps and that nobody uses below it.
        let (scope, functions) = unsafe { (pointer.as_mut()?, self.functions.get().as_ref()?) };
        v8::scope!(let scope, scope);
        let functions = functions.get(scope)?;
        self.callbacks.set(self.callbacks.get() + 1);
        v8::tc_scope!(let tc, scope);
        let result = call(tc, functions);
        if result.is_none() || tc.has_caught() {
            self.failed.set(true);
            if !tc.has_terminated() {
                let exception = tc.exception();
                *self.exception.borrow_mut() =
                    exception.map(|exception| v8::Global::new(tc, exception));
            }
        }
        self.callbacks.set(self.callbacks.get().saturating_sub(1));
        result
    }

    /// Throws the last error of the connection, unless JS has failed.
    pub fn throw_last(&self, scope: &mut v8::PinScope) {
        if self.rethrow(scope) {
            return;
        }
        let error = self.last_error(scope);
        scope.throw_exception(error);
    }

    /// The last error of the connection.
    pub fn last_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        // SAFETY: the connection is null or open; SQLite takes both.
        unsafe { last_error(scope, self.raw.get()) }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.close();
    }
}

/// The last error of a connection.
///
/// # Safety
/// `raw` is a live connection, or null.
pub unsafe fn last_error<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    raw: *mut ffi::sqlite3,
) -> v8::Local<'s, v8::Value> {
    // SAFETY: the caller's; SQLite's texts end in NUL.
    let (number, message) = unsafe {
        let number = ffi::sqlite3_extended_errcode(raw);
        (number, text(ffi::sqlite3_errmsg(raw)))
    };
    errors::sqlite(scope, &message, number, Some(&words(number)))
}

/// SQLite's words for an error.
pub fn words(number: c_int) -> String {
    // SAFETY: a static text for any number.
    unsafe { text(ffi::sqlite3_errstr(number)) }
}

/// A text of SQLite; empty for null.
///
/// # Safety
/// It ends in NUL.
pub unsafe fn text(start: *const c_char) -> String {
    if start.is_null() {
        return String::new();
    }
    // SAFETY: the caller's.
    unsafe { CStr::from_ptr(start) }
        .to_string_lossy()
        .into_owned()
}
