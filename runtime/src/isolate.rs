//! Options to a JS world: V8 is set up once per process, an isolate and its loop once per thread.

use std::rc::Rc;

use deno_core::{JsRuntime, RuntimeOptions, v8};
use ops_core::Loop;

use crate::{builtins, extensions, stack_trace, startup_snapshot};

/// Starts V8's platform, after [`crate::v8_flags::set`]. Once, on the main thread, before any isolate.
pub fn init_v8() {
    JsRuntime::init_platform(None);
}

/// One JS world: an isolate with its loop. It belongs to the thread that made it.
pub struct World {
    pub(crate) runtime: JsRuntime,
    pub(crate) event_loop: Rc<Loop>,
    realm: v8::Global<v8::Object>,
}

impl World {
    /// Makes the isolate, from the snapshot where there is one. Call it inside a tokio context.
    pub fn new(create_params: Option<v8::CreateParams>) -> Result<World, String> {
        let event_loop = Loop::install().map_err(|e| e.message())?;
        let startup_snapshot = startup_snapshot::bytes();
        let mut runtime = JsRuntime::try_new(RuntimeOptions {
            startup_snapshot,
            extensions: extensions::all(),
            create_params,
            ..Default::default()
        })
        .map_err(|e| e.to_string())?;
        runtime
            .v8_isolate()
            .set_prepare_stack_trace_callback(stack_trace::prepare);
        ops_module::install(runtime.v8_isolate());
        let realm = if startup_snapshot.is_some() {
            runtime.execute_script(
                "node:internal/bootstrap/find",
                "globalThis.__bootstrap.internals.realm",
            )
        } else {
            crate::bootstrap::evaluate(&mut runtime)
        };
        let realm = realm.map_err(|e| e.to_string())?;
        let realm = {
            deno_core::scope!(scope, runtime);
            let object = v8::Local::<v8::Object>::try_from(v8::Local::new(scope, realm))
                .map_err(|e| e.to_string())?;
            v8::Global::new(scope, object)
        };
        Ok(World {
            runtime,
            event_loop,
            realm,
        })
    }

    /// Calls `name(...args)` of the realm object and returns its result, or `None` when the isolate is terminating.
    /// The functions of the realm report their own exceptions.
    pub fn call_realm<T>(
        &mut self,
        name: &str,
        argument: &str,
        read: impl FnOnce(&mut v8::PinScope, v8::Local<v8::Value>) -> T,
    ) -> Option<T> {
        deno_core::scope!(scope, self.runtime);
        let realm = v8::Local::new(scope, &self.realm);
        let argument = v8::String::new(scope, argument)?.into();
        let result = ops_core::call_method(scope, realm, name, &[argument])?;
        Some(read(scope, result))
    }

    /// Ends the world: first everything that holds handles into it, then the isolate.
    pub fn close(mut self) {
        builtins::collect(&mut self.runtime);
        self.runtime.v8_isolate().cancel_terminate_execution();
        self.event_loop.clear();
        ops_messaging::uninstall();
        Loop::uninstall();
        ops_core::forget_requests();
        ops_core::uninstall_callbacks();
        ops_core::uninstall_request_wrap();
        ops_timers::uninstall();
        ops_messaging::uninstall();
        ops_module::uninstall();
        ops_perf::uninstall();
        ops_process::uninstall_env();
        ops_process::uninstall_messages();
        ops_process::uninstall_promise_reject();
        ops_process::uninstall_signals();
        ops_v8::uninstall();
        ops_worker::uninstall();
        drop(self);
    }

    /// Runs the program: its main script, then the ticks and promise jobs that it left, also when the script threw.
    pub fn boot(&mut self, options: &str) {
        deno_core::scope!(scope, self.runtime);
        let realm = v8::Local::new(scope, &self.realm);
        if start(scope, realm, options).is_none() {
            ops_core::drain(scope);
        }
    }

    /// The isolate's handle for other threads: termination and interrupts.
    pub fn thread_safe_handle(&mut self) -> v8::IsolateHandle {
        self.runtime.v8_isolate().thread_safe_handle()
    }
}

/// Boots the realm and calls the main script that it answers with, from here so that nothing stands below it in stacks.
fn start(scope: &mut v8::PinScope, realm: v8::Local<v8::Object>, options: &str) -> Option<()> {
    let name = v8::String::new(scope, "boot")?.into();
    let boot = v8::Local::<v8::Function>::try_from(realm.get(scope, name)?).ok()?;
    let options = v8::String::new(scope, options)?.into();
    let main = ops_core::guarded(scope, realm.into(), boot, &[options])?;
    let main = v8::Local::<v8::Function>::try_from(main).ok()?;
    let receiver = v8::undefined(scope).into();
    ops_core::call_raw(scope, receiver, main, &[])?;
    Some(())
}
