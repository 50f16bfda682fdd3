//! What clients of a thread's inspector have sent and the thread has not looked at yet. The mail of a thread can be
//! written before the thread runs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The other end of a session.
pub(crate) trait Peer: Send + Sync {
    fn send(&self, text: &str);
    fn close(&self);
    /// Whether it is in another program.
    fn is_outside(&self) -> bool;
}

/// What has come from clients, for the thread that is inspected.
pub(crate) enum Event {
    Open(u32, Arc<dyn Peer>),
    Message(u32, String),
    Closed(u32),
    /// Threads have come or gone.
    Threads,
}

/// Tells the thread that something has come.
pub(crate) type Wake = Box<dyn Fn() + Send + Sync>;

/// The mailbox of a thread.
#[derive(Default)]
pub(crate) struct Mail {
    events: Mutex<VecDeque<Event>>,
    come: Condvar,
    wake: Mutex<Option<Wake>>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often a thread that another one may end looks whether it is to end, while it waits for a client.
const LOOK: Duration = Duration::from_millis(50);

impl Mail {
    pub(crate) fn put(&self, event: Event) {
        lock(&self.events).push_back(event);
        self.come.notify_all();
        if let Some(wake) = lock(&self.wake).as_ref() {
            wake();
        }
    }

    pub(crate) fn take(&self) -> Option<Event> {
        lock(&self.events).pop_front()
    }

    /// As `take`, where the next one may be taken.
    pub(crate) fn take_if(&self, may: impl FnOnce(&Event) -> bool) -> Option<Event> {
        let mut events = lock(&self.events);
        if !events.front().is_some_and(may) {
            return None;
        }
        events.pop_front()
    }

    /// Sleeps until there is something. `false` when the thread has to end.
    pub(crate) fn wait(&self) -> bool {
        let mut events = lock(&self.events);
        while events.is_empty() {
            if ops_core::is_stopping() {
                return false;
            }
            events = if ops_core::is_stoppable() {
                let waited = self.come.wait_timeout(events, LOOK);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                let waited = self.come.wait(events);
                waited.unwrap_or_else(PoisonError::into_inner)
            };
        }
        true
    }

    /// From now on the thread is woken; what has come before is taken at once.
    pub(crate) fn awake(&self, wake: Wake) {
        let mut slot = lock(&self.wake);
        if !lock(&self.events).is_empty() {
            wake();
        }
        *slot = Some(wake);
    }

    pub(crate) fn sleep(&self) {
        lock(&self.wake).take();
    }
}

/// A number that no other client of the process has.
pub(crate) fn next_number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// A thread that can be inspected.
pub(crate) struct Thread {
    pub(crate) mail: Arc<Mail>,
    /// Name and URL, once it runs.
    pub(crate) about: Option<(String, String)>,
}

/// The main thread.
pub(crate) const MAIN: u32 = 0;

static THREADS: Mutex<BTreeMap<u32, Thread>> = Mutex::new(BTreeMap::new());

/// The threads that run.
pub(crate) fn threads() -> MutexGuard<'static, BTreeMap<u32, Thread>> {
    lock(&THREADS)
}

/// The mail of a thread, which may still have to start.
pub(crate) fn mail_of(thread: u32) -> Arc<Mail> {
    let mut threads = threads();
    let known = threads.entry(thread).or_insert_with(|| Thread {
        mail: Arc::default(),
        about: None,
    });
    known.mail.clone()
}

/// Whether the main thread has an inspector that wants to know of other threads.
static TOLD: AtomicBool = AtomicBool::new(false);

/// From now on the main thread hears of threads that come and go.
pub(crate) fn tell_of_threads() {
    TOLD.store(true, Ordering::SeqCst);
}

fn tell_main() {
    if !TOLD.load(Ordering::SeqCst) {
        return;
    }
    let main = threads().get(&MAIN).map(|main| main.mail.clone());
    if let Some(main) = main {
        main.put(Event::Threads);
    }
}

/// A thread says what it is.
pub(crate) fn announce(thread: u32, name: &str, url: &str) {
    mail_of(thread);
    if let Some(known) = threads().get_mut(&thread) {
        known.about = Some((name.to_owned(), url.to_owned()));
    }
    if thread != MAIN {
        tell_main();
    }
}

/// A thread has ended.
pub(crate) fn forget(thread: u32) {
    let known = threads().remove(&thread);
    if let Some(known) = known {
        known.mail.sleep();
        tell_main();
    }
}
