//! What a trace shows of the life of a world (`node.environment`, `node.bootstrap`). Nothing here runs while nothing is traced.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use deno_core::v8;
use ops_core::trace;
use ops_trace_events::{begin, end};

const ENVIRONMENT: &str = "node,node.environment";

static REQUEST: OnceLock<(String, String)> = OnceLock::new();

/// The loop of the main thread has ended by itself.
static OVER: AtomicBool = AtomicBool::new(false);

/// Has [`start`] write events of `categories` to the file that `pattern` names: before the program starts.
pub fn request(categories: &str, pattern: &str) {
    let _ = REQUEST.set((categories.to_owned(), pattern.to_owned()));
}

/// Begins to trace, if that was asked for. V8's platform exists, and no isolate.
pub(crate) fn start() {
    if let Some((categories, pattern)) = REQUEST.get() {
        ops_core::before_exit(|_| {
            if OVER.load(Ordering::Relaxed) {
                ended(0);
            } else {
                drop(span("AtExit"));
            }
        });
        ops_trace_events::start(categories, pattern);
    }
}

pub(crate) fn check_phase(scope: &mut v8::PinScope) {
    let _span = span("CheckImmediate");
    if ops_timers::has_immediates() {
        drop(span("RunAndClearNativeImmediates"));
    }
    ops_timers::run_immediates(scope);
}

pub(crate) fn timers_phase(scope: &mut v8::PinScope) {
    let due = ops_core::with_loop(|l| l.timer_due().is_some_and(|due| due <= l.now()));
    let _span = (due == Some(true)).then(|| span("RunTimers"));
    ops_timers::run_timers(scope);
}

/// A piece of a world's life that may be traced.
pub(crate) struct Span(u64);

/// It lasts until the value is dropped.
pub(crate) fn span(name: &'static str) -> Span {
    if trace::is_on(trace::ENVIRONMENT) {
        Span(begin(ENVIRONMENT, name))
    } else {
        Span(0)
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        end(self.0);
    }
}

/// A milestone of this thread's loop.
pub(crate) fn mark(name: &'static str) {
    if name == "loopExit" {
        OVER.store(true, Ordering::Relaxed);
    }
    if trace::is_on(trace::BOOTSTRAP) {
        trace::emit('I', "node,node.bootstrap", name, None, "");
    }
}

/// The world of a thread has ended. `js/internal/trace_events/start.js` tells its begin.
pub(crate) fn ended(thread: u64) {
    if trace::is_on(trace::ENVIRONMENT) {
        drop(span("RunCleanup"));
        drop(span("AtExit"));
        let id = Some(thread + 1);
        trace::emit('e', ENVIRONMENT, "Environment", id, "");
    }
}
