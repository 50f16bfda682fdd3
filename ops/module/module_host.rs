//! What V8 asks of its host while code runs: `import()` and `import.meta`.
//!
//! Source of the rules: <https://tc39.es/ecma262/#sec-HostLoadImportedModule>.

use std::cell::RefCell;

use deno_core::{op2, v8};

use crate::module_wrap::{attributes_object, find, flat_attributes};

struct Callbacks {
    import_meta: v8::Global<v8::Function>,
    import_dynamically: v8::Global<v8::Function>,
}

thread_local! {
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
}

/// The host-defined options that carry `host` to a dynamic `import()`.
pub(crate) fn host_options<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    host: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::PrimitiveArray> {
    let options = v8::PrimitiveArray::new(scope, 1);
    if let Ok(primitive) = v8::Local::<v8::Primitive>::try_from(host) {
        options.set(scope, 0, primitive);
    }
    options
}

/// Registers `importMeta(id, meta)` and `importDynamically(host, referrerName, specifier, attributes, phase) -> promise`.
#[op2(nofast)]
pub fn op_module_set_callbacks(
    scope: &mut v8::PinScope,
    import_meta: v8::Local<v8::Function>,
    import_dynamically: v8::Local<v8::Function>,
) {
    let callbacks = Callbacks {
        import_meta: v8::Global::new(scope, import_meta),
        import_dynamically: v8::Global::new(scope, import_dynamically),
    };
    CALLBACKS.with(|cell| *cell.borrow_mut() = Some(callbacks));
}

extern "C" fn initialize_import_meta(
    context: v8::Local<v8::Context>,
    module: v8::Local<v8::Module>,
    meta: v8::Local<v8::Object>,
) {
    v8::callback_scope!(unsafe scope, context);
    let Some(inner) = find(scope, module) else {
        return;
    };
    let function = CALLBACKS.with(|c| {
        c.borrow()
            .as_ref()
            .map(|c| v8::Local::new(scope, &c.import_meta))
    });
    let Some(function) = function else { return };
    let id = v8::Integer::new_from_unsigned(scope, inner.id).into();
    let receiver = v8::undefined(scope).into();
    function.call(scope, receiver, &[id, meta.into()]);
}

fn import_with_phase<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    options: v8::Local<'s, v8::Data>,
    referrer: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    phase: v8::ModuleImportPhase,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let function = CALLBACKS.with(|c| {
        c.borrow()
            .as_ref()
            .map(|c| v8::Local::new(scope, &c.import_dynamically))
    })?;
    let host = host_of(scope, options);
    let flat = flat_attributes(scope, attributes, 2);
    let attributes = attributes_object(scope, &flat).into();
    let phase = match phase {
        v8::ModuleImportPhase::kEvaluation => 0,
        v8::ModuleImportPhase::kSource => 1,
        v8::ModuleImportPhase::kDefer => 2,
    };
    let phase = v8::Integer::new(scope, phase).into();
    let receiver = v8::undefined(scope).into();
    let result = function.call(
        scope,
        receiver,
        &[host, referrer, specifier.into(), attributes, phase],
    )?;
    let promise = v8::Local::<v8::Promise>::try_from(result).ok()?;
    // The promise is one of the context that the `import()` stands in.
    let current = scope.get_current_context();
    if promise.get_creation_context(scope) == Some(current) {
        return Some(promise);
    }
    let resolver = v8::PromiseResolver::new(scope)?;
    resolver.resolve(scope, promise.into())?;
    Some(resolver.get_promise(scope))
}

/// The symbol or string that [`host_options`] stored, or `undefined`.
fn host_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    options: v8::Local<'s, v8::Data>,
) -> v8::Local<'s, v8::Value> {
    // SAFETY: V8 promises that host-defined options are a PrimitiveArray (an empty one when none were given), and a
    // Local of either type is the same pointer.
    let list = unsafe {
        std::mem::transmute::<v8::Local<'s, v8::Data>, v8::Local<'s, v8::PrimitiveArray>>(options)
    };
    if list.length() > 0 {
        return list.get(scope, 0).into();
    }
    // Code that no script contains, such as that of an indirect eval: its context may say more.
    host_of_context(scope).unwrap_or_else(|| v8::undefined(scope).into())
}

/// What `ops/vm` stored with the global object of the current context.
fn host_of_context<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
    let name = v8::String::new(scope, "node:vm:host")?;
    let key = v8::Private::for_api(scope, Some(name));
    let global = scope.get_current_context().global(scope);
    global.get_private(scope, key)
}

fn import_dynamically<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    options: v8::Local<'s, v8::Data>,
    referrer: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    import_with_phase(
        scope,
        options,
        referrer,
        specifier,
        v8::ModuleImportPhase::kEvaluation,
        attributes,
    )
}

/// Makes this crate the isolate's module host: `import()` and `import.meta` come here.
pub fn install(isolate: &mut v8::Isolate) {
    isolate.set_host_initialize_import_meta_object_callback(initialize_import_meta);
    isolate.set_host_import_module_dynamically_callback(import_dynamically);
    isolate.set_host_import_module_with_phase_dynamically_callback(import_with_phase);
}

/// Drops every handle of this thread's isolate: before the isolate itself is dropped.
pub fn uninstall() {
    crate::compile_cache::uninstall();
    CALLBACKS.with(|cell| cell.borrow_mut().take());
    crate::module_wrap::uninstall();
}
