//! What the runtime lends to this room: starting an isolate on a thread.

use std::any::Any;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use deno_core::v8;
use ops_core::{Remote, SysError, with_loop};

/// Limits of a worker, in MiB; 0 is V8's default (`resourceLimits`).
#[derive(Clone, Copy, Default, Debug)]
pub struct Limits {
    pub max_young_generation: f64,
    pub max_old_generation: f64,
    pub code_range: f64,
    pub stack: f64,
}

/// How a worker ended.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Its exit code.
    pub code: i32,
    /// An error code of Node that only the host knows (`ERR_WORKER_OUT_OF_MEMORY`, `ERR_WORKER_INIT_FAILED`), and words.
    pub error: Option<(&'static str, String)>,
}

/// What the parent can do to a running worker, from its own thread.
#[derive(Default)]
pub struct Link {
    thread: Mutex<Thread>,
    stopping: Arc<AtomicBool>,
    usage: Arc<LoopUsage>,
}

/// When the worker's loop began and how long it has slept, for `worker.performance.eventLoopUtilization()`.
#[derive(Default)]
pub struct LoopUsage {
    /// Milliseconds since the process began, as the bits of a number; 0 before the first turn.
    pub started: AtomicU64,
    /// Nanoseconds.
    pub idle: AtomicU64,
    /// Nanoseconds since the process began when the loop fell asleep; 0 while it is awake.
    pub asleep: AtomicU64,
}

/// Work for the worker's isolate: run between two instructions of its JavaScript, or by its loop.
type Job = Box<dyn FnOnce(&mut v8::Isolate) + Send>;

/// A job that two may take: the interrupt and the loop.
type Shared = Arc<Mutex<Option<Job>>>;

#[derive(Default)]
enum Stage {
    #[default]
    Starting,
    Running {
        isolate: v8::IsolateHandle,
        remote: Option<Remote>,
        tid: i32,
    },
    Ended,
}

/// A port on its way to a thread: the other end is with who sent it.
pub(crate) type Mail = Box<dyn Any + Send>;

#[derive(Default)]
struct Thread {
    stage: Stage,
    jobs: Vec<Shared>,
    mails: Vec<Mail>,
    early: bool,
}

impl Link {
    fn thread(&self) -> MutexGuard<'_, Thread> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Called on the worker's thread once it has an isolate and a loop. What was asked before takes effect now.
    pub fn attach(&self, isolate: v8::IsolateHandle) {
        let mut thread = self.thread();
        if self.stopping.load(Ordering::SeqCst) {
            isolate.terminate_execution();
        }
        let remote = with_loop(|l| l.remote());
        for job in &thread.jobs {
            request(&isolate, remote.as_ref(), job);
        }
        for mail in std::mem::take(&mut thread.mails) {
            if let Some(remote) = &remote {
                remote.post(move |scope| crate::mail::receive(scope, mail));
            }
        }
        // SAFETY: a plain system call without arguments.
        let tid = unsafe { libc::gettid() };
        thread.stage = Stage::Running {
            isolate,
            remote,
            tid,
        };
    }

    /// Called on the worker's thread before its isolate goes. What was not done is dropped.
    pub fn detach(&self) {
        let (jobs, mails) = {
            let mut thread = self.thread();
            thread.stage = Stage::Ended;
            (
                std::mem::take(&mut thread.jobs),
                std::mem::take(&mut thread.mails),
            )
        };
        drop(mails);
        for job in jobs {
            let undone = job.lock().unwrap_or_else(PoisonError::into_inner).take();
            drop(undone);
        }
    }

    /// Stops the worker wherever it is, also in its sleep.
    pub fn stop(&self) {
        let mut thread = self.thread();
        self.stopping.store(true, Ordering::SeqCst);
        match &thread.stage {
            Stage::Starting => thread.early = true,
            Stage::Running {
                isolate, remote, ..
            } => {
                isolate.terminate_execution();
                if let Some(remote) = remote {
                    remote.wake();
                }
            }
            Stage::Ended => {}
        }
    }

    /// Whether it was stopped before it had begun, which is a success.
    pub fn stopped_early(&self) -> bool {
        self.thread().early
    }

    /// Has `job` run in the worker as soon as it can; dropped when the worker ends before.
    pub fn ask(&self, job: impl FnOnce(&mut v8::Isolate) + Send + 'static) {
        let shared: Shared = Arc::new(Mutex::new(Some(Box::new(job))));
        let mut thread = self.thread();
        match &thread.stage {
            Stage::Starting => {}
            Stage::Running {
                isolate, remote, ..
            } => request(isolate, remote.as_ref(), &shared),
            Stage::Ended => return,
        }
        thread
            .jobs
            .retain(|job| job.lock().unwrap_or_else(PoisonError::into_inner).is_some());
        thread.jobs.push(shared);
    }

    /// Hands a port to the worker, once its program has run for the first time. `false` when it has ended.
    pub(crate) fn mail(&self, mail: Mail) -> bool {
        let mut thread = self.thread();
        match &thread.stage {
            Stage::Starting => thread.mails.push(mail),
            Stage::Running { remote, .. } => {
                if let Some(remote) = remote {
                    remote.post(move |scope| crate::mail::receive(scope, mail));
                }
            }
            Stage::Ended => return false,
        }
        true
    }

    /// The kernel's number of the worker's thread while it runs.
    pub fn tid(&self) -> Option<i32> {
        match &self.thread().stage {
            Stage::Running { tid, .. } => Some(*tid),
            _ => None,
        }
    }

    /// The flag that says that it is being stopped; the worker's own thread sets it too.
    pub fn flag(&self) -> Arc<AtomicBool> {
        self.stopping.clone()
    }

    /// The clock of its loop.
    pub fn usage(&self) -> Arc<LoopUsage> {
        self.usage.clone()
    }
}

fn request(isolate: &v8::IsolateHandle, remote: Option<&Remote>, job: &Shared) {
    // A worker that sleeps runs no JavaScript that could be interrupted, so its loop is asked as well.
    let copy = job.clone();
    if let Some(remote) = remote {
        remote.post(move |scope| run(scope, &copy));
    }
    let data = Arc::into_raw(job.clone()).cast_mut().cast();
    isolate.request_interrupt(interrupted, data);
}

unsafe extern "C" fn interrupted(
    mut isolate: v8::UnsafeRawIsolatePtr,
    data: *mut std::ffi::c_void,
) {
    // SAFETY: `request` made the pointer of an Arc, and V8 calls this once at most.
    let job: Shared = unsafe { Arc::from_raw(data.cast::<Mutex<Option<Job>>>()) };
    // SAFETY: V8 gives the isolate of this thread, which lives through the call.
    let isolate = unsafe { v8::Isolate::ref_from_raw_isolate_ptr_mut(&mut isolate) };
    run(isolate, &job);
}

fn run(isolate: &mut v8::Isolate, job: &Shared) {
    let job = job.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(job) = job {
        job(isolate);
    }
}

/// What is to be started.
pub struct Spec {
    pub thread_id: u64,
    /// The JSON that `js/bootstrap/pre_execution.js` reads.
    pub options: String,
    pub limits: Limits,
    /// The worker's end of its port, for `op_worker_take_port`.
    pub port: Box<dyn Any + Send>,
    pub link: Arc<Link>,
    /// Called on the worker's thread when the isolate is gone.
    pub ended: Box<dyn FnOnce(Ending) + Send>,
}

/// Starts an isolate on a thread of its own.
pub type Host = fn(Spec) -> Result<(), SysError>;

/// Takes a port out of its JS object; `None` when it is not one, or closed.
pub type DetachPort =
    for<'s> fn(&mut v8::PinScope<'s, '_>, v8::Local<'s, v8::Value>) -> Option<Box<dyn Any + Send>>;

/// Makes a JS object of what [`DetachPort`] gave.
pub type AttachPort =
    for<'s> fn(&mut v8::PinScope<'s, '_>, Box<dyn Any + Send>) -> Option<v8::Local<'s, v8::Value>>;

/// How a `MessagePort` leaves this isolate, and how it arrives in another one.
#[derive(Clone, Copy)]
pub struct PortTransfer {
    pub detach: DetachPort,
    pub attach: AttachPort,
}

static PORTS: OnceLock<PortTransfer> = OnceLock::new();

/// Lends the transfer of ports, once per process: ports are another room's.
pub fn set_port_transfer(transfer: PortTransfer) {
    let _ = PORTS.set(transfer);
}

pub(crate) fn detach_port<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    port: v8::Local<'s, v8::Value>,
) -> Option<Box<dyn Any + Send>> {
    (PORTS.get()?.detach)(scope, port)
}

pub(crate) fn attach_port<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    port: Box<dyn Any + Send>,
) -> Option<v8::Local<'s, v8::Value>> {
    (PORTS.get()?.attach)(scope, port)
}

/// Asks V8's inspector of this thread: the number of a session, messages on a line each, whether they are the last.
pub type Inspector = fn(&mut v8::PinScope, u32, &str, bool) -> String;

static INSPECTOR: OnceLock<Inspector> = OnceLock::new();

/// Lends the inspector, once per process: it is another room's.
pub fn set_inspector(inspector: Inspector) {
    let _ = INSPECTOR.set(inspector);
}

pub(crate) fn inspector() -> Option<Inspector> {
    INSPECTOR.get().copied()
}

static HOST: OnceLock<Host> = OnceLock::new();

/// Lends the host, once per process.
pub fn set_host(host: Host) {
    let _ = HOST.set(host);
}

pub(crate) fn start(spec: Spec) -> Result<(), SysError> {
    match HOST.get() {
        Some(host) => host(spec),
        None => Err(SysError::new(libc::ENOSYS, "worker")),
    }
}
