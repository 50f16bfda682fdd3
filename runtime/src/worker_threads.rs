//! A second world on a thread: what `ops/worker` asks of the runtime.
//!
//! Each worker has its own isolate, loop and tokio runtime. Its end, by whatever cause, ends it alone.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deno_core::v8;
use ops_core::SysError;
use ops_worker::{Current, Ending, Limits, Link, Spec};

use crate::event_loop::Turner;
use crate::isolate::World;
use crate::{lazy_ops, tracing};

/// The stack of a worker, in bytes (`resourceLimits.stackSizeMb`).
const STACK: usize = 4 << 20;

/// What of it JS may not use: native code that JS calls runs there.
const STACK_RESERVE: usize = 192 << 10;

/// With less than this for JS a worker would not come into being.
const LEAST_STACK: usize = 96 << 10;

/// What the thread has besides: the runtime's own frames, and native code at the limit of JS.
const THREAD_EXTRA: usize = 1 << 20;

const MIB: f64 = 1024.0 * 1024.0;

/// The heap that a worker needs to come into being, in bytes.
const BOOT_HEAP: usize = 32 << 20;

/// Room that V8 gets once more when a worker reaches its heap limit, in bytes: enough to unwind, and for the largest
/// object that there can be, for want of which V8 would end the process.
const HEADROOM: usize = 2 << 30;

/// Lends the host to `ops/worker`.
pub(crate) fn install() {
    ops_worker::set_host(start);
    ops_worker::set_inspector(ops_v8::ask_inspector);
    ops_v8::set_builtin_caller(crate::lazy_property::call_builtin);
    ops_worker::set_port_transfer(ops_worker::PortTransfer {
        detach: |scope, port| Some(Box::new(ops_messaging::detach_port(scope, port)?)),
        attach: |scope, port| {
            let end = port.downcast::<ops_messaging::PortEnd>().ok()?;
            Some(ops_messaging::attach_port(scope, *end)?.into())
        },
    });
}

fn start(spec: Spec) -> Result<(), SysError> {
    std::thread::Builder::new()
        .name(format!("worker {}", spec.thread_id))
        .stack_size(stack_size(&spec.limits) + THREAD_EXTRA)
        .spawn(move || run(spec))
        .map(drop)
        .map_err(|e| SysError::from_io(&e, "pthread_create"))
}

fn stack_size(limits: &Limits) -> usize {
    if limits.stack > 0.0 {
        ((limits.stack * MIB) as usize).max(LEAST_STACK + STACK_RESERVE)
    } else {
        STACK
    }
}

unsafe extern "C" {
    /// `v8::Isolate::SetStackLimit(uintptr_t)`, which the crate has no function for. The limit among an isolate's
    /// parameters does not do: V8 replaces it by its flag.
    #[link_name = "_ZN2v87Isolate13SetStackLimitEm"]
    fn set_stack_limit(isolate: v8::UnsafeRawIsolatePtr, limit: usize);
}

/// Tells V8 how much of this thread's stack is for JS.
fn limit_stack(isolate: &mut v8::Isolate, limits: &Limits) {
    let here = 0u32;
    let limit = (&raw const here).addr() - (stack_size(limits) - STACK_RESERVE);
    // SAFETY: the isolate of this thread, and an address within this thread's stack.
    unsafe { set_stack_limit(isolate.as_raw_isolate_ptr(), limit) };
}

fn run(spec: Spec) {
    let Spec {
        thread_id,
        options,
        limits,
        port,
        link,
        ended,
    } = spec;
    ops_worker::enter(Current { thread_id, port });
    let mut end = End {
        link,
        ended: Some(ended),
        thread_id,
    };
    let ending = world(&options, limits, &mut end).unwrap_or_else(|message| Ending {
        code: 1,
        error: Some(("ERR_WORKER_INIT_FAILED", message)),
    });
    end.tell(ending);
}

/// Tells the parent once.
struct End {
    link: Arc<Link>,
    ended: Option<Box<dyn FnOnce(Ending) + Send>>,
    thread_id: u64,
}

impl End {
    fn tell(&mut self, ending: Ending) {
        if let Some(ended) = self.ended.take() {
            self.link.detach();
            ended(ending);
        }
    }
}

fn create_params(limits: Limits) -> v8::CreateParams {
    let mut params = v8::CreateParams::default();
    if limits.max_old_generation > 0.0 {
        // Less than this and V8 would end the process before there is anything that could be told; `lower_limit` follows.
        let bytes = ((limits.max_old_generation * MIB) as usize).max(BOOT_HEAP);
        params = params.set_max_old_generation_size_in_bytes(bytes);
    }
    if limits.max_young_generation > 0.0 {
        params = params
            .set_max_young_generation_size_in_bytes((limits.max_young_generation * MIB) as usize);
    }
    params
}

fn world(options: &str, limits: Limits, end: &mut End) -> Result<Ending, String> {
    let link = end.link.clone();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|e| e.to_string())?;
    let mut world = World::new(Some(create_params(limits)), tokio.handle().clone())?;
    let (ending, holds_nothing) = tokio.block_on(async {
        limit_stack(world.runtime.v8_isolate(), &limits);
        ops_perf::mark(ops_perf::ENVIRONMENT);
        ops_perf::mark(ops_perf::BOOTSTRAP_COMPLETE);
        let out_of_memory = Rc::new(Cell::new(false));
        let too_small = lower_limit(&mut world, limits);
        watch_heap(&mut world, &out_of_memory, link.flag());
        ops_worker::set_context(world.runtime.main_context());
        link.attach(world.thread_safe_handle());
        let exit = ops_core::ExitRequest::install(world.thread_safe_handle(), link.flag());
        let mut turner = Turner::new(world.event_loop.clone()).map_err(|e| e.message())?;
        ops_perf::loop_started();
        let usage = link.usage();
        usage
            .started
            .store(ops_perf::now().to_bits(), Ordering::Relaxed);
        turner.report(usage);
        if too_small {
            out_of_memory.set(true);
            link.stop();
        } else if !ops_core::is_stopping() {
            world.boot(options);
        }
        while !ops_core::is_stopping() {
            turner.run(&mut world.runtime).await;
            if ops_core::is_stopping() {
                break;
            }
            let span = tracing::span("BeforeExit");
            world.call_realm("emitBeforeExit", "", |_, _| ());
            drop(span);
            if !world.event_loop.is_alive() {
                break;
            }
        }
        // A worker that is being ended runs no more JavaScript: this answers nothing then.
        let code = world.call_realm("emitExit", "", |scope, value| {
            ops_core::run_before_exit(scope);
            value.int32_value(scope).unwrap_or(0)
        });
        // `process.exit(code)` ends the thread by a termination of its own.
        let default = i32::from(!link.stopped_early());
        let code = exit.code().or(code).unwrap_or(default);
        ops_worker::stop_children();
        tracing::ended(end.thread_id);
        drop(turner);
        let error = out_of_memory.get().then(|| {
            let message =
                "Worker terminated due to reaching memory limit: JS heap out of memory".to_owned();
            ("ERR_WORKER_OUT_OF_MEMORY", message)
        });
        let ending = Ending { code, error };
        let holds_nothing = lazy_ops::none_holds_descriptors();
        world.shut();
        Ok::<_, String>((ending, holds_nothing))
    })?;
    drop(tokio);
    let heap = world.into_heap();
    // Nobody can tell a heap that is being freed from one that is gone, but for what its objects hold open.
    if holds_nothing {
        end.tell(ending.clone());
    }
    drop(heap);
    Ok(ending)
}

/// Brings the heap limit down to what was asked for. Whether the worker, just made, is above it.
fn lower_limit(world: &mut World, limits: Limits) -> bool {
    let bytes = (limits.max_old_generation * MIB) as usize;
    if bytes == 0 || bytes >= BOOT_HEAP {
        return false;
    }
    // V8 lowers a limit only when such a callback goes.
    world
        .runtime
        .add_near_heap_limit_callback(|current, _| current + HEADROOM);
    world.runtime.remove_near_heap_limit_callback(bytes);
    world
        .runtime
        .v8_isolate()
        .get_heap_statistics()
        .used_heap_size()
        > bytes
}

/// At the heap limit the worker is terminated, with room to unwind; without this V8 would end the process.
fn watch_heap(world: &mut World, reached: &Rc<Cell<bool>>, flag: Arc<AtomicBool>) {
    let handle = world.thread_safe_handle();
    let reached = reached.clone();
    world
        .runtime
        .add_near_heap_limit_callback(move |current, _| {
            reached.set(true);
            flag.store(true, Ordering::SeqCst);
            handle.terminate_execution();
            current + HEADROOM
        });
}
