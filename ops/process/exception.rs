//! What V8 knows about a thrown value, for the text that a process prints when it ends by it.

use deno_core::{op2, v8};

/// `[file, line, source line, start column, end column, frames]` of the place where `exception` was thrown, or `null`.
#[op2]
pub fn op_process_exception_message<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exception: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let Some(place) = ops_core::thrown_at(scope, exception) else {
        return v8::null(scope).into();
    };
    let row = [
        text(scope, &place.file),
        v8::Number::new(scope, place.line as f64).into(),
        text(scope, &place.source),
        v8::Number::new(scope, place.start as f64).into(),
        v8::Number::new(scope, place.end as f64).into(),
        text(scope, &place.frames),
    ];
    v8::Array::new_with_elements(scope, &row).into()
}

fn text<'s>(scope: &mut v8::PinScope<'s, '_>, value: &str) -> v8::Local<'s, v8::Value> {
    v8::String::new(scope, value)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// V8's description of a value. It runs no code of the program.
#[op2]
#[string]
pub fn op_process_to_detail_string(
    scope: &mut v8::PinScope,
    value: v8::Local<v8::Value>,
) -> String {
    value
        .to_detail_string(scope)
        .map(|text| text.to_rust_string_lossy(scope))
        .unwrap_or_default()
}
