//! A collection of garbage at a room's wish: V8 has no word for "the small objects that I made hold a lot of memory
//! outside of your heap", and what it does by itself about much external memory is to mark the whole heap.

use std::sync::{Mutex, PoisonError};

use deno_core::v8;

/// What the user has said about the flags that are changed here.
struct Flags {
    /// Whether there is `gc()`: V8 asks for this flag before it collects on request.
    is_exposed: bool,
    /// Whether collections may use more than one thread.
    is_parallel: bool,
}

/// Held while the flags are not as the user wants them, because they belong to the process.
static FLAGS: Mutex<Flags> = Mutex::new(Flags {
    is_exposed: false,
    is_parallel: true,
});

/// Sets V8's flags, for the whole process.
pub fn set_v8_flags(text: &str) {
    let mut flags = FLAGS.lock().unwrap_or_else(PoisonError::into_inner);
    v8::V8::set_flags_from_string(text);
    for flag in text.split_ascii_whitespace() {
        flags.note(flag);
    }
}

/// Notes one of the flags that the process was started with.
pub fn note_v8_flag(flag: &str) {
    FLAGS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .note(flag);
}

/// Makes a context or an isolate with the flags as the user wants them: a collection in another thread may be changing
/// them, and a context that is made meanwhile would have `gc()`. What `make` does must not collect through this file.
pub fn with_steady_v8_flags<R>(make: impl FnOnce() -> R) -> R {
    let _flags = FLAGS.lock().unwrap_or_else(PoisonError::into_inner);
    make()
}

impl Flags {
    fn note(&mut self, flag: &str) {
        let name = flag.trim_start_matches('-').replace('_', "-");
        match name.strip_prefix("no-").unwrap_or(&name) {
            "expose-gc" => self.is_exposed = !name.starts_with("no-"),
            "single-threaded"
            | "single-threaded-gc"
            | "predictable"
            | "concurrent-array-buffer-sweeping"
            | "parallel-scavenge" => self.is_parallel = false,
            _ => {}
        }
    }
}

/// Collects young garbage now: some hundredths of a millisecond when little of it is alive.
pub fn collect_young(isolate: &mut v8::Isolate) {
    collect(isolate, v8::GarbageCollectionType::Minor);
}

/// Collects everything now: about a millisecond for each MiB of V8's heap.
pub fn collect_all(isolate: &mut v8::Isolate) {
    collect(isolate, v8::GarbageCollectionType::Full);
}

/// Array buffers are freed before this returns and not by another thread later, and for a little young garbage nothing
/// waits for another thread to get a processor. V8 reads these two flags once in a collection; others it compares with
/// what it did before.
fn collect(isolate: &mut v8::Isolate, what: v8::GarbageCollectionType) {
    let flags = FLAGS.lock().unwrap_or_else(PoisonError::into_inner);
    if flags.is_parallel {
        v8::V8::set_flags_from_string(
            "--no-concurrent-array-buffer-sweeping --no-parallel-scavenge",
        );
    }
    if !flags.is_exposed {
        v8::V8::set_flags_from_string("--expose-gc");
    }
    isolate.request_garbage_collection_for_testing(what);
    if !flags.is_exposed {
        v8::V8::set_flags_from_string("--no-expose-gc");
    }
    if flags.is_parallel {
        v8::V8::set_flags_from_string("--concurrent-array-buffer-sweeping --parallel-scavenge");
    }
}
