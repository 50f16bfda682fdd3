//! TypeScript to JavaScript of the same shape: types become spaces, so that positions stay.

use std::sync::{Arc, Mutex, PoisonError};

use deno_core::{op2, v8};
use swc_common::SourceMap;
use swc_common::errors::{DiagnosticBuilder, Emitter, HANDLER, Handler};
use swc_ecma_parser::TsSyntax;
use swc_ts_fast_strip::{ErrorCode, Mode, Options, operate};

/// Collects what the compiler has to say.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<String>>>);

impl Emitter for Collected {
    fn emit(&mut self, diagnostic: &mut DiagnosticBuilder<'_>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(diagnostic.message());
    }
}

/// The JavaScript, or `[unsupported, message]`: whether the syntax is only not supported, and the compiler's words.
#[op2]
pub fn op_module_strip_types<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] source: String,
) -> v8::Local<'s, v8::Value> {
    match strip(source) {
        Ok(code) => v8::String::new(scope, &code)
            .unwrap_or_else(|| v8::String::empty(scope))
            .into(),
        Err((unsupported, message)) => {
            let message =
                v8::String::new(scope, &message).unwrap_or_else(|| v8::String::empty(scope));
            let pair = [v8::Boolean::new(scope, unsupported).into(), message.into()];
            v8::Array::new_with_elements(scope, &pair).into()
        }
    }
}

fn strip(source: String) -> Result<String, (bool, String)> {
    let map: swc_common::sync::Lrc<SourceMap> = Default::default();
    let collected = Collected::default();
    let handler = Handler::with_emitter(true, false, Box::new(collected.clone()));
    let options = Options {
        module: None,
        filename: None,
        parser: TsSyntax {
            decorators: true,
            ..Default::default()
        },
        mode: Mode::StripOnly,
        transform: None,
        deprecated_ts_module_as_error: Some(true),
        source_map: false,
    };
    let result = HANDLER.set(&handler, || operate(&map, &handler, source, options));
    result.map(|output| output.code).map_err(|error| {
        let first = collected
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .first()
            .cloned();
        (
            matches!(error.code, ErrorCode::UnsupportedSyntax),
            first.unwrap_or(error.message),
        )
    })
}
