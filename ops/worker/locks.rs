//! Web Locks (<https://w3c.github.io/web-locks/>): names that one holds, or some share, among all threads of the process.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use deno_core::{op2, v8};
use ops_core::{JsCallback, Remote, with_loop};

use crate::current::thread_id;

const SHARED: u32 = 1;
const IF_AVAILABLE: u32 = 2;
const STEAL: u32 = 4;

struct Lock {
    id: u64,
    shared: bool,
    thread: u64,
    remote: Option<Remote>,
}

#[derive(Default)]
struct Name {
    held: Vec<Lock>,
    pending: VecDeque<Lock>,
}

impl Name {
    fn is_free_for(&self, shared: bool) -> bool {
        self.held.is_empty() || (shared && self.held.iter().all(|lock| lock.shared))
    }

    /// Gives the lock to those whose turn it is. The ids of those that are on this thread; other threads are told.
    fn grant(&mut self, here: u64) -> Vec<u64> {
        let mut granted = Vec::new();
        while let Some(next) = self.pending.front() {
            if !self.is_free_for(next.shared) {
                break;
            }
            let Some(lock) = self.pending.pop_front() else {
                break;
            };
            if lock.thread == here {
                granted.push(lock.id);
            } else {
                tell(&lock, false);
            }
            self.held.push(lock);
        }
        granted
    }
}

#[derive(Default)]
struct Locks {
    names: HashMap<String, Name>,
    last: u64,
}

static LOCKS: Mutex<Option<Locks>> = Mutex::new(None);

thread_local! {
    /// `listener(id, stolen)`.
    static LISTENER: RefCell<Option<JsCallback>> = const { RefCell::new(None) };
}

fn locks() -> MutexGuard<'static, Option<Locks>> {
    LOCKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the thread of `lock` hear that it got it, or lost it.
fn tell(lock: &Lock, stolen: bool) {
    let id = lock.id;
    if let Some(remote) = &lock.remote {
        remote.post(move |scope| hear(scope, id, stolen));
    }
}

fn hear(scope: &mut v8::PinScope, id: u64, stolen: bool) {
    let Some(listener) = LISTENER.with(|cell| cell.borrow_mut().take()) else {
        return;
    };
    v8::scope!(let inner, scope);
    let id = v8::Number::new(inner, id as f64).into();
    let stolen = v8::Boolean::new(inner, stolen).into();
    listener.call(inner, &[id, stolen]);
    LISTENER.with(|cell| {
        cell.borrow_mut().get_or_insert(listener);
    });
}

/// Lets go of all that this thread holds and waits for: before its isolate goes.
pub(crate) fn uninstall() {
    let listener = LISTENER.with(|cell| cell.borrow_mut().take());
    if listener.is_none() {
        return;
    }
    drop(listener);
    let here = thread_id();
    if let Some(locks) = locks().as_mut() {
        locks.names.retain(|_, name| {
            name.held.retain(|lock| lock.thread != here);
            name.pending.retain(|lock| lock.thread != here);
            name.grant(here);
            !name.held.is_empty() || !name.pending.is_empty()
        });
    }
}

/// Asks for the lock `name`. The number of the request when it has it now, its negative when it waits, 0 when it was to be
/// had at once and is not. `listener(id, stolen)` hears of what comes later.
#[op2(nofast)]
pub fn op_worker_lock(
    scope: &mut v8::PinScope,
    #[string] name: String,
    flags: u32,
    listener: v8::Local<v8::Function>,
) -> f64 {
    if LISTENER.with(|cell| cell.borrow().is_none()) {
        let listener = JsCallback::new(scope, listener);
        LISTENER.with(|cell| *cell.borrow_mut() = Some(listener));
    }
    let mut guard = locks();
    let locks = guard.get_or_insert_with(Locks::default);
    let id = locks.last + 1;
    let lock = Lock {
        id,
        shared: flags & SHARED != 0,
        thread: thread_id(),
        remote: with_loop(|l| l.remote()),
    };
    let resource = locks.names.entry(name).or_default();
    let free = resource.pending.is_empty() && resource.is_free_for(lock.shared);
    if flags & STEAL != 0 {
        for lost in resource.held.drain(..) {
            tell(&lost, true);
        }
        resource.held.push(lock);
    } else if free {
        resource.held.push(lock);
    } else if flags & IF_AVAILABLE != 0 {
        return 0.0;
    } else {
        resource.pending.push_back(lock);
        locks.last = id;
        return -(id as f64);
    }
    locks.last = id;
    id as f64
}

/// Gives the lock `id` of `name` back, or asks for it no longer. The numbers of this thread's requests that have it now;
/// `null` when it was stolen meanwhile.
#[op2]
pub fn op_worker_unlock<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] name: String,
    id: f64,
) -> v8::Local<'s, v8::Value> {
    let id = id as u64;
    let granted = match locks().as_mut() {
        Some(locks) => {
            let Some(resource) = locks.names.get_mut(&name) else {
                return v8::null(scope).into();
            };
            let before = resource.held.len() + resource.pending.len();
            resource.held.retain(|lock| lock.id != id);
            resource.pending.retain(|lock| lock.id != id);
            if resource.held.len() + resource.pending.len() == before {
                return v8::null(scope).into();
            }
            let granted = resource.grant(thread_id());
            if resource.held.is_empty() && resource.pending.is_empty() {
                locks.names.remove(&name);
            }
            granted
        }
        None => Vec::new(),
    };
    if granted.is_empty() {
        return v8::undefined(scope).into();
    }
    let granted: Vec<v8::Local<v8::Value>> = granted
        .into_iter()
        .map(|id| v8::Number::new(scope, id as f64).into())
        .collect();
    v8::Array::new_with_elements(scope, &granted).into()
}

/// All locks of the process, held ones newest first and pending ones in their turn, as `[name, held, shared, thread id]` one after the other.
#[op2]
pub fn op_worker_locks<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    let mut all = Vec::new();
    if let Some(locks) = locks().as_ref() {
        for (name, resource) in &locks.names {
            let held = resource.held.iter().map(|lock| (lock, true));
            let pending = resource.pending.iter().map(|lock| (lock, false));
            for (lock, held) in held.chain(pending) {
                all.push((lock.id, name.clone(), held, lock.shared, lock.thread));
            }
        }
    }
    all.sort_by_key(|lock| if lock.2 { u64::MAX - lock.0 } else { lock.0 });
    let mut values: Vec<v8::Local<v8::Value>> = Vec::with_capacity(all.len() * 4);
    for (_, name, held, shared, thread) in all {
        let name = v8::String::new(scope, &name).unwrap_or_else(|| v8::String::empty(scope));
        values.push(name.into());
        values.push(v8::Boolean::new(scope, held).into());
        values.push(v8::Boolean::new(scope, shared).into());
        values.push(v8::Number::new(scope, thread as f64).into());
    }
    v8::Array::new_with_elements(scope, &values).into()
}
