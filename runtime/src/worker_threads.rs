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

/// The stack of a worker's thread, in bytes.
const THREAD_STACK: usize = 4 << 20;

const MIB: f64 = 1024.0 * 1024.0;

/// The heap that a worker needs to come into being, in bytes.
const BOOT_HEAP: usize = 32 << 20;

/// Room that V8 gets once more when a worker reaches its heap limit, in bytes: enough to unwind.
const HEADROOM: usize = 64 << 20;

/// Lends the host to `ops/worker`.
pub(crate) fn install() {
    ops_worker::set_host(start);
    ops_worker::set_port_transfer(ops_worker::PortTransfer {
        detach: |scope, port| Some(Box::new(ops_messaging::detach_port(scope, port)?)),
        attach: |scope, port| {
            let end = port.downcast::<ops_messaging::PortEnd>().ok()?;
            Some(ops_messaging::attach_port(scope, *end)?.into())
        },
    });
}

fn start(spec: Spec) -> Result<(), SysError> {
    let stack = if spec.limits.stack > 0.0 {
        ((spec.limits.stack * MIB) as usize).max(THREAD_STACK)
    } else {
        THREAD_STACK
    };
    std::thread::Builder::new()
        .name(format!("worker {}", spec.thread_id))
        .stack_size(stack + (1 << 20))
        .spawn(move || run(spec))
        .map(drop)
        .map_err(|e| SysError::from_io(&e, "pthread_create"))
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
    let ending = world(&options, limits, &link).unwrap_or_else(|message| Ending {
        code: 1,
        error: Some(("ERR_WORKER_INIT_FAILED", message)),
    });
    link.detach();
    ended(ending);
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

fn world(options: &str, limits: Limits, link: &Arc<Link>) -> Result<Ending, String> {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|e| e.to_string())?;
    tokio.block_on(async {
        let mut world = World::new(Some(create_params(limits)))?;
        ops_perf::mark(ops_perf::ENVIRONMENT);
        ops_perf::mark(ops_perf::BOOTSTRAP_COMPLETE);
        let out_of_memory = Rc::new(Cell::new(false));
        let too_small = lower_limit(&mut world, limits);
        watch_heap(&mut world, &out_of_memory, link.flag());
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
            world.call_realm("emitBeforeExit", "", |_, _| ());
            if !world.event_loop.is_alive() {
                break;
            }
        }
        // A worker that is being ended runs no more JavaScript: this answers nothing then.
        let code = world.call_realm("emitExit", "", |scope, value| {
            value.int32_value(scope).unwrap_or(0)
        });
        // `process.exit(code)` ends the thread by a termination of its own.
        let default = i32::from(!link.stopped_early());
        let code = exit.code().or(code).unwrap_or(default);
        ops_worker::stop_children();
        drop(turner);
        world.close();
        let error = out_of_memory.get().then(|| {
            let message =
                "Worker terminated due to reaching memory limit: JS heap out of memory".to_owned();
            ("ERR_WORKER_OUT_OF_MEMORY", message)
        });
        Ok(Ending { code, error })
    })
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
