//! Running a script that Ctrl+C ends, as the REPL does (<https://nodejs.org/api/repl.html#replstartoptions>).

use deno_core::{op2, v8};
use ops_core::{SysError, Watched, watched};

use crate::compile_cjs::run;

/// `op_module_run_script` in an array of one, or `null` where SIGINT has ended it.
#[op2(reentrant)]
pub fn op_module_run_interruptible<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> Result<v8::Local<'s, v8::Value>, SysError> {
    let (value, seen) = watched(scope, -1.0, true, |scope| {
        run(scope, filename, source, host)
    })?;
    if seen == Watched::Interrupted {
        return Ok(v8::null(scope).into());
    }
    let Some(value) = value else {
        return Ok(v8::undefined(scope).into());
    };
    Ok(v8::Array::new_with_elements(scope, &[value]).into())
}
