//! A copy of a database, made on the thread pool.

use std::ffi::c_int;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::{JsCallback, submit};

use crate::connection::{Alone, Connection, Lock, last_error, sqlite3_close_v2, words};
use crate::database::{name, path};
use crate::errors;
use crate::handle::SqliteDatabase;

/// A copy of SQLite and the connection that it writes to.
struct Copy {
    target: *mut ffi::sqlite3,
    raw: AtomicPtr<ffi::sqlite3_backup>,
    lock: Arc<Lock>,
}

// SAFETY: whoever uses it holds the lock of the source, and SQLite locks the target.
unsafe impl Send for Copy {}
// SAFETY: as above.
unsafe impl Sync for Copy {}

impl Copy {
    fn step(&self, pages: c_int) -> c_int {
        let _alone = Alone::new(self.lock.clone());
        let raw = self.raw.load(Ordering::Acquire);
        if raw.is_null() {
            return ffi::SQLITE_DONE;
        }
        // SAFETY: it is live, and nobody else uses it now.
        unsafe { ffi::sqlite3_backup_step(raw, pages) }
    }

    fn finish(&self) -> c_int {
        let _alone = Alone::new(self.lock.clone());
        let raw = self.raw.swap(ptr::null_mut(), Ordering::AcqRel);
        if raw.is_null() {
            return ffi::SQLITE_OK;
        }
        // SAFETY: it was live, and nobody else uses it now.
        unsafe { ffi::sqlite3_backup_finish(raw) }
    }

    /// How many pages there are, and how many are to come.
    fn pages(&self) -> Option<(c_int, c_int)> {
        let raw = self.raw.load(Ordering::Acquire);
        // SAFETY: it is live, and no job is at work on it.
        (!raw.is_null()).then(|| unsafe {
            (
                ffi::sqlite3_backup_pagecount(raw),
                ffi::sqlite3_backup_remaining(raw),
            )
        })
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.finish();
        // SAFETY: it was opened for this copy alone.
        unsafe { sqlite3_close_v2(self.target) };
    }
}

/// What lies behind the promise of `backup()`.
pub struct Backup {
    source: Rc<Connection>,
    copy: Arc<Copy>,
}

impl Backup {
    pub fn new(scope: &mut v8::PinScope, args: &v8::FunctionCallbackArguments) -> Option<Self> {
        let database =
            deno_core::cppgc::try_unwrap_cppgc_object::<SqliteDatabase>(scope, args.get(0))?;
        let source = database.inner.as_ref()?.connection.clone();
        let lock = source.begin_backup();
        source.end_backup();
        let _alone = Alone::new(lock.clone());
        let raw = source.open(scope)?;
        let path = path(scope, args.get(1))?;
        let source_name = name(scope, args.get(2))?;
        let target_name = name(scope, args.get(3))?;
        let mode = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_URI;
        let mut target = ptr::null_mut();
        // SAFETY: both connections are open where they are used, and the texts end in NUL.
        let (copy, error) = unsafe {
            let result = ffi::sqlite3_open_v2(path.as_ptr(), &mut target, mode, ptr::null());
            let raw = if result == ffi::SQLITE_OK {
                ffi::sqlite3_backup_init(target, target_name.as_ptr(), raw, source_name.as_ptr())
            } else {
                ptr::null_mut()
            };
            let copy = Copy {
                target,
                raw: AtomicPtr::new(raw),
                lock,
            };
            let error = raw.is_null().then(|| last_error(scope, target));
            (copy, error)
        };
        if let Some(error) = error {
            scope.throw_exception(error);
            return None;
        }
        Some(Self {
            source,
            copy: Arc::new(copy),
        })
    }

    /// See `handle.rs`.
    pub fn step(&self, scope: &mut v8::PinScope, pages: i32, callback: v8::Local<v8::Value>) {
        let Ok(callback) = v8::Local::<v8::Function>::try_from(callback) else {
            self.copy.finish();
            return;
        };
        let callback = JsCallback::new(scope, callback);
        let (copy, source) = (self.copy.clone(), self.source.clone());
        // The job keeps the copy: this thread may end before it.
        let job = self.copy.clone();
        source.begin_backup();
        submit(
            move || job.step(pages),
            move |scope, result| {
                source.end_backup();
                answer(scope, &copy, result, &callback);
            },
        );
    }
}

fn answer(scope: &mut v8::PinScope, copy: &Copy, result: c_int, callback: &JsCallback) {
    let Some((total, remaining)) = copy.pages() else {
        return;
    };
    let done = result == ffi::SQLITE_DONE;
    let waits = matches!(
        result,
        ffi::SQLITE_OK | ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED
    );
    let mut error: v8::Local<v8::Value> = v8::null(scope).into();
    if !done && !waits {
        copy.finish();
        error = errors::sqlite(scope, &words(result), result, Some(&words(result)));
    } else if done {
        let end = copy.finish();
        if end != ffi::SQLITE_OK {
            error = errors::sqlite(scope, &words(end), end, Some(&words(end)));
        }
    }
    let args = [
        error,
        v8::Boolean::new(scope, done).into(),
        v8::Integer::new(scope, total).into(),
        v8::Integer::new(scope, remaining).into(),
    ];
    callback.call(scope, &args);
}
