//! What scripts and functions share when they are compiled, and functions themselves
//! (<https://nodejs.org/api/vm.html#vmcompilefunctioncode-params-options>).

use deno_core::{op2, v8};
use v8::script_compiler::{CompileOptions, NoCacheReason, Source};

use crate::context;

/// Where a text comes from, and its code cache.
pub(crate) struct Text<'s> {
    pub(crate) code: v8::Local<'s, v8::String>,
    pub(crate) filename: v8::Local<'s, v8::String>,
    pub(crate) line_offset: i32,
    pub(crate) column_offset: i32,
    /// What a dynamic `import()` hands back.
    pub(crate) host: v8::Local<'s, v8::Value>,
    /// A view of bytes, or undefined.
    pub(crate) cached: v8::Local<'s, v8::Value>,
}

impl<'s> Text<'s> {
    /// Calls `compile` with V8's form of the text; answers whether a code cache was refused besides.
    pub(crate) fn compile<T>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        compile: impl FnOnce(&mut v8::PinScope<'s, '_>, &mut Source, CompileOptions) -> Option<T>,
    ) -> Option<(T, Option<bool>)> {
        let options = v8::PrimitiveArray::new(scope, 1);
        if let Ok(host) = v8::Local::<v8::Primitive>::try_from(self.host) {
            options.set(scope, 0, host);
        }
        let origin = v8::ScriptOrigin::new(
            scope,
            self.filename.into(),
            self.line_offset,
            self.column_offset,
            true,
            -1,
            None,
            false,
            false,
            false,
            Some(options.into()),
        );
        // A copy: JS that runs meanwhile may change the buffer.
        let view = v8::Local::<v8::ArrayBufferView>::try_from(self.cached);
        let Ok(bytes) = view.map(ops_core::bytes::copy) else {
            let mut source = Source::new(self.code, Some(&origin));
            let made = compile(scope, &mut source, CompileOptions::NoCompileOptions)?;
            return Some((made, None));
        };
        let cached = v8::CachedData::new(&bytes);
        let mut source = Source::new_with_cached_data(self.code, Some(&origin), cached);
        let made = compile(scope, &mut source, CompileOptions::ConsumeCodeCache)?;
        let rejected = source.get_cached_data().is_none_or(|data| data.rejected());
        Some((made, Some(rejected)))
    }
}

/// The bytes of a code cache as a `Uint8Array`.
pub(crate) fn cache_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    cache: Option<v8::UniqueRef<v8::CachedData<'static>>>,
) -> Option<v8::Local<'s, v8::Value>> {
    let cache = cache?;
    ops_core::bytes::uint8_array_of(scope, &cache).map(Into::into)
}

/// Puts `values` into `out`, which JS reads.
pub(crate) fn fill(
    scope: &mut v8::PinScope,
    out: v8::Local<v8::Array>,
    values: [Option<v8::Local<v8::Value>>; 4],
) {
    for (index, value) in (0u32..).zip(values) {
        if let Some(value) = value {
            let _ = out.set_index(scope, index, value);
        }
    }
}

fn list<'s, T>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Vec<T>
where
    v8::Local<'s, v8::Value>: TryInto<T>,
{
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    let mut found = Vec::with_capacity(array.length() as usize);
    for index in 0..array.length() {
        if let Some(value) = array.get_index(scope, index)
            && let Ok(value) = value.try_into()
        {
            found.push(value);
        }
    }
    found
}

/// A function of `parameters` with the body `code`, below the objects `extensions`, in the context of `parsing` (or the
/// main one). `out` gets `[cache refused, source URL, source map URL, cache]`; a syntax error is thrown.
#[op2(reentrant)]
#[allow(clippy::too_many_arguments)]
pub fn op_vm_compile_function<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    code: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    line_offset: i32,
    column_offset: i32,
    cached: v8::Local<'s, v8::Value>,
    produce: bool,
    parsing: v8::Local<'s, v8::Value>,
    extensions: v8::Local<'s, v8::Value>,
    parameters: v8::Local<'s, v8::Value>,
    host: v8::Local<'s, v8::Value>,
    out: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
    let context = context::find(scope, parsing).unwrap_or_else(|| scope.get_current_context());
    let extensions: Vec<v8::Local<v8::Object>> = list(scope, extensions);
    let parameters: Vec<v8::Local<v8::String>> = list(scope, parameters);
    let text = Text {
        code,
        filename,
        line_offset,
        column_offset,
        host,
        cached,
    };
    let made = ops_core::remembering_place(scope, |scope| {
        let scope = &mut v8::ContextScope::new(scope, context);
        text.compile(scope, |scope, source, options| {
            v8::script_compiler::compile_function(
                scope,
                source,
                &parameters,
                &extensions,
                options,
                NoCacheReason::NoReason,
            )
        })
    });
    let Some((function, rejected)) = made else {
        return undefined;
    };
    let origin = function.get_script_origin(scope);
    let cache = if produce {
        cache_array(scope, function.create_code_cache())
    } else {
        None
    };
    let rejected = rejected.map(|rejected| v8::Boolean::new(scope, rejected).into());
    let (url, map_url) = (origin.resource_name(), origin.source_map_url());
    fill(scope, out, [rejected, url, map_url, cache]);
    function.into()
}
