//! Options to a JS world: V8 is set up once per process, an isolate and its loop once per thread.

use std::rc::Rc;

use deno_core::{JsRuntime, RuntimeOptions, v8};
use ops_core::Loop;

use crate::{
    builtins, extensions, lazy_ops, lazy_property, platform, stack_trace, startup_snapshot,
};

/// Starts V8's platform, after [`crate::v8_flags::set`]. Once, on the main thread, before any isolate.
pub fn init_v8() {
    // Without it V8 opens /dev/urandom four times at each start, and reads a page of it each time.
    v8::V8::set_entropy_source(fill_randomly);
    JsRuntime::init_platform(Some(platform::new()));
}

/// Random bytes from the system, for V8's generators.
fn fill_randomly(buffer: &mut [u8]) -> bool {
    // SAFETY: the system writes at most the length of the buffer into it.
    let count = unsafe { libc::getrandom(buffer.as_mut_ptr().cast(), buffer.len(), 0) };
    usize::try_from(count).is_ok_and(|count| count == buffer.len())
}

/// What the old objects and half of what they and buffers may take before V8 marks them, in bytes. By itself V8 marks a
/// small heap anew for each 8 MiB of buffers, however few objects hold them.
const INITIAL_OLD_GENERATION: usize = 24 << 20;

/// What the young objects may take at first, in bytes: V8 divides it by three, for the two halves of the space and for large
/// objects. A program that loads a server's modules fills a half of V8's own size, 1 MiB, and its first collection then finds
/// nearly all of it alive.
const INITIAL_YOUNG_GENERATION: usize = 6 << 20;

/// The limits of a heap: the caller's, or those that V8 derives from the memory there is.
fn with_limits(params: Option<v8::CreateParams>) -> v8::CreateParams {
    let params = params.unwrap_or_default();
    // V8 wants the start of a range to lie before its end.
    if params.max_old_generation_size_in_bytes() > 0 {
        return params;
    }
    let young = params.max_young_generation_size_in_bytes();
    let mut params = params.heap_limits_from_system_memory(ops_process::total_memory(), 0);
    params = if young > 0 {
        params.set_max_young_generation_size_in_bytes(young)
    } else {
        params.set_initial_young_generation_size_in_bytes(INITIAL_YOUNG_GENERATION)
    };
    params.set_initial_old_generation_size_in_bytes(INITIAL_OLD_GENERATION)
}

/// One JS world: an isolate with its loop. It belongs to the thread that made it.
pub struct World {
    pub(crate) runtime: JsRuntime,
    pub(crate) event_loop: Rc<Loop>,
    realm: v8::Global<v8::Object>,
}

impl World {
    /// Makes the isolate, from the snapshot where there is one. `timers` is for what V8 wants to do later. deno_core keeps
    /// the tokio runtime in whose context this is called, with its descriptors, until the world is dropped.
    pub fn new(
        create_params: Option<v8::CreateParams>,
        timers: tokio::runtime::Handle,
    ) -> Result<World, String> {
        let event_loop = Loop::install().map_err(|e| e.message())?;
        let startup_snapshot = startup_snapshot::bytes();
        let has_builtins = startup_snapshot::has_builtins();
        let extensions = extensions::all(startup_snapshot.is_some());
        lazy_ops::remember(&extensions);
        let options = RuntimeOptions {
            startup_snapshot,
            skip_op_registration: has_builtins,
            extensions: extensions.list,
            create_params: Some(with_limits(create_params)),
            ..Default::default()
        };
        let mut runtime = ops_core::with_steady_v8_flags(|| JsRuntime::try_new(options))
            .map_err(|e| e.to_string())?;
        platform::enter(runtime.v8_isolate(), event_loop.remote(), timers);
        runtime
            .v8_isolate()
            .set_prepare_stack_trace_callback(stack_trace::prepare);
        ops_module::install(runtime.v8_isolate());
        let realm = if has_builtins {
            find_realm(&mut runtime).ok_or("the snapshot has no realm")?
        } else {
            let realm = crate::bootstrap::evaluate(&mut runtime).map_err(|e| e.to_string())?;
            deno_core::scope!(scope, runtime);
            let object = v8::Local::<v8::Object>::try_from(v8::Local::new(scope, realm))
                .map_err(|e| e.to_string())?;
            v8::Global::new(scope, object)
        };
        lazy_property::install(&realm);
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

    /// Ends everything that holds handles into the world. After that it can only be dropped.
    pub fn shut(&mut self) {
        builtins::collect(&mut self.runtime);
        self.runtime.v8_isolate().cancel_terminate_execution();
        {
            // A program that was stopped has not come by here yet.
            deno_core::scope!(scope, self.runtime);
            ops_core::run_before_exit(scope);
        }
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
        {
            deno_core::scope!(scope, self.runtime);
            ops_vm::uninstall(scope);
        }
        lazy_ops::uninstall();
        lazy_property::uninstall();
        platform::leave(self.runtime.v8_isolate());
        ops_worker::uninstall();
    }

    /// What is left when the loop has gone.
    pub fn into_heap(self) -> JsRuntime {
        self.runtime
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

/// The realm object of a world that comes from the snapshot: `globalThis.__bootstrap.internals.realm`.
fn find_realm(runtime: &mut JsRuntime) -> Option<v8::Global<v8::Object>> {
    deno_core::scope!(scope, runtime);
    let mut object = scope.get_current_context().global(scope);
    for name in ["__bootstrap", "internals", "realm"] {
        let name = v8::String::new(scope, name)?.into();
        object = v8::Local::<v8::Object>::try_from(object.get(scope, name)?).ok()?;
    }
    Some(v8::Global::new(scope, object))
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
