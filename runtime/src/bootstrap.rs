//! The scripts that turn an empty context into Node's: `realm.js` and then the builtin `bootstrap/node`.
//! The build script runs them while it makes the snapshot; without a snapshot the program runs them itself.

use deno_core::{JsRuntime, error::JsError, v8};

const REALM: &str = include_str!("../../js/bootstrap/realm.js");

/// Evaluates the bootstrap and returns the realm object.
pub(crate) fn evaluate(runtime: &mut JsRuntime) -> Result<v8::Global<v8::Value>, Box<JsError>> {
    {
        deno_core::scope!(scope, runtime);
        ops_v8::number_context(scope);
    }
    let realm = runtime.execute_script("node:internal/bootstrap/realm", REALM)?;
    runtime.execute_script(
        "node:internal/bootstrap/start",
        "globalThis.__bootstrap.internals.realm.require('bootstrap/node')",
    )?;
    Ok(realm)
}
