//! A collection of garbage at a room's wish: V8 has no word for "the small objects that I made hold a lot of memory
//! outside of your heap", and what it does by itself about much external memory is to mark the whole heap.

use std::sync::{Mutex, MutexGuard, PoisonError};

use deno_core::v8;

/// What the user has said about the flags that are changed here.
struct Flags {
    /// Whether there is `gc()`: V8 asks for this flag before it collects on request.
    is_exposed: bool,
    /// Whether collections may use more than one thread.
    is_parallel: bool,
    /// Whether V8 may mark the heap in steps.
    is_incremental: bool,
}

/// Held while the flags are not as the user wants them, because they belong to the process.
static FLAGS: Mutex<Flags> = Mutex::new(Flags {
    is_exposed: false,
    is_parallel: true,
    is_incremental: true,
});

/// Sets V8's flags, for the whole process.
pub fn set_v8_flags(text: &str) {
    let mut flags = lock();
    v8::V8::set_flags_from_string(text);
    for flag in text.split_ascii_whitespace() {
        flags.note(flag);
    }
}

/// Notes one of the flags that the process was started with.
pub fn note_v8_flag(flag: &str) {
    lock().note(flag);
}

/// Makes a context or an isolate with the flags as the user wants them: a collection in another thread may be changing
/// them, and a context that is made meanwhile would have `gc()`. What `make` does must not collect through this file.
pub fn with_steady_v8_flags<R>(make: impl FnOnce() -> R) -> R {
    let _flags = lock();
    make()
}

impl Flags {
    fn note(&mut self, flag: &str) {
        let name = flag.trim_start_matches('-').replace('_', "-");
        match name.strip_prefix("no-").unwrap_or(&name) {
            "expose-gc" => self.is_exposed = !name.starts_with("no-"),
            "incremental-marking" => self.is_incremental = !name.starts_with("no-"),
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

/// Runs `hand_over`, which gives V8 much memory from outside of its heap, and does not let V8 begin to mark the heap because
/// of it. While V8 marks, each request for young garbage becomes a collection of everything; and when it is done, the
/// next such piece of memory makes it begin anew. The caller asks for garbage in time, and `hand_over` does not.
pub fn without_marking<R>(hand_over: impl FnOnce() -> R) -> R {
    unmarked(&lock(), hand_over)
}

/// As [`collect_young`], and as [`without_marking`].
pub fn collect_young_only(isolate: &mut v8::Isolate) {
    let flags = lock();
    let young = v8::GarbageCollectionType::Minor;
    unmarked(&flags, || collect_with(&flags, isolate, young));
}

/// Collects everything now: about a millisecond for each MiB of V8's heap.
pub fn collect_all(isolate: &mut v8::Isolate) {
    collect(isolate, v8::GarbageCollectionType::Full);
}

fn lock() -> MutexGuard<'static, Flags> {
    FLAGS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unmarked<R>(flags: &Flags, f: impl FnOnce() -> R) -> R {
    if !flags.is_incremental {
        return f();
    }
    v8::V8::set_flags_from_string("--no-incremental-marking");
    let result = f();
    v8::V8::set_flags_from_string("--incremental-marking");
    result
}

fn collect(isolate: &mut v8::Isolate, what: v8::GarbageCollectionType) {
    collect_with(&lock(), isolate, what);
}

/// Array buffers are freed before this returns and not by another thread later, and for a little young garbage nothing
/// waits for another thread to get a processor. V8 reads these two flags once in a collection; others it compares with
/// what it did before.
fn collect_with(flags: &Flags, isolate: &mut v8::Isolate, what: v8::GarbageCollectionType) {
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
