//! `process.permission` (<https://nodejs.org/api/process.html#processpermission>).

use deno_core::op2;
use ops_core::permission;

/// Asks, or with `drop` takes a permission back; an empty `reference` is none.
#[op2(fast)]
pub fn op_process_permission(drop: bool, #[string] scope: &str, #[string] reference: &str) -> bool {
    let reference = (!reference.is_empty()).then_some(reference);
    if drop {
        permission::drop(scope, reference);
    }
    permission::has(scope, reference.map(str::as_bytes))
}
