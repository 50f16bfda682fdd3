//! The thread pool for blocking work (libuv's, <https://docs.libuv.org/en/v1.x/threadpool.html>): the one helper
//! through which a room leaves the loop's thread.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use deno_core::v8;

use crate::event_loop::{Alive, with_loop};
use crate::patience::{Awake, Patience};
use crate::trace;

type Job = Box<dyn FnOnce() + Send>;
type Done = Box<dyn FnOnce(&mut v8::PinScope, Box<dyn Any + Send>)>;

struct Pool {
    state: Mutex<State>,
    /// The queue's length, for who only wants to know whether there is something.
    length: AtomicUsize,
    wake: Condvar,
    limit: usize,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    threads: usize,
    idle: usize,
    /// Whether a thread is on its way to the queue. It fetches the next one when it finds more than one job, so that
    /// the loop's thread pays for one wake-up and not for four.
    coming: bool,
    /// Whether a thread looks out for the next job without sleeping.
    watching: bool,
    /// For the next job, and since when it is waited for.
    patience: Patience,
    empty_since: Option<Instant>,
}

static POOL: OnceLock<Pool> = OnceLock::new();

/// `UV_THREADPOOL_SIZE`, 4 when it is not set, between 1 and 1024 as in libuv.
fn pool() -> &'static Pool {
    POOL.get_or_init(|| {
        let limit = std::env::var("UV_THREADPOOL_SIZE")
            .ok()
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or(4);
        Pool {
            state: Mutex::default(),
            length: AtomicUsize::new(0),
            wake: Condvar::new(),
            limit: limit.clamp(1, 1024),
        }
    })
}

fn enqueue(job: Job) {
    let pool = pool();
    let mut state = pool.lock();
    if let Some(since) = state.empty_since.take() {
        state.patience.slept(since.elapsed());
    }
    state.queue.push_back(job);
    pool.length.store(state.queue.len(), Ordering::Release);
    if pool.fetch(state) {
        return;
    }
    // With no thread at all the job runs here: late is better than never.
    let job = pool.next(&mut pool.lock());
    if let Some(job) = job {
        job();
    }
}

impl Pool {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, state: &mut State) -> Option<Job> {
        let job = state.queue.pop_front();
        self.length.store(state.queue.len(), Ordering::Relaxed);
        job
    }

    /// On a thread of the pool: until there may be a job.
    fn sleep<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        state.idle += 1;
        state = self
            .wake
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner);
        state.idle -= 1;
        state.coming = false;
        state
    }

    /// As `sleep`, without sleeping, and not for long: there may be no job then.
    fn watch<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let mut patience = state.patience;
        state.watching = true;
        drop(state);
        patience.wait(|| self.length.load(Ordering::Acquire) > 0);
        state = self.lock();
        state.watching = false;
        state.patience = patience;
        state
    }

    /// Sees to it that one more thread comes to the queue, if there may be one more. `false`: there is none at all. A
    /// thread is woken without the lock, for which it would wait else.
    fn fetch(&self, mut state: MutexGuard<State>) -> bool {
        if state.coming || state.watching {
            return true;
        }
        if state.idle > 0 {
            state.coming = true;
            drop(state);
            self.wake.notify_one();
        } else if state.threads < self.limit {
            let started = std::thread::Builder::new()
                .name("heddle-pool".into())
                .stack_size(1 << 20)
                .spawn(work);
            if started.is_err() {
                return state.threads > 0;
            }
            state.threads += 1;
            state.coming = true;
        }
        true
    }
}

fn work() {
    let pool = pool();
    let awake = Awake::begin();
    let mut state = pool.lock();
    state.coming = false;
    loop {
        let Some(job) = pool.next(&mut state) else {
            state.empty_since.get_or_insert_with(Instant::now);
            if state.patience.has() && !state.watching {
                state = pool.watch(state);
            }
            if state.queue.is_empty() {
                state = awake.except_for(|| pool.sleep(state));
            }
            continue;
        };
        match state.queue.is_empty() {
            true => drop(state),
            false => {
                pool.fetch(state);
            }
        }
        job();
        state = pool.lock();
    }
}

/// Lets another thread of the pool help, when one comes to it. Nobody waits for it: a job with helpers must end without.
pub fn assist(help: impl FnOnce() + Send + 'static) {
    enqueue(Box::new(help));
}

thread_local! {
    static WAITING: RefCell<HashMap<u64, (Done, Alive)>> = RefCell::default();
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// Forgets the requests of this thread: before its isolate goes.
pub fn forget_requests() {
    let waiting = WAITING.with(|waiting| std::mem::take(&mut *waiting.borrow_mut()));
    drop(waiting);
}

/// Runs `work` on the pool and then `done` with its result in the loop's poll phase. The loop stays alive for it.
/// Without a loop (while a snapshot is written) nothing happens.
pub fn submit<T, W, D>(work: W, done: D)
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
    D: FnOnce(&mut v8::PinScope, T) + 'static,
{
    let Some((alive, remote)) = with_loop(|l| (l.hold(), l.remote())) else {
        return;
    };
    let id = NEXT.with(|next| next.replace(next.get() + 1));
    let done: Done = Box::new(move |scope, value| {
        if let Ok(value) = value.downcast::<T>() {
            done(scope, *value);
        }
    });
    WAITING.with(|waiting| waiting.borrow_mut().insert(id, (done, alive)));
    enqueue(Box::new(move || {
        let value: Box<dyn Any + Send> = Box::new(work());
        remote.post(move |scope| {
            let entry = WAITING.with(|waiting| waiting.borrow_mut().remove(&id));
            if let Some((done, alive)) = entry {
                drop(alive);
                done(scope, value);
            }
        });
    }));
}

/// As [`submit`], for work that a trace shows under `name` (`node.threadpoolwork`).
pub fn submit_named<T, W, D>(name: &'static str, work: W, done: D)
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
    D: FnOnce(&mut v8::PinScope, T) + 'static,
{
    const SYNC: &str = "node,node.threadpoolwork,node.threadpoolwork.sync";
    const ASYNC: &str = "node,node.threadpoolwork,node.threadpoolwork.async";
    if !trace::is_on(trace::POOL) {
        return submit(work, done);
    }
    let id = Some(trace::next_id());
    trace::emit('b', ASYNC, name, id, "");
    submit(
        move || {
            trace::emit('B', SYNC, name, None, "");
            let value = work();
            trace::emit('E', SYNC, name, None, "");
            value
        },
        move |scope, value| {
            trace::emit('e', ASYNC, name, id, "{\"result\":0}");
            done(scope, value);
        },
    );
}
