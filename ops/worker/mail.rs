//! Ports from any thread to any other (`postMessageToThread`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deno_core::{op2, v8};
use ops_core::{JsCallback, Remote, with_loop};

use crate::host::{Link, Mail, attach_port, detach_port};

/// The running workers of the process by id, and the main thread once it listens.
struct Threads {
    workers: Option<HashMap<u64, Arc<Link>>>,
    main: Option<Remote>,
}

static THREADS: Mutex<Threads> = Mutex::new(Threads {
    workers: None,
    main: None,
});

thread_local! {
    static LISTENER: RefCell<Option<JsCallback>> = const { RefCell::new(None) };
}

fn threads() -> MutexGuard<'static, Threads> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn register(id: u64, link: Arc<Link>) {
    threads()
        .workers
        .get_or_insert_with(HashMap::new)
        .insert(id, link);
}

pub(crate) fn unregister(id: u64) {
    if let Some(workers) = threads().workers.as_mut() {
        workers.remove(&id);
    }
}

/// Forgets this thread's listener: before its isolate goes.
pub(crate) fn uninstall() {
    let last = LISTENER.with(|cell| cell.borrow_mut().take());
    drop(last);
}

/// On the receiving thread: gives the port to its listener. Without one the port closes, which the sender sees.
pub(crate) fn receive(scope: &mut v8::PinScope, mail: Mail) {
    v8::scope!(let inner, scope);
    let listener = LISTENER.with(|cell| cell.borrow_mut().take());
    let Some(listener) = listener else { return };
    if let Some(port) = attach_port(inner, mail) {
        listener.call(inner, &[port]);
    }
    LISTENER.with(|cell| *cell.borrow_mut() = Some(listener));
}

/// From now on `listener(port)` is called with each port that is sent to this thread.
#[op2(nofast)]
pub fn op_worker_listen_for_threads(
    scope: &mut v8::PinScope,
    listener: v8::Local<v8::Function>,
    is_main: bool,
) {
    let listener = JsCallback::new(scope, listener);
    LISTENER.with(|cell| *cell.borrow_mut() = Some(listener));
    if is_main {
        threads().main = with_loop(|l| l.remote());
    }
}

/// Sends `port`, which moves, to the thread `id`. `false` when there is no such thread.
#[op2(nofast, reentrant)]
pub fn op_worker_post_to_thread<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    id: f64,
    port: v8::Local<'s, v8::Value>,
) -> bool {
    enum To {
        Main(Remote),
        Worker(Arc<Link>),
    }
    let to = {
        let threads = threads();
        if id == 0.0 {
            threads.main.clone().map(To::Main)
        } else {
            threads
                .workers
                .as_ref()
                .and_then(|workers| workers.get(&(id as u64)).cloned())
                .map(To::Worker)
        }
    };
    let Some(to) = to else { return false };
    let Some(port) = detach_port(scope, port) else {
        return false;
    };
    match to {
        To::Main(remote) => {
            remote.post(move |scope| receive(scope, port));
            true
        }
        To::Worker(link) => link.mail(port),
    }
}
