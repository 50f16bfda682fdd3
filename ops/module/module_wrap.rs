//! The class `ModuleWrap`: one ECMAScript module record, as Node's loader drives it.
//!
//! JS resolves and loads; this class compiles, links, instantiates and evaluates. Every step but evaluation is
//! synchronous, so `require(esm)` and `import` share it.
//! Source of the rules: <https://tc39.es/ecma262/#sec-cyclic-module-records>.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};

/// What a request for a module is told apart by: specifier and attributes (flat).
type Key = (String, String);

/// One request: its key, and whether it is for the source only.
type Request = (Key, bool);

pub(crate) struct Inner {
    /// The number by which JS knows this module in callbacks.
    id: u32,
    module: v8::Global<v8::Module>,
    hash: i32,
    requests: Vec<Request>,
    linked: RefCell<HashMap<Key, Rc<Inner>>>,
    /// What `import source` gives, by request.
    sources: RefCell<HashMap<Key, v8::Global<v8::Object>>>,
    /// `(wrapId) => void` of a synthetic module.
    steps: Option<v8::Global<v8::Function>>,
}

struct Callbacks {
    import_meta: v8::Global<v8::Function>,
    import_dynamically: v8::Global<v8::Function>,
}

thread_local! {
    static REGISTRY: RefCell<HashMap<i32, Vec<Rc<Inner>>>> = RefCell::default();
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
}

fn find(scope: &mut v8::PinScope, module: v8::Local<v8::Module>) -> Option<Rc<Inner>> {
    let hash = module.get_identity_hash().get();
    REGISTRY.with(|registry| {
        let registry = registry.borrow();
        registry
            .get(&hash)?
            .iter()
            .find(|inner| v8::Local::new(scope, &inner.module) == module)
            .cloned()
    })
}

fn text(scope: &mut v8::PinScope, value: v8::Local<v8::Data>) -> String {
    v8::Local::<v8::Value>::try_from(value)
        .map(|v| v.to_rust_string_lossy(scope))
        .unwrap_or_default()
}

/// Attributes of a request, `key\0value\0...`; V8 gives triples with a source offset.
fn flat_attributes(
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

fn attributes_object<'s>(
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
pub struct ModuleWrap {
    inner: Rc<Inner>,
}

// SAFETY: the struct holds no traced handles; its globals are roots.
unsafe impl GarbageCollected for ModuleWrap {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

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

fn register(
    scope: &mut v8::PinScope,
    module: v8::Local<v8::Module>,
    requests: Vec<Request>,
    steps: Option<v8::Global<v8::Function>>,
) -> ModuleWrap {
    let id = NEXT_ID.with(|next| next.replace(next.get() + 1));
    let hash = module.get_identity_hash().get();
    let module = v8::Global::new(scope, module);
    let inner = Rc::new(Inner {
        id,
        module,
        hash,
        requests,
        linked: RefCell::default(),
        sources: RefCell::default(),
        steps,
    });
    REGISTRY.with(|registry| {
        registry
            .borrow_mut()
            .entry(hash)
            .or_default()
            .push(inner.clone())
    });
    ModuleWrap { inner }
}

fn read_requests(scope: &mut v8::PinScope, module: v8::Local<v8::Module>) -> Vec<Request> {
    let list = module.get_module_requests();
    let mut requests = Vec::with_capacity(list.length());
    for index in 0..list.length() {
        let Some(data) = list.get(scope, index) else {
            continue;
        };
        let Ok(request) = v8::Local::<v8::ModuleRequest>::try_from(data) else {
            continue;
        };
        let specifier = request.get_specifier().to_rust_string_lossy(scope);
        let attributes = flat_attributes(scope, request.get_import_attributes(), 3);
        let source = request.get_phase() == v8::ModuleImportPhase::kSource;
        requests.push(((specifier, attributes), source));
    }
    requests
}

/// Compiles a source text module named `url`. `host` is the symbol or string that a dynamic `import()` in it hands
/// back. A syntax error is thrown.
#[op2(reentrant)]
pub fn op_module_wrap_compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    line_offset: i32,
    column_offset: i32,
) -> v8::Local<'s, v8::Value> {
    ops_core::remembering_place(scope, |scope| {
        compile(scope, url, source, host, line_offset, column_offset)
    })
    .unwrap_or_else(|| v8::undefined(scope).into())
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    line_offset: i32,
    column_offset: i32,
) -> Option<v8::Local<'s, v8::Value>> {
    let options = host_options(scope, host);
    let origin = v8::ScriptOrigin::new(
        scope,
        url.into(),
        line_offset,
        column_offset,
        false,
        -1,
        None,
        false,
        false,
        true,
        Some(options.into()),
    );
    let mut source = v8::script_compiler::Source::new(source, Some(&origin));
    let module = v8::script_compiler::compile_module(scope, &mut source)?;
    let requests = read_requests(scope, module);
    let wrap = register(scope, module, requests, None);
    Some(deno_core::cppgc::make_cppgc_object(scope, wrap).into())
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

/// A synthetic module named `url` with the exports `names`; `steps(id)` sets them when it is evaluated.
#[op2]
pub fn op_module_wrap_synthetic<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    names: v8::Local<'s, v8::Array>,
    steps: v8::Local<'s, v8::Function>,
) -> v8::Local<'s, v8::Value> {
    let mut list = Vec::with_capacity(names.length() as usize);
    for index in 0..names.length() {
        let name = names
            .get_index(scope, index)
            .and_then(|name| v8::Local::<v8::String>::try_from(name).ok());
        if let Some(name) = name {
            list.push(name);
        }
    }
    let module = v8::Module::create_synthetic_module(scope, url, &list, evaluate_synthetic);
    let steps = v8::Global::new(scope, steps);
    let wrap = register(scope, module, Vec::new(), Some(steps));
    deno_core::cppgc::make_cppgc_object(scope, wrap).into()
}

fn evaluate_synthetic<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    v8::callback_scope!(unsafe scope, context);
    let inner = find(scope, module)?;
    let steps = v8::Local::new(scope, inner.steps.as_ref()?);
    let id = v8::Integer::new_from_unsigned(scope, inner.id).into();
    let receiver = v8::undefined(scope).into();
    steps.call(scope, receiver, &[id])?;
    let resolver = v8::PromiseResolver::new(scope)?;
    let undefined = v8::undefined(scope).into();
    resolver.resolve(scope, undefined);
    Some(resolver.get_promise(scope).into())
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
        .cloned();
    match linked {
        Some(linked) => Some(v8::Local::new(scope, &linked.module)),
        None => {
            let message = v8::String::new(
                scope,
                &format!("request for '{specifier}' is not yet fulfilled"),
            )?;
            let error = v8::Exception::error(scope, message);
            scope.throw_exception(error);
            None
        }
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
    let message = v8::String::new(
        scope,
        &format!("request for '{}' is not yet fulfilled", key.0),
    )?;
    let error = v8::Exception::error(scope, message);
    scope.throw_exception(error);
    None
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
    fn instantiate(&self, scope: &mut v8::PinScope) {
        let module = v8::Local::new(scope, &self.inner.module);
        // A failure is a pending exception.
        let _ = ops_core::remembering_place(scope, |scope| {
            module.instantiate_module2(scope, resolve, resolve_source)
        });
    }

    /// Evaluates: a promise (of a cycle root), settled at once when no top-level await is inside.
    #[reentrant]
    fn evaluate<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let module = v8::Local::new(scope, &self.inner.module);
        module
            .evaluate(scope)
            .unwrap_or_else(|| v8::undefined(scope).into())
    }

    /// The namespace object, once instantiated.
    fn get_namespace<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let module = v8::Local::new(scope, &self.inner.module);
        if matches!(
            module.get_status(),
            v8::ModuleStatus::Uninstantiated | v8::ModuleStatus::Instantiating
        ) {
            return v8::undefined(scope).into();
        }
        module.get_module_namespace()
    }

    /// 0 uninstantiated, 1 instantiating, 2 instantiated, 3 evaluating, 4 evaluated, 5 errored.
    #[nofast]
    fn get_status(&self, scope: &mut v8::PinScope) -> i32 {
        let module = v8::Local::new(scope, &self.inner.module);
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
        let module = v8::Local::new(scope, &self.inner.module);
        if module.get_status() == v8::ModuleStatus::Errored {
            return module.get_exception();
        }
        v8::undefined(scope).into()
    }

    /// Whether a top-level await is in the module or below it, once instantiated.
    #[nofast]
    fn is_graph_async(&self, scope: &mut v8::PinScope) -> bool {
        let module = v8::Local::new(scope, &self.inner.module);
        !matches!(
            module.get_status(),
            v8::ModuleStatus::Uninstantiated | v8::ModuleStatus::Instantiating
        ) && module.is_graph_async()
    }

    /// Sets an export of a synthetic module; an unknown name is thrown about.
    #[nofast]
    fn set_export(
        &self,
        scope: &mut v8::PinScope,
        name: v8::Local<v8::String>,
        value: v8::Local<v8::Value>,
    ) {
        let module = v8::Local::new(scope, &self.inner.module);
        let name = v8::Local::new(scope, name);
        let value = v8::Local::new(scope, value);
        let _ = module.set_synthetic_module_export(scope, name, value);
    }

    /// `[line, column, message]` of the top-level awaits that never settled (exit code 13).
    fn get_stalled_awaits<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        let module = v8::Local::new(scope, &self.inner.module);
        let mut found: Vec<v8::Local<v8::Value>> = Vec::new();
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
    let phase = v8::Integer::new(
        scope,
        i32::from(phase != v8::ModuleImportPhase::kEvaluation),
    )
    .into();
    let receiver = v8::undefined(scope).into();
    let result = function.call(
        scope,
        receiver,
        &[host, referrer, specifier.into(), attributes, phase],
    )?;
    v8::Local::<v8::Promise>::try_from(result).ok()
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
    v8::undefined(scope).into()
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
    CALLBACKS.with(|cell| cell.borrow_mut().take());
    let all = REGISTRY.with(|registry| std::mem::take(&mut *registry.borrow_mut()));
    drop(all);
}
