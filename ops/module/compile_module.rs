//! Compiles source text modules, with a code cache where there is one.

use deno_core::v8;

use crate::compile_cache::{Compilation, Compiled, Kind};
use crate::module_host::host_options;

fn origin<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    (line_offset, column_offset): (i32, i32),
) -> v8::ScriptOrigin<'s> {
    let options = host_options(scope, host);
    v8::ScriptOrigin::new(
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
    )
}

/// Compiles a module with the code cache in `view`: `Some(None)` when V8 refuses the cache, `None` when it throws.
pub(crate) fn compile_cached<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    offsets: (i32, i32),
    view: v8::Local<'s, v8::ArrayBufferView>,
) -> Option<Option<v8::Local<'s, v8::Module>>> {
    let bytes = ops_core::bytes::copy(view);
    let origin = origin(scope, url, host, offsets);
    let mut source = v8::script_compiler::Source::new_with_cached_data(
        source,
        Some(&origin),
        v8::CachedData::new(&bytes),
    );
    let module = v8::script_compiler::compile_module2(
        scope,
        &mut source,
        v8::script_compiler::CompileOptions::ConsumeCodeCache,
        v8::script_compiler::NoCacheReason::NoReason,
    )?;
    let rejected = source.get_cached_data().is_none_or(|data| data.rejected());
    Some((!rejected).then_some(module))
}

/// Compiles a module, with the compile cache where `host` is not a symbol of `node:vm`. `None` when it throws.
pub(crate) fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
    offsets: (i32, i32),
) -> Option<v8::Local<'s, v8::Module>> {
    let origin = origin(scope, url, host, offsets);
    if host.is_symbol() {
        // A module of node:vm: the compile cache is for files.
        let mut source = v8::script_compiler::Source::new(source, Some(&origin));
        return v8::script_compiler::compile_module(scope, &mut source);
    }
    let kept = Compilation::new(scope, Kind::Esm, url, source);
    let (mut source, consume) = kept.source(source, &origin);
    let module = v8::script_compiler::compile_module2(
        scope,
        &mut source,
        consume,
        v8::script_compiler::NoCacheReason::NoReason,
    )?;
    kept.keep(&source, || {
        let script = module.get_unbound_module_script(scope);
        Compiled::Module(v8::Global::new(scope, script))
    });
    Some(module)
}
