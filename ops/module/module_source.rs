//! Module records are made here: from source text, and synthetic ones.

use deno_core::{op2, v8};

use crate::compile_module::{compile, compile_cached};
use crate::module_wrap::{Request, context_of, fail, find, flat_attributes, register};

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
/// back. A syntax error is thrown. For `node:vm`: `anchor` is an object of the context that the module is for, `cached`
/// a code cache; the answer is `null` when V8 refuses it.
#[op2(reentrant)]
#[allow(clippy::too_many_arguments)]
pub fn op_module_wrap_compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    line_offset: i32,
    column_offset: i32,
    anchor: v8::Local<'s, v8::Value>,
    cached: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let offsets = (line_offset, column_offset);
    let context = context_of(scope, anchor);
    let made = ops_core::remembering_place(scope, |scope| {
        let scope = &mut v8::ContextScope::new(scope, context);
        if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(cached) {
            return compile_cached(scope, url, source, host, offsets, view);
        }
        compile(scope, url, source, host, offsets).map(Some)
    });
    let module = match made {
        Some(Some(module)) => module,
        Some(None) => return v8::null(scope).into(),
        None => return v8::undefined(scope).into(),
    };
    let requests = read_requests(scope, module);
    let wrap = register(scope, module, requests, None);
    let object = deno_core::cppgc::make_cppgc_object(scope, wrap);
    ops_core::adopt(scope, object, "ModuleWrap");
    object.into()
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
    let wrap = register(scope, module, Vec::new(), Some(steps));
    let object = deno_core::cppgc::make_cppgc_object(scope, wrap);
    ops_core::adopt(scope, object, "ModuleWrap");
    object.into()
}

fn evaluate_synthetic<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    v8::callback_scope!(unsafe scope, context);
    let found = find(scope, module);
    let steps = found.and_then(|inner| {
        let steps = inner.steps.as_ref()?.to_local(scope)?;
        Some((inner.id, steps))
    });
    let Some((id, steps)) = steps else {
        return fail(scope, "the synthetic module is gone");
    };
    let id = v8::Integer::new_from_unsigned(scope, id).into();
    let receiver = v8::undefined(scope).into();
    steps.call(scope, receiver, &[id])?;
    let resolver = v8::PromiseResolver::new(scope)?;
    let undefined = v8::undefined(scope).into();
    resolver.resolve(scope, undefined);
    Some(resolver.get_promise(scope).into())
}
