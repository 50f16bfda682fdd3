//! The handle class `Worker`: a worker, seen from its parent.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use deno_core::{GarbageCollected, op2, v8};
use ops_core::permission::{self, Permission};
use ops_core::{Alive, JsCallback, SysError, call_method, with_loop};

use crate::host::{Ending, Limits, Link, Spec, detach_port, start};
use crate::{inspect, mail};

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

struct Inner {
    thread_id: u64,
    link: Arc<Link>,
    referenced: Cell<bool>,
    closed: Rc<Cell<bool>>,
    running: RefCell<Option<Running>>,
}

struct Running {
    alive: Option<Alive>,
    object: v8::Global<v8::Object>,
}

/// JS sets `onexit(code, errorCode, errorMessage)` on it.
pub struct Worker {
    inner: Rc<Inner>,
}

// SAFETY: the struct holds no traced handles; its global is a root and is dropped when the worker has ended.
unsafe impl GarbageCollected for Worker {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Worker"
    }
}

thread_local! {
    /// Running workers of this thread by id: what other threads post comes back to them here.
    static RUNNING: RefCell<std::collections::HashMap<u64, Rc<Inner>>> = RefCell::default();
}

#[op2]
impl Worker {
    #[constructor]
    #[cppgc]
    fn new() -> Worker {
        let thread_id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let link = Arc::new(Link::default());
        Worker {
            inner: Rc::new(Inner {
                thread_id,
                link,
                referenced: Cell::new(true),
                closed: Rc::default(),
                running: RefCell::default(),
            }),
        }
    }

    /// `threadId` of the worker.
    #[getter]
    fn thread_id(&self) -> f64 {
        self.inner.thread_id as f64
    }

    /// Starts it. `port` is a `MessagePort` that moves to the worker; `limits` are four numbers in MiB, 0 for V8's own.
    #[nofast]
    #[reentrant]
    fn start<'s>(
        &self,
        #[this] this: v8::Global<v8::Object>,
        scope: &mut v8::PinScope<'s, '_>,
        #[string] options: String,
        port: v8::Local<'s, v8::Value>,
        young: f64,
        old: f64,
        code_range: f64,
        stack: f64,
    ) -> Result<(), SysError> {
        permission::check(Permission::WorkerThreads, "")?;
        let port = detach_port(scope, port).ok_or_else(|| SysError::new(libc::EINVAL, "worker"))?;
        let remote =
            with_loop(|l| l.remote()).ok_or_else(|| SysError::new(libc::EINVAL, "worker"))?;
        let alive = if self.inner.referenced.get() {
            with_loop(|l| l.hold())
        } else {
            None
        };
        let id = self.inner.thread_id;
        let ended = Box::new(move |ending: Ending| {
            mail::unregister(id);
            remote.post(move |scope| {
                let inner = RUNNING.with(|running| running.borrow_mut().remove(&id));
                if let Some(inner) = inner {
                    inner.finish(scope, &ending);
                }
            });
        });
        let spec = Spec {
            thread_id: id,
            options,
            limits: Limits {
                max_young_generation: young,
                max_old_generation: old,
                code_range,
                stack,
            },
            port,
            link: self.inner.link.clone(),
            ended,
        };
        *self.inner.running.borrow_mut() = Some(Running {
            alive,
            object: this,
        });
        RUNNING.with(|running| running.borrow_mut().insert(id, self.inner.clone()));
        mail::register(id, self.inner.link.clone());
        start(spec).inspect_err(|_| {
            mail::unregister(id);
            self.inner.running.borrow_mut().take();
            RUNNING.with(|running| running.borrow_mut().remove(&id));
        })
    }

    /// Ends the worker wherever it is; `onexit` follows when its thread is done.
    #[fast]
    fn stop_thread(&self) {
        self.inner.link.stop();
    }

    #[fast]
    #[rename("ref")]
    fn reference(&self) {
        self.inner.set_referenced(true);
    }

    #[fast]
    fn unref(&self) {
        self.inner.set_referenced(false);
    }

    /// `callback(numbers | undefined)`: the worker's heap statistics.
    #[nofast]
    fn heap_statistics(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Function>) {
        let callback = JsCallback::new(scope, callback);
        inspect::ask(&self.inner.link, callback, inspect::heap_statistics);
    }

    /// `callback(bytes | undefined)`: a heap snapshot of the worker.
    #[nofast]
    fn heap_snapshot(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Function>) {
        let callback = JsCallback::new(scope, callback);
        inspect::ask(&self.inner.link, callback, inspect::heap_snapshot);
    }

    /// `callback(json | undefined)`: what V8's inspector in the worker answers to the last of `messages`.
    #[nofast]
    fn inspector(
        &self,
        scope: &mut v8::PinScope,
        number: u32,
        #[string] messages: String,
        last: bool,
        callback: v8::Local<v8::Function>,
    ) {
        let callback = JsCallback::new(scope, callback);
        inspect::ask(&self.inner.link, callback, move |isolate| {
            inspect::inspector(isolate, number, &messages, last)
        });
    }

    /// `[user, system]` in microseconds; undefined when the worker does not run.
    fn cpu_usage<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let usage = self.inner.link.tid().and_then(inspect::cpu_usage);
        pair(scope, usage)
    }

    /// `[start, idle]` of the worker's loop; `now` is the time on the clock of the process.
    fn loop_times<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        now: f64,
    ) -> v8::Local<'s, v8::Value> {
        let times = inspect::loop_times(&self.inner.link, now);
        pair(scope, Some(times))
    }

    /// undefined once it has ended and its 'exit' was told.
    fn has_ref<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        if self.inner.closed.get() {
            v8::undefined(scope).into()
        } else {
            v8::Boolean::new(scope, self.inner.referenced.get()).into()
        }
    }
}

fn pair<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    numbers: Option<[f64; 2]>,
) -> v8::Local<'s, v8::Value> {
    match numbers {
        Some(numbers) => {
            let numbers = numbers.map(|number| v8::Number::new(scope, number).into());
            v8::Array::new_with_elements(scope, &numbers).into()
        }
        None => v8::undefined(scope).into(),
    }
}

impl Inner {
    fn set_referenced(&self, on: bool) {
        self.referenced.set(on);
        if let Some(running) = self.running.borrow_mut().as_mut() {
            running.alive = if on {
                running.alive.take().or_else(|| with_loop(|l| l.hold()))
            } else {
                None
            };
        }
    }

    fn finish(&self, scope: &mut v8::PinScope, ending: &Ending) {
        let Some(running) = self.running.borrow_mut().take() else {
            return;
        };
        drop(running.alive);
        let closed = self.closed.clone();
        with_loop(|l| l.close(move |_| closed.set(true)));
        let object = v8::Local::new(scope, &running.object);
        let code = v8::Integer::new(scope, ending.code).into();
        let mut args: Vec<v8::Local<v8::Value>> = vec![code];
        if let Some((name, message)) = &ending.error {
            for text in [*name, message.as_str()] {
                args.push(
                    v8::String::new(scope, text)
                        .unwrap_or_else(|| v8::String::empty(scope))
                        .into(),
                );
            }
        }
        call_method(scope, object, "onexit", &args);
    }
}

/// Stops every worker of this thread: its own end is the end of its children.
pub fn stop_children() {
    let children = RUNNING.with(|running| std::mem::take(&mut *running.borrow_mut()));
    for child in children.values() {
        child.link.stop();
    }
}
