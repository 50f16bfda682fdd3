//! The functions that are running, for `util.getCallSites`, and the source line of an error.

use deno_core::{op2, v8};

/// Five values for each frame: function name, script id, script name, line and column. The frame that calls this op
/// and those of its caller's builtins are the caller's business.
#[op2]
pub fn op_util_get_call_sites<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    count: u32,
) -> v8::Local<'s, v8::Array> {
    let empty = v8::String::empty(scope);
    let mut values: Vec<v8::Local<v8::Value>> = Vec::new();
    if let Some(trace) = v8::StackTrace::current_stack_trace(scope, count as usize) {
        for i in 0..trace.get_frame_count() {
            let Some(frame) = trace.get_frame(scope, i) else {
                continue;
            };
            let function = frame.get_function_name(scope).unwrap_or(empty);
            let script_id =
                v8::String::new(scope, &frame.get_script_id().to_string()).unwrap_or(empty);
            let script = frame.get_script_name(scope).unwrap_or(empty);
            let line = v8::Integer::new_from_unsigned(scope, frame.get_line_number() as u32);
            let column = v8::Integer::new_from_unsigned(scope, frame.get_column() as u32);
            values.extend([
                function.into(),
                script_id.into(),
                script.into(),
                line.into(),
                column.into(),
            ] as [v8::Local<v8::Value>; 5]);
        }
    }
    v8::Array::new_with_elements(scope, &values)
}

/// Where the error (or an object that `Error.captureStackTrace` was given) was made: the text of the line, the name of
/// its script, the line number and the column, which starts at 0. Undefined when V8 does not know the line.
#[op2]
pub fn op_util_error_source_position<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let message = v8::Exception::create_message(scope, error);
    let Some(source_line) = message.get_source_line(scope) else {
        return v8::undefined(scope).into();
    };
    let script = message
        .get_script_resource_name(scope)
        .unwrap_or_else(|| v8::undefined(scope).into());
    let line =
        v8::Integer::new_from_unsigned(scope, message.get_line_number(scope).unwrap_or(0) as u32);
    let column = v8::Integer::new_from_unsigned(scope, message.get_start_column() as u32);
    v8::Array::new_with_elements(
        scope,
        &[source_line.into(), script, line.into(), column.into()],
    )
    .into()
}
