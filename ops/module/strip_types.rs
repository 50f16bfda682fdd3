//! TypeScript to JavaScript of the same shape: types become spaces, so that positions stay.

use std::sync::{Arc, Mutex, PoisonError};

use deno_core::{op2, v8};
use swc_common::errors::{DiagnosticBuilder, Emitter, HANDLER, Handler};
use swc_common::{SourceMap, Span};
use swc_ecma_parser::TsSyntax;
use swc_ts_fast_strip::{ErrorCode, Mode, Options, operate};

use crate::compile_cache;

/// What the compiler says, and the bytes it says it of.
struct Complaint {
    message: String,
    span: Option<Span>,
}

/// Collects what the compiler has to say.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<Complaint>>>);

impl Emitter for Collected {
    fn emit(&mut self, diagnostic: &mut DiagnosticBuilder<'_>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Complaint {
                message: diagnostic.message(),
                span: diagnostic.span.primary_span(),
            });
    }
}

/// Why a source is refused.
struct Refused {
    /// The syntax is TypeScript's, but not one that can be stripped.
    unsupported: bool,
    message: String,
    /// Line (from 1), its text, first and last column (from 0).
    place: Option<(usize, String, usize, usize)>,
}

/// `filename` is empty when nothing is to be kept. The JavaScript, or `[unsupported, message, line, text, start, end]`: whether the syntax is only not supported, the
/// compiler's words, and the place as the report of an uncaught error shows it.
#[op2]
pub fn op_module_strip_types<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] source: String,
    #[string] filename: &str,
) -> v8::Local<'s, v8::Value> {
    let text = |scope: &mut v8::PinScope<'s, '_>, value: &str| -> v8::Local<'s, v8::Value> {
        v8::String::new(scope, value)
            .unwrap_or_else(|| v8::String::empty(scope))
            .into()
    };
    match compile_cache::stripped(filename, source, strip) {
        Ok(code) => text(scope, &code),
        Err(refused) => {
            let mut row = vec![
                v8::Boolean::new(scope, refused.unsupported).into(),
                text(scope, &refused.message),
            ];
            if let Some((line, source, start, end)) = refused.place {
                row.push(v8::Number::new(scope, line as f64).into());
                row.push(text(scope, &source));
                row.push(v8::Number::new(scope, start as f64).into());
                row.push(v8::Number::new(scope, end as f64).into());
            }
            v8::Array::new_with_elements(scope, &row).into()
        }
    }
}

fn strip(source: String) -> Result<String, Refused> {
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
        let mut collected = collected.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = if collected.is_empty() {
            None
        } else {
            Some(collected.swap_remove(0))
        };
        let place = first.as_ref().and_then(|first| place_of(&map, first.span?));
        Refused {
            unsupported: matches!(error.code, ErrorCode::UnsupportedSyntax),
            message: first.map_or(error.message, |first| first.message),
            place,
        }
    })
}

fn place_of(map: &SourceMap, span: Span) -> Option<(usize, String, usize, usize)> {
    let start = map.lookup_char_pos(span.lo());
    let end = map.lookup_char_pos(span.hi());
    let text = start
        .file
        .get_line(start.line.checked_sub(1)?)?
        .into_owned();
    let last = if end.line == start.line {
        end.col.0
    } else {
        text.chars().count()
    };
    Some((start.line, text, start.col.0, last))
}
