//! What a parent asks about a running worker: its processor time, its heap, its loop.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::Ordering;

use deno_core::v8;
use ops_core::{JsCallback, Remote, bytes, with_loop};

use crate::host::{self, Link};

/// What a worker answers.
pub(crate) enum Answer {
    Numbers(Vec<f64>),
    Text(String),
    Bytes(Vec<u8>),
    /// It ended before it could.
    Gone,
}

thread_local! {
    static NEXT: RefCell<u64> = const { RefCell::new(0) };
    /// The context of this thread's program, for those who ask it between two instructions.
    static CONTEXT: RefCell<Option<v8::Global<v8::Context>>> = const { RefCell::new(None) };
    static WAITING: RefCell<HashMap<u64, JsCallback>> = RefCell::default();
}

/// The way back to the thread that asked. Dropped unused, it says that the worker is gone.
struct Reply {
    remote: Option<Remote>,
    id: u64,
}

impl Reply {
    fn send(&mut self, answer: Answer) {
        let id = self.id;
        if let Some(remote) = self.remote.take() {
            remote.post(move |scope| deliver(scope, id, answer));
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.send(Answer::Gone);
    }
}

fn deliver(scope: &mut v8::PinScope, id: u64, answer: Answer) {
    let Some(callback) = WAITING.with(|waiting| waiting.borrow_mut().remove(&id)) else {
        return;
    };
    v8::scope!(let inner, scope);
    let value = match answer {
        Answer::Numbers(numbers) => {
            let numbers: Vec<v8::Local<v8::Value>> = numbers
                .into_iter()
                .map(|number| v8::Number::new(inner, number).into())
                .collect();
            Some(v8::Array::new_with_elements(inner, &numbers).into())
        }
        Answer::Text(text) => v8::String::new(inner, &text).map(Into::into),
        Answer::Bytes(body) => bytes::uint8_array(inner, body).map(Into::into),
        Answer::Gone => None,
    };
    let value = value.unwrap_or_else(|| v8::undefined(inner).into());
    callback.call(inner, &[value]);
}

/// Forgets what this thread still waits for: before its isolate goes.
pub(crate) fn uninstall() {
    let waiting = WAITING.with(|waiting| std::mem::take(&mut *waiting.borrow_mut()));
    drop(waiting);
    let context = CONTEXT.with(|cell| cell.borrow_mut().take());
    drop(context);
}

/// Tells the context of this worker's program.
pub fn set_context(context: v8::Global<v8::Context>) {
    CONTEXT.with(|cell| *cell.borrow_mut() = Some(context));
}

/// Has `work` run in the worker; `callback` gets the answer, or undefined.
pub(crate) fn ask(
    link: &Link,
    callback: JsCallback,
    work: impl FnOnce(&mut v8::Isolate) -> Answer + Send + 'static,
) {
    let id = NEXT.with(|next| {
        *next.borrow_mut() += 1;
        *next.borrow()
    });
    WAITING.with(|waiting| waiting.borrow_mut().insert(id, callback));
    let mut reply = Reply {
        remote: with_loop(|l| l.remote()),
        id,
    };
    link.ask(move |isolate| reply.send(work(isolate)));
}

/// The fields of `v8.getHeapStatistics()`, in the order in which `js/internal/worker.js` names them.
pub(crate) fn heap_statistics(isolate: &mut v8::Isolate) -> Answer {
    let s = isolate.get_heap_statistics();
    Answer::Numbers(
        [
            s.total_heap_size(),
            s.total_heap_size_executable(),
            s.total_physical_size(),
            s.total_available_size(),
            s.used_heap_size(),
            s.heap_size_limit(),
            s.malloced_memory(),
            s.peak_malloced_memory(),
            usize::from(s.does_zap_garbage()),
            s.number_of_native_contexts(),
            s.number_of_detached_contexts(),
            s.total_global_handles_size(),
            s.used_global_handles_size(),
            s.external_memory(),
        ]
        .map(|n| n as f64)
        .to_vec(),
    )
}

/// The answer of V8's inspector.
pub(crate) fn inspector(
    isolate: &mut v8::Isolate,
    number: u32,
    messages: &str,
    last: bool,
) -> Answer {
    let context = CONTEXT.with(|cell| cell.borrow().clone());
    let (Some(context), Some(inspector)) = (context, host::inspector()) else {
        return Answer::Gone;
    };
    v8::scope_with_context!(let scope, isolate, &context);
    Answer::Text(inspector(scope, number, messages, last))
}

/// The text of a heap snapshot.
pub(crate) fn heap_snapshot(isolate: &mut v8::Isolate) -> Answer {
    let mut text = Vec::new();
    isolate.take_heap_snapshot(|chunk| {
        text.extend_from_slice(chunk);
        true
    });
    Answer::Bytes(text)
}

/// `[user, system]` in microseconds of the thread `tid` of this process.
pub(crate) fn cpu_usage(tid: i32) -> Option<[f64; 2]> {
    // The clock is exact; how it divides, the kernel tells in ticks.
    let stat = std::fs::read_to_string(format!("/proc/self/task/{tid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let system: f64 = fields.get(12)?.parse().ok()?;
    // SAFETY: a plain system call.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64;
    let system = system * 1e6 / ticks;
    // The kernel's number for a thread's processor clock (`clock_getcpuclockid(3)` knows processes only).
    let clock = (!tid << 3) | 6;
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` lives through the call; a thread that is gone is an error.
    if unsafe { libc::clock_gettime(clock, &mut time) } < 0 {
        return None;
    }
    let total = time.tv_sec as f64 * 1e6 + (time.tv_nsec / 1000) as f64;
    Some([(total - system).max(0.0), system])
}

/// `[start, idle]` of the worker's loop in milliseconds; `start` on the clock of the process, -1 before the first turn.
pub(crate) fn loop_times(link: &Link, now: f64) -> [f64; 2] {
    let usage = link.usage();
    let started = f64::from_bits(usage.started.load(Ordering::Relaxed));
    let mut idle = usage.idle.load(Ordering::Relaxed) as f64 / 1e6;
    let asleep = usage.asleep.load(Ordering::Relaxed);
    if asleep > 0 {
        idle += (now - asleep as f64 / 1e6).max(0.0);
    }
    [if started > 0.0 { started } else { -1.0 }, idle]
}
