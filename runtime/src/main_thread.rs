//! The main thread of a program: boot, turn the loop, `beforeExit`, `exit`.

use crate::builtins;
use crate::event_loop::Turner;
use crate::isolate::{World, init_v8};

/// Runs a program to its end and returns the exit code. `options` is the JSON that `js/bootstrap/pre_execution.js` reads.
pub fn run_main(options: &str) -> Result<i32, String> {
    ops_perf::init();
    init_v8();
    ops_perf::mark(ops_perf::V8_START);
    crate::worker_threads::install();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|e| e.to_string())?;
    tokio.block_on(async {
        let mut world = World::new(None)?;
        ops_perf::mark(ops_perf::ENVIRONMENT);
        ops_perf::mark(ops_perf::BOOTSTRAP_COMPLETE);
        let mut turner = Turner::new(world.event_loop.clone()).map_err(|e| e.message())?;
        world.boot(options);
        loop {
            turner.run(&mut world.runtime).await;
            world.call_realm("emitBeforeExit", "", |_, _| ());
            if !world.event_loop.is_alive() {
                break;
            }
        }
        ops_perf::loop_exited();
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
