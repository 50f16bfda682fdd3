//! The class `ModuleWrap`: one ECMAScript module record, as Node's loader drives it.
//!
//! JS resolves and loads; this class compiles, links, instantiates and evaluates. Every step but evaluation is
//! synchronous, so `require(esm)` and `import` share it.
//! Source of the rules: <https://tc39.es/ecma262/#sec-cyclic-module-records>.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::SysError;

/// What a request for a module is told apart by: specifier and attributes (flat).
type Key = (String, String);

/// One request: its key, and whether it is for the source only.
pub(crate) type Request = (Key, bool);

pub(crate) struct Inner {
    /// The number by which JS knows this module in callbacks.
    pub(crate) id: u32,
    /// The wrap keeps it alive.
    module: v8::Weak<v8::Module>,
    hash: i32,
    requests: Vec<Request>,
    linked: RefCell<HashMap<Key, Rc<Inner>>>,
    /// What `import source` gives, by request.
    sources: RefCell<HashMap<Key, v8::Global<v8::Object>>>,
    /// `(wrapId) => void` of a synthetic module.
    pub(crate) steps: Option<v8::Weak<v8::Function>>,
}

thread_local! {
    static REGISTRY: RefCell<HashMap<i32, Vec<Rc<Inner>>>> = RefCell::default();
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

pub(crate) fn find(scope: &mut v8::PinScope, module: v8::Local<v8::Module>) -> Option<Rc<Inner>> {
    let hash = module.get_identity_hash().get();
    REGISTRY.with(|registry| {
        let registry = registry.borrow();
        registry
            .get(&hash)?
            .iter()
            .find(|inner| inner.module.to_local(scope) == Some(module))
            .cloned()
    })
}

fn text(scope: &mut v8::PinScope, value: v8::Local<v8::Data>) -> String {
    v8::Local::<v8::Value>::try_from(value)
        .map(|v| v.to_rust_string_lossy(scope))
        .unwrap_or_default()
}

/// Attributes of a request, `key\0value\0...`; V8 gives triples with a source offset.
pub(crate) fn flat_attributes(
    scope: &mut v8::PinScope,
    list: v8::Local<v8::FixedArray>,
    step: usize,
) -> String {
    let mut flat = String::new();
    let mut at = 0;
    while at + 1 < list.length() {
        for part in [at, at + 1] {
            if let Some(data) = list.get(scope, part) {
                flat.push_str(&text(scope, data));
            }
            flat.push('\0');
        }
        at += step;
    }
    flat
}

pub(crate) fn attributes_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    flat: &str,
) -> v8::Local<'s, v8::Object> {
    let null = v8::null(scope).into();
    let object = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
    let mut parts = flat.split('\0');
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        if let (Some(key), Some(value)) =
            (v8::String::new(scope, key), v8::String::new(scope, value))
        {
            object.create_data_property(scope, key.into(), value.into());
        }
    }
    object
}

/// `ModuleWrap` of Node's internals.
///
/// Its handles are traced and not roots: a module may be reachable from its own code only.
pub struct ModuleWrap {
    inner: Rc<Inner>,
    module: v8::TracedReference<v8::Module>,
    steps: v8::TracedReference<v8::Function>,
}

// SAFETY: both handles are traced.
unsafe impl GarbageCollected for ModuleWrap {
    fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        visitor.trace(&self.module);
        visitor.trace(&self.steps);
    }

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"ModuleWrap"
    }
}

impl Drop for ModuleWrap {
    fn drop(&mut self) {
        // The registry may be gone when the thread ends.
        let _ = REGISTRY.try_with(|registry| {
            let mut registry = registry.borrow_mut();
            if let Some(list) = registry.get_mut(&self.inner.hash) {
                list.retain(|inner| inner.id != self.inner.id);
                if list.is_empty() {
                    registry.remove(&self.inner.hash);
                }
            }
        });
    }
}

pub(crate) fn register<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    module: v8::Local<'s, v8::Module>,
    requests: Vec<Request>,
    steps: Option<v8::Local<'s, v8::Function>>,
) -> ModuleWrap {
    let id = NEXT_ID.with(|next| next.replace(next.get() + 1));
    let hash = module.get_identity_hash().get();
    let inner = Rc::new(Inner {
        id,
        module: v8::Weak::new(scope, module),
        hash,
        requests,
        linked: RefCell::default(),
        sources: RefCell::default(),
        steps: steps.map(|steps| v8::Weak::new(scope, steps)),
    });
    REGISTRY.with(|registry| {
        registry
            .borrow_mut()
            .entry(hash)
            .or_default()
            .push(inner.clone())
    });
    ModuleWrap {
        inner,
        module: v8::TracedReference::new(scope, module),
        steps: steps.map_or_else(v8::TracedReference::empty, |steps| {
            v8::TracedReference::new(scope, steps)
        }),
    }
}

fn resolve<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    v8::callback_scope!(unsafe scope, context);
    let inner = find(scope, referrer)?;
    let specifier = specifier.to_rust_string_lossy(scope);
    let attributes = flat_attributes(scope, attributes, 3);
    let linked = inner
        .linked
        .borrow()
        .get(&(specifier.clone(), attributes))
        .and_then(|linked| linked.module.to_local(scope));
    match linked {
        Some(module) => Some(module),
        None => fail(
            scope,
            &format!("request for '{specifier}' is not yet fulfilled"),
        ),
    }
}

/// Throws an error with `message`: where V8 gets no answer it expects an exception.
pub(crate) fn fail<T>(scope: &mut v8::PinScope, message: &str) -> Option<T> {
    let message = v8::String::new(scope, message)?;
    let error = v8::Exception::error(scope, message);
    scope.throw_exception(error);
    None
}

/// The context that `anchor` was made in, or the main one: where a module's code runs.
pub(crate) fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    anchor: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Context> {
    v8::Local::<v8::Object>::try_from(anchor)
        .ok()
        .and_then(|anchor| anchor.get_creation_context(scope))
        .unwrap_or_else(|| scope.get_current_context())
}

unsafe extern "C" {
    /// `v8::Module::HasTopLevelAwait() const`, which the crate has no function for.
    #[link_name = "_ZNK2v86Module16HasTopLevelAwaitEv"]
    fn has_top_level_await(module: *const v8::Module) -> bool;
}

impl ModuleWrap {
    fn module<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Module>> {
        self.module.get(scope)
    }

    /// The module, when it is instantiated at least: V8 ends the process where it is asked too early.
    fn instantiated<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Module>> {
        self.module(scope).filter(|module| {
            !matches!(
                module.get_status(),
                v8::ModuleStatus::Uninstantiated | v8::ModuleStatus::Instantiating
            )
        })
    }

    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        context: v8::Local<'s, v8::Context>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let module = self.instantiated(scope)?;
        let main = scope.get_current_context();
        let inner = &mut v8::ContextScope::new(scope, context);
        let promise = module.evaluate(inner)?;
        let queue = context.get_microtask_queue();
        if std::ptr::eq(queue, main.get_microtask_queue()) {
            return Some(promise);
        }
        // A context with a queue of its own has its jobs run here and at no other time. An `await` outside of it needs
        // a promise of the outer context, which is told by such a job.
        let outer = &mut v8::ContextScope::new(inner, main);
        let resolver = v8::PromiseResolver::new(outer)?;
        resolver.resolve(outer, promise)?;
        let promise = resolver.get_promise(outer).into();
        queue.perform_checkpoint(outer);
        Some(promise)
    }
}

fn resolve_source<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Object>> {
    v8::callback_scope!(unsafe scope, context);
    let inner = find(scope, referrer)?;
    let key = (
        specifier.to_rust_string_lossy(scope),
        flat_attributes(scope, attributes, 3),
    );
    let source = inner.sources.borrow().get(&key).cloned();
    if let Some(source) = source {
        return Some(v8::Local::new(scope, source));
    }
    fail(
        scope,
        &format!("request for '{}' is not yet fulfilled", key.0),
    )
}

#[op2]
impl ModuleWrap {
    /// The number that callbacks name this module by.
    #[getter]
    fn id(&self) -> u32 {
        self.inner.id
    }

    /// What the module asks for: `[specifier, attributes, source only, ...]`, in source order.
    fn get_module_requests<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Array> {
        let mut flat: Vec<v8::Local<v8::Value>> = Vec::with_capacity(self.inner.requests.len() * 3);
        for ((specifier, attributes), source) in &self.inner.requests {
            let specifier =
                v8::String::new(scope, specifier).unwrap_or_else(|| v8::String::empty(scope));
            flat.push(specifier.into());
            flat.push(attributes_object(scope, attributes).into());
            flat.push(v8::Boolean::new(scope, *source).into());
        }
        v8::Array::new_with_elements(scope, &flat)
    }

    /// Links the request `index` to `target`.
    #[nofast]
    fn link(&self, #[smi] index: u32, #[cppgc] target: &ModuleWrap) -> bool {
        let Some((key, _)) = self.inner.requests.get(index as usize) else {
            return false;
        };
        self.inner
            .linked
            .borrow_mut()
            .insert(key.clone(), target.inner.clone());
        true
    }

    /// Answers the request `index` for a source with `object`.
    #[nofast]
    fn link_source(
        &self,
        scope: &mut v8::PinScope,
        #[smi] index: u32,
        object: v8::Local<v8::Object>,
    ) -> bool {
        let Some((key, _)) = self.inner.requests.get(index as usize) else {
            return false;
        };
        let object = v8::Global::new(scope, object);
        self.inner.sources.borrow_mut().insert(key.clone(), object);
        true
    }

    /// Instantiates the module and all it is linked to; throws what the specification throws.
    #[nofast]
    #[reentrant]
    fn instantiate<'s>(&self, scope: &mut v8::PinScope<'s, '_>, anchor: v8::Local<'s, v8::Value>) {
        let Some(module) = self.module(scope) else {
            return;
        };
        let context = context_of(scope, anchor);
        // A failure is a pending exception.
        let _ = ops_core::remembering_place(scope, |scope| {
            let scope = &mut v8::ContextScope::new(scope, context);
            module.instantiate_module2(scope, resolve, resolve_source)
        });
    }

    /// Evaluates: a promise (of a cycle root), settled at once when no top-level await is inside.
    #[reentrant]
    fn evaluate<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let context = scope.get_current_context();
        self.run(scope, context)
            .unwrap_or_else(|| v8::undefined(scope).into())
    }

    /// Evaluates in the context of `anchor`. With `timeout` (milliseconds, -1 for none) or `sigint` it is watched, and
    /// `out[0]` is 1 when the time was over, 2 when SIGINT came.
    #[reentrant]
    fn evaluate_in<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        anchor: v8::Local<'s, v8::Value>,
        timeout: f64,
        sigint: bool,
        out: v8::Local<'s, v8::Array>,
    ) -> Result<v8::Local<'s, v8::Value>, SysError> {
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let context = context_of(scope, anchor);
        if timeout < 0.0 && !sigint {
            return Ok(self.run(scope, context).unwrap_or(undefined));
        }
        let (value, watched) =
            ops_core::watched(scope, timeout, sigint, |scope| self.run(scope, context))?;
        let seen = v8::Integer::new(scope, watched as i32).into();
        let _ = out.set_index(scope, 0, seen);
        Ok(value.unwrap_or(undefined))
    }

    /// The URL of the source map that the code names, or `undefined`.
    fn source_map_url<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.module(scope) {
            Some(module) if module.is_source_text_module() => {
                let script = module.get_unbound_module_script(scope);
                script.get_source_mapping_url(scope)
            }
            _ => v8::undefined(scope).into(),
        }
    }

    /// Whether a top-level await is in the module itself.
    #[nofast]
    fn has_top_level_await(&self, scope: &mut v8::PinScope) -> bool {
        self.module(scope).is_some_and(|module| {
            // SAFETY: the handle is live.
            unsafe { has_top_level_await(&raw const *module) }
        })
    }

    /// A code cache of a source text module that was not evaluated yet, as a `Uint8Array`.
    fn create_cached_data<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let module = self.module(scope).filter(|module| {
            module.is_source_text_module()
                && !matches!(
                    module.get_status(),
                    v8::ModuleStatus::Evaluating
                        | v8::ModuleStatus::Evaluated
                        | v8::ModuleStatus::Errored
                )
        });
        let cache = module
            .and_then(|module| module.get_unbound_module_script(scope).create_code_cache())
            .and_then(|cache| ops_core::bytes::uint8_array_of(scope, &cache));
        cache.map_or_else(|| v8::undefined(scope).into(), Into::into)
    }

    /// The namespace object, once instantiated.
    fn get_namespace<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.instantiated(scope) {
            Some(module) => module.get_module_namespace(),
            None => v8::undefined(scope).into(),
        }
    }

    /// `import.defer()`: evaluates what waits below the module, and not the module; a promise.
    #[reentrant]
    fn evaluate_deferred<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        self.instantiated(scope)
            .and_then(|module| module.evaluate_for_import_defer(scope))
            .unwrap_or_else(|| v8::undefined(scope).into())
    }

    /// The namespace object that evaluates the module when it is first looked at.
    fn get_deferred_namespace<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Value> {
        match self.instantiated(scope) {
            Some(module) => module.get_module_namespace_with_phase(v8::ModuleImportPhase::kDefer),
            None => v8::undefined(scope).into(),
        }
    }

    /// 0 uninstantiated, 1 instantiating, 2 instantiated, 3 evaluating, 4 evaluated, 5 errored.
    #[nofast]
    fn get_status(&self, scope: &mut v8::PinScope) -> i32 {
        let Some(module) = self.module(scope) else {
            return 0;
        };
        match module.get_status() {
            v8::ModuleStatus::Uninstantiated => 0,
            v8::ModuleStatus::Instantiating => 1,
            v8::ModuleStatus::Instantiated => 2,
            v8::ModuleStatus::Evaluating => 3,
            v8::ModuleStatus::Evaluated => 4,
            v8::ModuleStatus::Errored => 5,
        }
    }

    /// What the evaluation threw, when the status is 5.
    fn get_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.module(scope) {
            Some(module) if module.get_status() == v8::ModuleStatus::Errored => {
                module.get_exception()
            }
            _ => v8::undefined(scope).into(),
        }
    }

    /// Whether a top-level await is in the module or below it, once instantiated.
    #[nofast]
    fn is_graph_async(&self, scope: &mut v8::PinScope) -> bool {
        self.instantiated(scope)
            .is_some_and(|module| module.is_graph_async())
    }

    /// Sets an export of a synthetic module; an unknown name is thrown about.
    #[nofast]
    fn set_export(
        &self,
        scope: &mut v8::PinScope,
        name: v8::Local<v8::String>,
        value: v8::Local<v8::Value>,
    ) {
        let Some(module) = self.module(scope) else {
            return;
        };
        let name = v8::Local::new(scope, name);
        let value = v8::Local::new(scope, value);
        let _ = module.set_synthetic_module_export(scope, name, value);
    }

    /// `[line, column, message]` of the top-level awaits that never settled (exit code 13).
    fn get_stalled_awaits<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        let mut found: Vec<v8::Local<v8::Value>> = Vec::new();
        let Some(module) = self.module(scope) else {
            return v8::Array::new(scope, 0);
        };
        for (_, message) in module.get_stalled_top_level_await_message(scope) {
            let line = message.get_line_number(scope).unwrap_or(0) as i32;
            let column = message.get_start_column() as i32;
            let file = message
                .get_script_resource_name(scope)
                .unwrap_or_else(|| v8::undefined(scope).into());
            let source = match message.get_source_line(scope) {
                Some(source) => source.into(),
                None => v8::undefined(scope).into(),
            };
            let row = [
                file,
                v8::Integer::new(scope, line).into(),
                v8::Integer::new(scope, column).into(),
                source,
            ];
            found.push(v8::Array::new_with_elements(scope, &row).into());
        }
        v8::Array::new_with_elements(scope, &found)
    }
}

/// Forgets the modules of this thread's isolate: before the isolate itself is dropped.
pub(crate) fn uninstall() {
    let all = REGISTRY.with(|registry| std::mem::take(&mut *registry.borrow_mut()));
    drop(all);
}
