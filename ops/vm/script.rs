//! The class `ContextifyScript`: a compiled script, which runs in any context
//! (<https://nodejs.org/api/vm.html#class-vmscript>).

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{SysError, Watched, remembering_place, watched};
use v8::script_compiler::NoCacheReason;

use crate::compile::{Text, cache_array, fill};
use crate::context::{self, OwnQueue};

/// The base class of `vm.Script`.
pub struct ContextifyScript {
    /// Traced and not a root: a script may be reachable from its own host-defined options only.
    script: v8::TracedReference<v8::UnboundScript>,
}

// SAFETY: the one handle is traced.
unsafe impl GarbageCollected for ContextifyScript {
    fn trace(&self, visitor: &mut v8::cppgc::Visitor) {
        visitor.trace(&self.script);
    }

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"ContextifyScript"
    }
}

impl ContextifyScript {
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        context: v8::Local<'s, v8::Context>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let unbound = self.script.get(scope)?;
        let scope = &mut v8::ContextScope::new(scope, context);
        let value = unbound.bind_to_current_context(scope).run(scope)?;
        if let Some(queue) = context.get_slot::<OwnQueue>() {
            queue.run(scope);
        }
        Some(value)
    }
}

#[op2]
impl ContextifyScript {
    /// Compiles `code` in the context of `parsing` (or the main one). `out` gets `[cache refused, source URL, source map
    /// URL, cache]`; a syntax error is thrown.
    #[constructor]
    #[cppgc]
    #[reentrant]
    #[allow(clippy::too_many_arguments)]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        code: v8::Local<'s, v8::String>,
        filename: v8::Local<'s, v8::String>,
        line_offset: i32,
        column_offset: i32,
        cached: v8::Local<'s, v8::Value>,
        produce: bool,
        parsing: v8::Local<'s, v8::Value>,
        host: v8::Local<'s, v8::Value>,
        out: v8::Local<'s, v8::Array>,
    ) -> ContextifyScript {
        let context = context::find(scope, parsing).unwrap_or_else(|| scope.get_current_context());
        let text = Text {
            code,
            filename,
            line_offset,
            column_offset,
            host,
            cached,
        };
        let made = remembering_place(scope, |scope| {
            let scope = &mut v8::ContextScope::new(scope, context);
            text.compile(scope, |scope, source, options| {
                v8::script_compiler::compile_unbound_script(
                    scope,
                    source,
                    options,
                    NoCacheReason::NoReason,
                )
            })
        });
        let Some((script, rejected)) = made else {
            // An exception is pending, so nobody sees this object.
            return ContextifyScript {
                script: v8::TracedReference::empty(),
            };
        };
        let cache = if produce {
            cache_array(scope, script.create_code_cache())
        } else {
            None
        };
        let rejected = rejected.map(|rejected| v8::Boolean::new(scope, rejected).into());
        let url = Some(script.get_source_url(scope));
        let map_url = Some(script.get_source_mapping_url(scope));
        fill(scope, out, [rejected, url, map_url, cache]);
        ContextifyScript {
            script: v8::TracedReference::new(scope, script),
        }
    }

    /// A code cache of what is compiled by now, as a `Uint8Array`.
    fn create_cached_data<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let cache = self
            .script
            .get(scope)
            .and_then(|script| script.create_code_cache());
        cache_array(scope, cache).unwrap_or_else(|| v8::undefined(scope).into())
    }

    /// Runs the script in the context of `object` (or the main one) and returns its completion value; what it throws is
    /// thrown. With `timeout` (milliseconds, -1 for none) or `sigint` it is watched, and `out[0]` is 1 when the time was
    /// over, 2 when SIGINT came.
    #[reentrant]
    fn run_in_context<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Value>,
        timeout: f64,
        sigint: bool,
        out: v8::Local<'s, v8::Value>,
    ) -> Result<v8::Local<'s, v8::Value>, SysError> {
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let context = context::find(scope, object).unwrap_or_else(|| scope.get_current_context());
        if timeout < 0.0 && !sigint {
            let value = remembering_place(scope, |scope| self.run(scope, context));
            return Ok(value.unwrap_or(undefined));
        }
        let (value, seen) = watched(scope, timeout, sigint, |scope| self.run(scope, context))?;
        if seen != Watched::Quiet
            && let Ok(out) = v8::Local::<v8::Array>::try_from(out)
        {
            let seen = v8::Integer::new(scope, seen as i32).into();
            let _ = out.set_index(scope, 0, seen);
        }
        Ok(value.unwrap_or(undefined))
    }
}
