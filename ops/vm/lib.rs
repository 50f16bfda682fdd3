//! `node:vm`: further contexts in the isolate, their global objects, and scripts that run in them.
//!
//! JS: `js/internal/vm.js`, `js/internal/vm/`, `js/node/vm.js`. Tests: `tests/node/vm/`.

mod bindings;
mod compile;
mod context;
mod interceptors;
mod script;

pub use context::uninstall;

deno_core::extension!(
    ops_vm,
    deps = [ops_core],
    ops = [compile::op_vm_compile_function, context::op_vm_context],
    objects = [script::ContextifyScript],
);
