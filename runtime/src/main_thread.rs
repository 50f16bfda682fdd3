//! The main thread of a program: boot, turn the loop, `beforeExit`, `exit`.

use std::sync::atomic::{AtomicBool, Ordering};

use deno_core::v8;

use crate::builtins;
use crate::event_loop::Turner;
use crate::isolate::{World, init_v8};
use crate::{lazy_property, tracing};

static DEBUG_SIGNAL_OFF: AtomicBool = AtomicBool::new(false);

/// Leaves SIGUSR1 alone, as `--disable-sigusr1` wants it: before the program starts.
pub fn disable_debug_signal() {
    DEBUG_SIGNAL_OFF.store(true, Ordering::Relaxed);
}

/// SIGUSR1 has come.
fn open_inspector(scope: &mut v8::PinScope) {
    lazy_property::call_builtin(
        scope,
        "internal/inspector/command_line",
        "startFromSignal",
        0,
        "",
    );
}

/// Runs a program to its end and returns the exit code. `options` is the JSON that `js/bootstrap/pre_execution.js` reads.
pub fn run_main(options: &str) -> Result<i32, String> {
    ops_perf::init();
    init_v8();
    tracing::start();
    ops_perf::mark(ops_perf::V8_START);
    crate::worker_threads::install();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|e| e.to_string())?;
    tokio.block_on(async {
        let mut world = World::new(None, tokio.handle().clone())?;
        if !DEBUG_SIGNAL_OFF.load(Ordering::Relaxed) {
            ops_core::watch_debug_signal(open_inspector);
        }
        ops_perf::mark(ops_perf::ENVIRONMENT);
        ops_perf::mark(ops_perf::BOOTSTRAP_COMPLETE);
        let mut turner = Turner::new(world.event_loop.clone()).map_err(|e| e.message())?;
        world.boot(options);
        loop {
            turner.run(&mut world.runtime).await;
            let span = tracing::span("BeforeExit");
            world.call_realm("emitBeforeExit", "", |_, _| ());
            drop(span);
            if !world.event_loop.is_alive() {
                break;
            }
        }
        ops_perf::loop_exited();
        tracing::mark("loopExit");
        let code = world
            .call_realm("emitExit", "", |scope, value| {
                ops_core::run_before_exit(scope);
                value.int32_value(scope).unwrap_or(0)
            })
            .unwrap_or(1);
        builtins::collect(&mut world.runtime);
        // The process ends without tearing V8 down: the kernel frees faster.
        std::mem::forget(world);
        Ok(code)
    })
}
