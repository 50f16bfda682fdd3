//! Contexts: made, and found by the object that stands for them
//! (<https://nodejs.org/api/vm.html#vmcreatecontextcontextobject-options>).
//!
//! The object and its context hold each other: the object by a private property with the context's global object, the
//! context by embedder data. Nothing else holds either, so they are collected together.

use std::rc::Rc;

use deno_core::{CONTEXT_STATE_SLOT_INDEX, MODULE_MAP_SLOT_INDEX, op2, v8};

use crate::bindings;
use crate::interceptors;

/// Embedder data: the contextified object, or undefined in a context without interceptors.
pub(crate) const SANDBOX: i32 = 3;
/// Embedder data: `false` where WebAssembly may not be compiled.
const WASM: i32 = 4;

/// What is made once for each isolate.
struct Shared {
    template: v8::Global<v8::ObjectTemplate>,
    of_sandbox: v8::Global<v8::Private>,
    host: v8::Global<v8::Private>,
    /// The contexts that are alive, among some that are not any more.
    contexts: Vec<v8::Weak<v8::Context>>,
    /// What every context is given; V8 keeps them by context.
    promise_hooks: [Option<v8::Global<v8::Function>>; 4],
}

impl Shared {
    fn remember(&mut self, context: v8::Weak<v8::Context>) {
        if self.contexts.len() == self.contexts.capacity() {
            self.contexts.retain(|context| !context.is_empty());
            self.contexts.reserve(self.contexts.len() + 1);
        }
        self.contexts.push(context);
    }
}

/// The queue of a context with `microtaskMode: 'afterEvaluate'`. The context drops it when it is collected.
pub(crate) struct OwnQueue(v8::UniqueRef<v8::MicrotaskQueue>);

impl OwnQueue {
    pub(crate) fn run(&self, isolate: &mut v8::Isolate) {
        self.0.perform_checkpoint(isolate);
    }
}

fn private<'s>(scope: &mut v8::PinScope<'s, '_>, name: &str) -> Option<v8::Local<'s, v8::Private>> {
    let name = v8::String::new(scope, name)?;
    Some(v8::Private::for_api(scope, Some(name)))
}

fn prepare(scope: &mut v8::PinScope) -> Option<()> {
    if scope.get_slot::<Shared>().is_some() {
        return Some(());
    }
    let template = interceptors::template(scope);
    let of_sandbox = private(scope, "node:vm:context")?;
    let host = private(scope, "node:vm:host")?;
    let shared = Shared {
        template: v8::Global::new(scope, template),
        of_sandbox: v8::Global::new(scope, of_sandbox),
        host: v8::Global::new(scope, host),
        contexts: Vec::new(),
        promise_hooks: [const { None }; 4],
    };
    scope.set_slot(shared);
    scope.set_allow_wasm_code_generation_callback(allow_wasm);
    Some(())
}

/// Takes from the contexts of an isolate that is about to go what hangs on them by weak handles of the v8 crate: it frees
/// those before V8's last collection, which would call them.
pub fn uninstall(scope: &mut v8::PinScope) {
    let Some(shared) = scope.remove_slot::<Shared>() else {
        return;
    };
    for context in &shared.contexts {
        v8::scope!(let scope, scope);
        if let Some(context) = context.to_local(scope) {
            context.clear_all_slots();
        }
    }
}

unsafe extern "C" fn allow_wasm(
    context: v8::Local<v8::Context>,
    _source: v8::Local<v8::String>,
) -> bool {
    v8::callback_scope!(unsafe scope, context);
    let context = scope.get_current_context();
    bindings::embedder_data(scope, context, WASM).is_none_or(|allowed| !allowed.is_false())
}

/// The context that `object` stands for.
pub(crate) fn find<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Context>> {
    let object = v8::Local::<v8::Object>::try_from(object).ok()?;
    let key = scope.get_slot::<Shared>()?.of_sandbox.clone();
    let key = v8::Local::new(scope, key);
    let global = object.get_private(scope, key)?;
    v8::Local::<v8::Object>::try_from(global)
        .ok()?
        .get_creation_context(scope)
}

/// What to make, in the order of the array that JS gives.
struct Options<'s> {
    strings: bool,
    wasm: bool,
    own_queue: bool,
    host: v8::Local<'s, v8::Value>,
    name: v8::Local<'s, v8::Value>,
    origin: v8::Local<'s, v8::Value>,
}

fn make<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: Option<v8::Local<'s, v8::Object>>,
    options: &Options<'s>,
) -> Option<v8::Local<'s, v8::Object>> {
    prepare(scope)?;
    let shared = scope.get_slot::<Shared>()?;
    let (template, of_sandbox, host) = (
        shared.template.clone(),
        shared.of_sandbox.clone(),
        shared.host.clone(),
    );
    let template = sandbox.map(|_| v8::Local::new(scope, template));
    let of_sandbox = v8::Local::new(scope, of_sandbox);
    let host = v8::Local::new(scope, host);

    let main = scope.get_current_context();
    let mut queue = options
        .own_queue
        .then(|| v8::MicrotaskQueue::new(scope, v8::MicrotasksPolicy::Explicit));
    let raw_queue = queue.as_mut().map(|queue| &raw mut **queue);
    let context = bindings::new_context(scope, template, raw_queue)?;
    // From here on the context owns its queue.
    if let Some(queue) = queue {
        context.set_slot(Rc::new(OwnQueue(queue)));
    }
    context.set_security_token(main.get_security_token(scope));
    // deno_core finds its state in the current context, whichever that is.
    for slot in [CONTEXT_STATE_SLOT_INDEX, MODULE_MAP_SLOT_INDEX] {
        let pointer = main.get_aligned_pointer_from_embedder_data(slot);
        // SAFETY: deno_core only reads the slot of a context that it has not made, and the state that it points to
        // lives as long as JavaScript runs in the isolate.
        unsafe { context.set_aligned_pointer_in_embedder_data(slot, pointer) };
    }
    if !options.strings {
        context.set_allow_generation_from_strings(false);
    }
    let wasm = v8::Boolean::new(scope, options.wasm).into();
    context.set_embedder_data(WASM, wasm);

    if let Some(listener) = ops_core::context_listener() {
        let news = ops_core::ContextNews {
            name: &options.name.to_rust_string_lossy(scope),
            origin: &options.origin.to_rust_string_lossy(scope),
        };
        listener(scope, context, &news);
    }

    let weak = v8::Weak::new(scope, context);
    let mut hooks = [const { None }; 4];
    if let Some(shared) = scope.get_slot_mut::<Shared>() {
        shared.remember(weak);
        hooks = shared.promise_hooks.clone();
    }
    if hooks.iter().any(Option::is_some) {
        set_promise_hooks(scope, context, &hooks);
    }

    let scope = &mut v8::ContextScope::new(scope, context);
    let global = context.global(scope);
    remove_break_iterator(scope, global);
    if let Some(sandbox) = sandbox {
        let name = sandbox.get_constructor_name();
        let plain = v8::String::new(scope, "Object")?;
        if !name.strict_equals(plain.into()) {
            let tag = v8::Symbol::get_to_string_tag(scope).into();
            let attributes = v8::PropertyAttribute::DONT_ENUM;
            global.define_own_property(scope, tag, name.into(), attributes)?;
        }
    }
    global.set_private(scope, host, options.host)?;
    // The interceptors begin to work with this.
    let target = sandbox.map_or_else(|| v8::undefined(scope).into(), v8::Local::<v8::Value>::from);
    context.set_embedder_data(SANDBOX, target);
    let holder = sandbox.unwrap_or(global);
    holder.set_private(scope, of_sandbox, global.into())?;
    Some(holder)
}

fn set_promise_hooks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    context: v8::Local<'s, v8::Context>,
    hooks: &[Option<v8::Global<v8::Function>>; 4],
) {
    let hooks = hooks
        .each_ref()
        .map(|hook| hook.as_ref().map(|hook| v8::Local::new(scope, hook)));
    let scope = &mut v8::ContextScope::new(scope, context);
    scope.set_promise_hooks(hooks[0], hooks[1], hooks[2], hooks[3]);
}

/// Gives `hooks` to every context, and to those to come.
fn hook_promises(scope: &mut v8::PinScope, hooks: [Option<v8::Global<v8::Function>>; 4]) {
    let Some(shared) = scope.get_slot_mut::<Shared>() else {
        return;
    };
    shared.promise_hooks = hooks.clone();
    let contexts = std::mem::take(&mut shared.contexts);
    for context in &contexts {
        if let Some(context) = context.to_local(scope) {
            set_promise_hooks(scope, context, &hooks);
        }
    }
    if let Some(shared) = scope.get_slot_mut::<Shared>() {
        shared.contexts = contexts;
    }
}

/// V8 has it, ECMA-402 has not, and Node takes it away.
fn remove_break_iterator(scope: &mut v8::PinScope, global: v8::Local<v8::Object>) -> Option<()> {
    let intl = v8::String::new(scope, "Intl")?;
    let intl = v8::Local::<v8::Object>::try_from(global.get(scope, intl.into())?).ok()?;
    let name = v8::String::new(scope, "v8BreakIterator")?;
    intl.delete(scope, name.into())?;
    Some(())
}

/// Without `options`: whether `object` stands for a context. With `true`: the global object of that context. With
/// `[strings, wasm, own queue, host, name, origin]`: makes a context
/// for `object`, or one with a plain global object when it is none, and returns what stands for it. With
/// `[init, before, after, settled]`: sets the promise hooks of all contexts but the main one.
#[op2(reentrant)]
pub fn op_vm_context<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Value>,
    options: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let Ok(list) = v8::Local::<v8::Array>::try_from(options) else {
        let found = find(scope, object);
        if options.is_true() {
            return found.map_or_else(
                || v8::undefined(scope).into(),
                |context| context.global(scope).into(),
            );
        }
        let found = found.is_some();
        return v8::Boolean::new(scope, found).into();
    };
    let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
    let at = |index: u32| list.get_index(scope, index).unwrap_or(undefined);
    if !at(0).is_boolean() {
        let hooks = std::array::from_fn(|index| {
            let hook = v8::Local::<v8::Function>::try_from(at(index as u32)).ok()?;
            Some(v8::Global::new(scope, hook))
        });
        if prepare(scope).is_some() {
            hook_promises(scope, hooks);
        }
        return undefined;
    }
    let options = Options {
        strings: at(0).is_true(),
        wasm: at(1).is_true(),
        own_queue: at(2).is_true(),
        host: at(3),
        name: at(4),
        origin: at(5),
    };
    let sandbox = v8::Local::<v8::Object>::try_from(object).ok();
    make(scope, sandbox, &options).map_or(undefined, Into::into)
}
