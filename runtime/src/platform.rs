//! V8's platform: its threads, and where the tasks go that V8 wants to run in the thread of an isolate. deno_core's own has
//! a thread for each processor, whose number takes three files to find out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deno_core::v8;
use ops_core::Remote;

/// V8's own limit for what it does beside the program, as in Node.
const MOST_THREADS: u32 = 4;

/// What V8 has posted for an isolate.
type Tasks = Arc<Mutex<Vec<v8::Task>>>;

/// Where its tasks go, and who is told: its loop, and tokio of a task that waits.
struct Home {
    tasks: Tasks,
    remote: Remote,
    timers: tokio::runtime::Handle,
}

/// By the address of the isolate.
static HOMES: LazyLock<Mutex<HashMap<usize, Home>>> = LazyLock::new(Mutex::default);

thread_local! {
    /// The tasks of this thread's isolate: the loop looks at them in each turn.
    static TASKS: RefCell<Tasks> = RefCell::default();
}

fn homes() -> MutexGuard<'static, HashMap<usize, Home>> {
    HOMES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock(tasks: &Tasks) -> MutexGuard<'_, Vec<v8::Task>> {
    tasks.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The platform, for [`deno_core::JsRuntime::init_platform`].
pub(crate) fn new() -> v8::SharedRef<v8::Platform> {
    let threads = processors().saturating_sub(1).clamp(1, MOST_THREADS);
    v8::new_custom_platform(threads, false, false, Foreground).make_shared()
}

/// How many processors this thread may run on.
fn processors() -> u32 {
    // SAFETY: the set is plain data, which the kernel fills.
    let count = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        if libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set) != 0 {
            return 1;
        }
        libc::CPU_COUNT(&set)
    };
    u32::try_from(count).unwrap_or(1)
}

fn key(isolate: &v8::Isolate) -> usize {
    // SAFETY: the raw pointer of an isolate is a pointer and nothing else; it is not followed.
    unsafe { std::mem::transmute(isolate.as_raw_isolate_ptr()) }
}

/// From now on the tasks of this thread's isolate are kept for its loop; `timers` is the tokio runtime of this thread.
pub(crate) fn enter(isolate: &v8::Isolate, remote: Remote, timers: tokio::runtime::Handle) {
    let home = Home {
        tasks: Tasks::default(),
        remote,
        timers,
    };
    TASKS.set(home.tasks.clone());
    homes().insert(key(isolate), home);
}

/// Drops what V8 still posts: before the isolate is dropped.
pub(crate) fn leave(isolate: &v8::Isolate) {
    homes().remove(&key(isolate));
}

/// Whether V8 has posted something for this thread that [`run_tasks`] would run.
pub(crate) fn has_tasks() -> bool {
    TASKS.with_borrow(|tasks| !lock(tasks).is_empty())
}

/// Runs what V8 has posted for this thread, inside a scope of its isolate. Promise jobs are the caller's.
pub(crate) fn run_tasks() {
    let tasks = TASKS.with_borrow(|tasks| std::mem::take(&mut *lock(tasks)));
    tasks.into_iter().for_each(v8::Task::run);
}

fn post(isolate: usize, task: v8::Task) {
    if let Some(home) = homes().get(&isolate) {
        lock(&home.tasks).push(task);
        home.remote.wake();
    }
}

fn post_later(isolate: usize, task: v8::Task, seconds: f64) {
    let delay = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    if let Some(home) = homes().get(&isolate) {
        home.timers.spawn(async move {
            tokio::time::sleep(delay).await;
            post(isolate, task);
        });
    }
}

struct Foreground;

impl v8::PlatformImpl for Foreground {
    fn post_task(&self, isolate: *mut c_void, task: v8::Task) {
        post(isolate as usize, task);
    }

    fn post_non_nestable_task(&self, isolate: *mut c_void, task: v8::Task) {
        post(isolate as usize, task);
    }

    fn post_delayed_task(&self, isolate: *mut c_void, task: v8::Task, seconds: f64) {
        post_later(isolate as usize, task, seconds);
    }

    fn post_non_nestable_delayed_task(&self, isolate: *mut c_void, task: v8::Task, seconds: f64) {
        post_later(isolate as usize, task, seconds);
    }

    // V8 asks only platforms with idle tasks.
    fn post_idle_task(&self, _: *mut c_void, _: v8::IdleTask) {}
}
