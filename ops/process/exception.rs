//! What V8 knows about a thrown value, for the text that a process prints when it ends by it.

use deno_core::{op2, v8};

/// `[file, line, source line, start column, end column]` of the place where `exception` was thrown, or `null`.
#[op2]
pub fn op_process_exception_message<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exception: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let message = v8::Exception::create_message(scope, exception);
    let parts = (message.get_script_resource_name(scope), message.get_line_number(scope), message.get_source_line(scope));
    let (Some(name), Some(line), Some(source)) = parts else { return v8::null(scope).into() };
    if name.is_undefined() {
        return v8::null(scope).into();
    }
    let line = v8::Number::new(scope, line as f64).into();
    let start = v8::Number::new(scope, message.get_start_column() as f64).into();
    let end = v8::Number::new(scope, message.get_end_column() as f64).into();
    v8::Array::new_with_elements(scope, &[name, line, source.into(), start, end]).into()
}

/// V8's description of a value. It runs no code of the program.
#[op2]
#[string]
pub fn op_process_to_detail_string(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> String {
    value.to_detail_string(scope).map(|text| text.to_rust_string_lossy(scope)).unwrap_or_default()
}
