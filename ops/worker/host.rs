//! What the runtime lends to this room: starting an isolate on a thread.

use std::any::Any;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use deno_core::v8;
use ops_core::SysError;

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
    isolate: Mutex<Option<v8::IsolateHandle>>,
    stopping: Arc<AtomicBool>,
}

impl Link {
    /// Called on the worker's thread once it has an isolate. A termination that came before takes effect now.
    pub fn attach(&self, isolate: v8::IsolateHandle) {
        let mut slot = self.isolate.lock().unwrap_or_else(PoisonError::into_inner);
        if self.stopping.load(Ordering::SeqCst) {
            isolate.terminate_execution();
        }
        *slot = Some(isolate);
    }

    /// Called on the worker's thread before its isolate goes.
    pub fn detach(&self) {
        self.isolate
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Stops the worker wherever it is.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        if let Some(isolate) = self
            .isolate
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            isolate.terminate_execution();
        }
    }

    /// The flag that says so; the worker's own thread sets it too.
    pub fn flag(&self) -> Arc<AtomicBool> {
        self.stopping.clone()
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
