//! A CommonJS file to a function of `exports, require, module, __filename, __dirname`.

use deno_core::{op2, v8};
use ops_core::remembering_place;

use crate::compile_cache::{Compilation, Compiled, Kind};
use crate::module_host::host_options;

const PARAMETERS: [&str; 5] = ["exports", "require", "module", "__filename", "__dirname"];

/// Compiles `source` under the script name `filename`; `host` (a symbol or string) is what a dynamic `import()` in it
/// hands back. A syntax error is thrown.
#[op2(reentrant)]
pub fn op_module_compile_cjs<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    remembering_place(scope, |scope| compile(scope, filename, source, host))
        .unwrap_or_else(|| v8::undefined(scope).into())
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Value>> {
    let options = host_options(scope, host);
    let origin = v8::ScriptOrigin::new(
        scope,
        filename.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        false,
        Some(options.into()),
    );
    let kept = Compilation::new(scope, Kind::CommonJs, filename, source);
    let (mut source, consume) = kept.source(source, &origin);
    let mut parameters = Vec::with_capacity(PARAMETERS.len());
    for parameter in PARAMETERS {
        parameters.push(v8::String::new(scope, parameter)?);
    }
    let function = v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        consume,
        v8::script_compiler::NoCacheReason::NoReason,
    )?;
    kept.keep(&source, || {
        Compiled::Function(v8::Global::new(scope, function))
    });
    Some(function.into())
}

/// The URL of the source map that the code of a function names, or `undefined`.
#[op2]
pub fn op_module_source_map_url<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: v8::Local<'s, v8::Function>,
) -> v8::Local<'s, v8::Value> {
    let url = function.get_script_origin(scope).source_map_url();
    url.unwrap_or_else(|| v8::undefined(scope).into())
}

/// Compiles and runs `source` as a script named `filename` and returns its completion value. What it throws is thrown.
#[op2(reentrant)]
pub fn op_module_run_script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    remembering_place(scope, |scope| run(scope, filename, source, host))
        .unwrap_or_else(|| v8::undefined(scope).into())
}

/// Compiles `source` as a script and throws the error of its syntax.
#[op2(fast, reentrant)]
pub fn op_module_check_script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) {
    // A failure is a pending exception.
    let _ = remembering_place(scope, |scope| script(scope, filename, source, host));
}

pub(crate) fn run<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Value>> {
    script(scope, filename, source, host)?.run(scope)
}

fn script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Script>> {
    let options = host_options(scope, host);
    let origin = v8::ScriptOrigin::new(
        scope,
        filename.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        false,
        Some(options.into()),
    );
    v8::Script::compile(scope, source, Some(&origin))
}
