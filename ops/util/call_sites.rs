//! The functions that are running, for `util.getCallSites`.

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
